package planfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/monitors"
)

// summary is a comparison in short lines.
func summary(c planfile.Comparison) string {
	var lines []string
	for _, v := range c.Verdicts {
		words := []string{string(v.State), v.Address.String(), string(v.Reason), strings.Join(v.Fields, ",")}
		if !v.Because.IsZero() {
			words = append(words, v.Because.String())
		}
		lines = append(lines, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	return strings.Join(lines, "\n")
}

func slower(m *monitors.Monitor) {
	m.Schedule.Interval = &monitors.Interval{Value: 9, Unit: monitors.Minutes}
}

// TestStale goes through what may have happened between plan and apply. Monitor a is
// updated, b is created, c goes, and all send to one destination.
func TestStale(t *testing.T) {
	fine := []string{"carried monitor.a", "carried monitor.b", "carried monitor.c"}
	for name, c := range map[string]struct {
		between func(*world)
		want    []string
	}{
		"nothing": {func(*world) {}, fine},
		"the object was changed": {func(w *world) { w.touch("a", func(m *monitors.Live) { m.Monitor.Enabled = false }) },
			[]string{"stale monitor.a changed enabled", fine[1], fine[2]}},
		"only its version is another": {func(w *world) { w.touch("a", func(*monitors.Live) {}) }, []string{"stale monitor.a changed", fine[1], fine[2]}},
		"it is gone":                  {func(w *world) { w.live.Monitors = w.live.Monitors[1:] }, []string{"stale monitor.a gone", fine[1], fine[2]}},
		"one of the name came": {func(w *world) {
			w.live.Monitors = append(w.live.Monitors, monitors.Live{ID: "theirs", Monitor: monitors.Monitor{Name: "Monitor b"}, Owner: "alerting"})
		}, []string{fine[0], "stale monitor.b appeared", fine[2]}},
		"another run made it otherwise": {func(w *world) {
			other := newWorld(w.t)
			slower(other.declare("b"))
			w.clock++
			made := plan.Make(other.desired, plan.Live{}, plan.Options{}).Changes
			w.do(made[slices.IndexFunc(made, func(c plan.Change) bool { return c.Monitor != nil })])
		}, []string{fine[0], "stale monitor.b appeared", fine[2]}},
		"what goes was changed": {func(w *world) { w.touch("c", func(*monitors.Live) {}) }, []string{fine[0], fine[1], "stale monitor.c changed"}},
		"what goes lost its mark": {func(w *world) { w.touch("c", func(m *monitors.Live) { m.Mark = nil }) },
			[]string{fine[0], fine[1], "stale monitor.c left-alone"}},
		"what goes is gone":           {func(w *world) { w.live.Monitors = w.live.Monitors[:1] }, []string{fine[0], fine[1], "already monitor.c"}},
		"what goes is declared again": {func(w *world) { w.declare("c") }, []string{fine[0], fine[1], "stale monitor.c still-declared"}},
		"other values are wanted": {func(w *world) { w.monitor("a").Triggers[0].Severity = "3"; slower(w.monitor("b")) },
			[]string{"stale monitor.a other-content trigger.any.severity", "stale monitor.b other-content schedule.interval", fine[2]}},
		"a value is wanted no longer": {func(w *world) { w.monitor("a").Schedule.Interval.Value = 5 },
			[]string{"stale monitor.a other-wish", fine[1], fine[2]}},
		"a block is gone":              {func(w *world) { w.drop("b") }, []string{fine[0], "stale monitor.b not-declared", fine[2]}},
		"a block of what is live goes": {func(w *world) { w.drop("a") }, []string{"stale monitor.a other-action schedule.interval", fine[1], fine[2]}},
		"a block more":                 {func(w *world) { w.declare("d") }, append(slices.Clone(fine), "not-approved monitor.d")},
		"a value is missing": {func(w *world) { w.monitor("a").Name = monitors.UnknownText("var.x") },
			[]string{"stale monitor.a no-value", fine[1], fine[2]}},
		"a destination is wanted otherwise": {func(w *world) { w.desired.Destinations[0].Destination.Name = "team" },
			append(slices.Clone(fine[:0]), "skipped monitor.a needs-other destination.slack.soc", "skipped monitor.b needs-other destination.slack.soc", fine[2], "not-approved destination.slack.soc")},
		"the channel is gone": {func(w *world) { w.live.Channels = nil },
			[]string{"skipped monitor.a needs-other destination.slack.soc", "skipped monitor.b needs-other destination.slack.soc", fine[2], "not-approved destination.slack.soc"}},
		"copies": {func(w *world) {
			copied := w.live.Monitors[0]
			copied.ID = "copy"
			copied.Monitor.Enabled = false
			w.live.Monitors = append(w.live.Monitors, copied)
		}, []string{"stale monitor.a new-problem", fine[1], fine[2]}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "a", "c").applied()
			w.drop("c")
			w.declare("b")
			w.monitor("a").Schedule.Interval = &monitors.Interval{Value: 7, Unit: monitors.Minutes}
			r := w.record()
			c.between(w)
			found := w.compare(r)
			if diff := cmp.Diff(strings.Join(c.want, "\n"), summary(found)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			carried := 0
			for _, line := range c.want {
				if strings.HasPrefix(line, "carried") {
					carried++
				}
			}
			if len(found.Plan.Changes) != carried || len(found.Plan.Problems) > 0 {
				t.Errorf("%d changes are carried out, want %d; problems %v", len(found.Plan.Changes), carried, found.Plan.Problems)
			}
		})
	}
}

// TestSecretsAreCompared without being in the record.
func TestSecretsAreCompared(t *testing.T) {
	w := newWorld(t, "a")
	w.monitor("a").Triggers[0].Actions[0].Message.Source = "call " + secretURL + " now"
	r := w.record()
	w.secrets = append(w.secrets, "unrelated-password") // another secret of the run
	if got := summary(w.compare(r)); got != "carried destination.slack.soc\ncarried monitor.a" {
		t.Errorf("got\n%s", got)
	}
	const other = "https://hooks.slack.example/services/T0/B0/another"
	w.secrets = []string{other}
	w.desired.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.NewSecret(other)}
	w.monitor("a").Triggers[0].Actions[0].Message.Source = "call " + other + " now"
	if got := summary(w.compare(r)); got != "stale destination.slack.soc other-content url\nstale monitor.a other-content trigger.any.action.notify.message" {
		t.Errorf("got\n%s", got)
	}
	text, err := planfile.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "swordfish") {
		t.Error("the secret is in the file")
	}
}

