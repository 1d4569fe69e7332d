package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// TestTraceShowsNoSecret: everything is shown of each request but what is secret;
// what others keep in their channels is secret, too.
func TestTraceShowsNoSecret(t *testing.T) {
	r := newSecretRig(t)
	r.must("POST", channelsPath, `{"config":{"name":"of others","config_type":"webhook","is_enabled":true,"webhook":{"url":"https://hook.example.com/leakWebhookOfOthers","method":"POST",`+
		`"header_params":{"X-Key":"leakHeaderOfOthers"}}}}`)
	r.must("POST", channelsPath, `{"config":{"name":"slack of others","config_type":"slack","is_enabled":true,"slack":{"url":"https://hooks.slack.com/services/T0/B0/leakSlackOfOthers"}}}`)
	r.settle()
	for _, args := range [][]string{{"plan", "--debug"}, {"apply", "--auto-approve", "--debug"}, {"plan", "--debug", "--json"}, {"list", "--live", "--debug"}, {"destroy", "--auto-approve", "--debug"}} {
		got := r.run(args[0], args[1:]...)
		expectNoLeak(t, strings.Join(args, " "), got)
		if got.code != 0 || strings.Contains(got.stdout, "debug:") || strings.Contains(got.stderr, "Authorization: ") {
			t.Errorf("%v: %s", args, got)
		}
		for _, want := range []string{"debug: GET /_plugins/_notifications/configs?", ": 200 in ", "login: user and password", `"url": "(sensitive)"`, `"X-Key": "(sensitive)"`} {
			if !strings.Contains(got.stderr, want) {
				t.Errorf("%v: %q is missing: %s", args, want, got)
			}
		}
	}
	r.env[envDebug] = "1"
	for name, body := range map[string]string{
		"cut JSON":    `{"config":{"slack":{"url":"https://hooks.slack.com/services/T0/B0/leakSlackCut`,
		"header":      `{"message":"not Authorization: Basic bGVha0Jhc2ljOmxlYWtCYXNpYw==, not Bearer leakBearer.of.others"}`,
		"text":        "can't reach https://user:leakPasswordOfOthers@search.example.com/x, nor https://hooks.slack.com/services/T0/B0/leakSlackText",
		"colours":     "\x1b[31mred\x07",
		"a long page": "<html>" + strings.Repeat("x", 5000) + "\n" + strings.Repeat("line\n", 500),
	} {
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Fault: faults.Status(http.StatusBadGateway, body, nil)})
		got := r.run("plan")
		expectNoLeak(t, name, got)
		if strings.Contains(got.stderr, "bGVha0Jhc2lj") || strings.Contains(got.stderr, "leakBearer") || strings.ContainsAny(got.stderr, "\x1b\x07") {
			t.Errorf("%s: %s", name, got)
		}
		if !strings.Contains(got.stderr, "debug: GET /_plugins/_notifications/features: 502 in") || len(got.stderr) > 3000*strings.Count(got.stderr, ": 502 in") {
			t.Errorf("%s: %d bytes: %s", name, len(got.stderr), got)
		}
	}
	r.proxy.Heal()
	r.proxy.Break(faults.Rule{Fault: faults.ResetBefore()})
	if got := r.run("plan"); !strings.Contains(got.stderr, "GET /: failed in") || !strings.Contains(got.stderr, "connection reset") {
		t.Errorf("%s", got)
	}
	for value, shown := range map[string]bool{"": false, "0": false, "false": false, "off": false, "true": true, "all": true} {
		r.env[envDebug] = value
		if got := r.run("plan"); strings.Contains(got.stderr, "debug:") != shown {
			t.Errorf("%s=%q: %s", envDebug, value, got)
		}
	}
}

// TestTraceIsInPieces: requests that are sent at once are shown one after the other,
// each whole.
func TestTraceIsInPieces(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	got := r.apply("--debug", "--parallelism", "8")
	if got.code != 0 {
		t.Fatal(got)
	}
	head := regexp.MustCompile(`^debug: (?:[A-Z]+ /|cluster http|  \S)`)
	for line := range strings.Lines(got.stderr) {
		if strings.HasPrefix(line, "debug: ") && !strings.HasPrefix(line, "debug:     ") && !head.MatchString(line) {
			t.Errorf("torn line: %q", line)
		}
	}
	pieces := len(regexp.MustCompile(`(?m)^debug: [A-Z]+ /`).FindAllString(got.stderr, -1))
	if sent := len(r.proxy.Requests()); pieces != sent {
		t.Errorf("%d requests were shown, %d sent", pieces, sent)
	}
}
