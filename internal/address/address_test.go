package address_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
)

func TestParseAndPrint(t *testing.T) {
	for _, text := range []string{
		`monitor.console_login`, `monitor.x["eu"]`, `destination.slack.soc`, `existing.sns.on-call`,
		`pack.cis.monitor.root_usage["eu"]`, `pack.a.pack.b.destination.slack.x["a.b[\"c\"]"]`, `monitor.x["$${a}"]`, `monitor.x[""]`,
	} {
		a, err := address.Parse(text)
		if err != nil {
			t.Errorf("Parse(%s): %v", text, err)
			continue
		}
		if a.String() != text {
			t.Errorf("Parse(%s) prints %s", text, a)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		``, `monitor`, `monitor.`, `monitor.a.b`, `destination.slack`, `destination..x`, `monitor.1a`, `monitor.ä`,
		`monitor.x[eu]`, `monitor.x["eu"`, `monitor.x[0]`, `pack.cis`, `pack..monitor.x`, `alert.x`, `monitor.x["a"]["b"]`,
	} {
		if a, err := address.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, a)
		}
	}
}

func TestCompareSortsDestinationsFirst(t *testing.T) {
	order := []string{`existing.slack.a`, `destination.chime.z`, `destination.slack.a`, `monitor.a`, `monitor.b`, `monitor.b["x"]`, `pack.a.destination.slack.a`}
	for i := range len(order) - 1 {
		a, _ := address.Parse(order[i])
		b, _ := address.Parse(order[i+1])
		if address.Compare(a, b) >= 0 || address.Compare(b, a) <= 0 {
			t.Errorf("%s must come before %s", a, b)
		}
	}
}

// TestIDsStay pins ids: they live on clusters, so a change of how they are
// derived would make today's objects strangers.
func TestIDsStay(t *testing.T) {
	monitor := address.ForMonitor("console_login")
	keyed := monitor.WithKey("eu").InPack("cis")
	for _, c := range []struct{ got, want string }{
		{address.TriggerID("soc", monitor, "any"), "4BqesUCwCqcR2PIPW91i"},
		{address.ActionID("soc", monitor, "any", "notify"), "4BqesUCwCqcR2Pt4klfn"},
		{address.TriggerID("soc", keyed, "any"), "4BqestZVFDTc4MIPW91i"},
		{address.ChannelID("soc", address.ForDestination("slack", "On_Call").WithKey("eu/1")), "ap_soc_slack_on-call-eu-1_vJX1sg"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestIDsAreWhatTheServerTakes(t *testing.T) {
	legal := regexp.MustCompile(`^[A-Za-z0-9_-]{20}$`)
	seen := map[string]bool{}
	for _, workspace := range []string{"soc", "soc-eu"} {
		for _, label := range []string{"a", "b"} {
			for _, trigger := range []string{"a", "b"} {
				monitor := address.ForMonitor(label)
				for _, id := range []string{address.TriggerID(workspace, monitor, trigger), address.ActionID(workspace, monitor, trigger, "a")} {
					if !legal.MatchString(id) || seen[id] {
						t.Errorf("id %q is not legal, or not unique", id)
					}
					seen[id] = true
					if address.MonitorPartOf(id) != address.MonitorPart(workspace, monitor) {
						t.Errorf("id %q does not tell its monitor", id)
					}
				}
			}
		}
	}
	id := address.ChannelID(strings.Repeat("w", 30), address.ForDestination("slack", strings.Repeat("l", 64)).WithKey("ümlaut"))
	if !regexp.MustCompile(`^[a-z0-9-]+_[A-Za-z0-9_-]+$`).MatchString(id) || len(id) > 512 {
		t.Errorf("channel id %q is not legal", id)
	}
}

func TestOneWorkspacesPrefixIsNotAnothers(t *testing.T) {
	id := address.ChannelID("soc-eu", address.ForDestination("slack", "a"))
	if strings.HasPrefix(id, address.ChannelPrefix("soc")) {
		t.Errorf("%s looks as if workspace soc owned it", id)
	}
	if address.ValidWorkspace("soc_eu") || !address.ValidWorkspace("soc-eu") {
		t.Error("a workspace may hold -, not _")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`pack.cis.monitor.root_usage["eu"]`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := address.Parse(text)
		if err != nil {
			return
		}
		again, err := address.Parse(a.String())
		if err != nil || again != a {
			t.Fatalf("%q parses to %s, which parses to %s: %v", text, a, again, err)
		}
	})
}

func TestWhatLacksItsFirstWordIsAskedFor(t *testing.T) {
	for text, hint := range map[string]string{
		"login": "Did you mean monitor.login?", "slack.soc": "Did you mean destination.slack.soc?", `login["eu"]`: `Did you mean monitor.login["eu"]?`,
		"": "", "a.b.c": "", "a b": "", "pack.a.b": "",
	} {
		_, err := address.Parse(text)
		if err == nil || strings.Contains(err.Error(), "Did you mean") != (hint != "") || !strings.Contains(err.Error(), hint) {
			t.Errorf("Parse(%q): %v, want %q in it", text, err, hint)
		}
	}
}