// TestMoreOpenAlerts: what was shown is approved, and no more.
func TestMoreOpenAlerts(t *testing.T) {
	w := newWorld(t, "a").applied()
	w.drop("a")
	w.live.Alerts = []plan.Alert{{MonitorID: w.live.Monitors[0].ID, TriggerID: w.live.Monitors[0].Monitor.Triggers[0].ID}}
	r := w.record()
	if got := summary(w.compare(r)); got != "carried monitor.a" {
		t.Errorf("as shown: %s", got)
	}
	alert := w.live.Alerts[0]
	w.live.Alerts = append(w.live.Alerts, alert)
	if got := summary(w.compare(r)); got != "stale monitor.a new-warning" {
		t.Errorf("one more: %s", got)
	}
	w.live.Alerts = nil
	if got := summary(w.compare(r)); got != "carried monitor.a" {
		t.Errorf("none: %s", got)
	}
}

// TestADestinationIsKeptForWhatStillUsesIt: it goes, and the monitor that was to let go
// of it is stale.
func TestADestinationIsKeptForWhatStillUsesIt(t *testing.T) {
	w := newWorld(t, "a").applied()
	w.drop("soc")
	w.monitor("a").Triggers[0].Actions = nil
	r := w.record()
	if got := summary(w.compare(r)); got != "carried destination.slack.soc\ncarried monitor.a" {
		t.Errorf("got\n%s", got)
	}
	w.touch("a", func(*monitors.Live) {})
	if got := summary(w.compare(r)); got != "skipped destination.slack.soc used-by-other monitor.a\nstale monitor.a changed" {
		t.Errorf("got\n%s", got)
	}
}

// TestTooManyDeletes counts those that are carried out.
func TestTooManyDeletes(t *testing.T) {
	w := newWorld(t, "a", "b", "c", "d", "e").applied()
	w.desired.Monitors = nil
	five := 5
	w.options.Deletes = &plan.DeleteLimit{Allowed: &five}
	r := w.record()
	two := 2
	w.options.Deletes = &plan.DeleteLimit{Allowed: &five, Policy: &two, Cluster: "prod"} // a policy since then
	if c := w.compare(r); len(c.Plan.Problems) != 1 || len(c.Plan.Problems[0].Deletes.Changes) != 5 {
		t.Errorf("got %+v", c.Plan.Problems)
	}
	for _, label := range []string{"a", "b", "c"} {
		w.touch(label, func(*monitors.Live) {})
	}
	if c := w.compare(r); len(c.Plan.Problems) != 0 || len(c.Plan.Changes) != 2 {
		t.Errorf("got %+v, %d changes", c.Plan.Problems, len(c.Plan.Changes))
	}
}

// TestHalves: a replacement whose first half is done goes on.
func TestHalves(t *testing.T) {
	w := newWorld(t, "a").applied()
	w.monitor("a").Type = monitors.BucketLevel
	r := w.record()
	if got := fmt.Sprint(r.Changes[0].Action, " ", summary(w.compare(r))); got != "replace carried monitor.a" {
		t.Fatal(got)
	}
	w.live.Monitors = nil
	if got := summary(w.compare(r)); got != "carried monitor.a" {
		t.Errorf("got %s", got)
	}
	w.carryOut(w.compare(r).Plan.Changes)
	if got := summary(w.compare(r)); got != "already monitor.a" {
		t.Errorf("got %s", got)
	}
}
