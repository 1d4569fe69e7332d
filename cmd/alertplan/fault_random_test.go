package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
)

// TestAnyConfigurationHealsAfterAnyFault applies random configurations through
// random faults, and once more without. Then the plan must be empty; there are
// no duplicates; what belongs to another team is as it was, to the byte; and the
// acknowledged alert of a monitor that nobody touched is still there.
//
// ALERTPLAN_TEST_SEED repeats one run, ALERTPLAN_TEST_SOAK makes more.
func TestAnyConfigurationHealsAfterAnyFault(t *testing.T) {
	t.Parallel()
	runs, steps := 30, 1
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		runs, steps = 300, 4
	}
	first := uint64(time.Now().UnixNano() % 1_000_000)
	if text := os.Getenv("ALERTPLAN_TEST_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("ALERTPLAN_TEST_SEED: %v", err)
		}
		first, runs = seed, 1
	}
	t.Logf("seeds %d to %d", first, first+uint64(runs)-1)
	for i := range uint64(runs) {
		seed := first + i
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			t.Parallel()
			healRandomly(t, seed, steps)
		})
	}
}

func healRandomly(t *testing.T, seed uint64, steps int) {
	w := newWorld(seed)
	r := newRig(t)
	r.configure(w.config())
	r.mustApply()
	others := newOthers(r)
	alert := r.acknowledgeAlert(idOf(t, r.monitorIDs(), "Anchor"))
	for range steps {
		w.step()
		r.configure(w.config())
		what := r.applyThroughFaults(w)
		r.settle()
		if got := r.apply(); got.code != 0 {
			t.Fatalf("seed %d, after %s: an undisturbed apply: %s", seed, what, got)
		}
		r.expectNoChanges()
		r.expectOnce(w.monitorNames()...)
		r.expectChannelsOnce(w.channelNames()...)
		others.expectUnchanged(r)
		r.expectAcknowledged(alert)
		if t.Failed() {
			t.Fatalf("seed %d, after %s, configuration:\n%s", seed, what, w.config())
		}
	}
}

// applyThroughFaults applies while one to three random things go wrong, and says
// which they are.
func (r *rig) applyThroughFaults(w *world) string {
	ctx, cancel := context.WithCancel(r.t.Context())
	defer cancel()
	var said []string
	r.proxy.Heal()
	for range 1 + w.IntN(3) {
		fault := w.fault(cancel)
		rule := faults.Rule{
			Method: []string{"POST", "PUT", "DELETE", "GET"}[w.IntN(4)],
			Path:   regexp.MustCompile([]string{monitorsPath + "(/[^_].*)?$", channelsPath}[w.IntN(2)]), // no search
			Nth:    1 + w.IntN(4), Fault: fault,
		}
		r.proxy.Break(rule)
		said = append(said, fmt.Sprintf("%s on %d. %s %s", fault.Name, rule.Nth, rule.Method, rule.Path))
	}
	got := r.runUntil(ctx, "apply", "--auto-approve", "--allow-deletes", "1000")
	if got.code == 0 && strings.Contains(got.stdout, "✗") || got.code != 0 && strings.Contains(got.stdout, "Apply complete") {
		r.t.Errorf("the exit status does not say what the words say: %s", got)
	}
	r.proxy.Heal()
	return strings.Join(said, ", ")
}

func (w *world) fault(interrupt func()) faults.Fault {
	all := []faults.Fault{
		faults.ResetBefore(), faults.ResetAfter(), faults.EmptyBefore(), faults.EmptyAfter(), faults.Truncated(),
		faults.Status(503, "busy", nil), faults.StatusAfter(502, "", nil), faults.Status(429, "{}", nil), faults.Status(403, "Forbidden", nil),
		faults.Slow(20 * time.Millisecond), faults.Status(409, "{}", nil), faults.Status(500, "<html>", nil),
		{Name: "interrupt before", Before: interrupt}, {Name: "interrupt after", After: interrupt},
	}
	return all[w.IntN(len(all))]
}

// others is what another team has on the cluster.
type others struct{ paths, texts []string }

func newOthers(r *rig) *others {
	r.must("POST", channelsPath, `{"config_id":"theirs","config":{"name":"Theirs","config_type":"webhook","is_enabled":true,"webhook":{"url":"http://127.0.0.1:9/theirs"}}}`)
	r.must("POST", monitorsPath, theirMonitor)
	id := idOf(r.t, r.monitorIDs(), "Theirs")
	o := &others{paths: []string{monitorsPath + "/" + id, channelsPath + "/theirs"}}
	for _, path := range o.paths {
		_, text := r.ask("GET", path, "")
		o.texts = append(o.texts, text)
	}
	return o
}

const theirMonitor = `{"type":"monitor","name":"Theirs","monitor_type":"query_level_monitor","enabled":false,
 "schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[{"search":{"indices":["events-*"],"query":{"size":0,"query":{"match_all":{}}}}}],
 "triggers":[{"query_level_trigger":{"name":"t","severity":"1","condition":{"script":{"source":"true","lang":"painless"}},
  "actions":[{"name":"a","destination_id":"theirs","message_template":{"source":"x"}}]}}]}`

func (o *others) expectUnchanged(r *rig) {
	r.t.Helper()
	for i, path := range o.paths {
		if _, now := r.ask("GET", path, ""); now != o.texts[i] {
			r.t.Errorf("what belongs to another team has changed, from\n%s\nto\n%s", o.texts[i], now)
		}
	}
}

// acknowledgeAlert makes a monitor open an alert, and acknowledges it.
func (r *rig) acknowledgeAlert(monitor string) (alert string) {
	r.t.Helper()
	r.must("PUT", "/events-1/_doc/1?refresh=true", `{"@timestamp":"2024-08-02T09:03:16.316Z"}`)
	r.must("POST", monitorsPath+"/"+monitor+"/_execute?dryrun=false&period_end=1722589500000ms", "")
	for range 200 {
		answer := r.must("GET", monitorsPath+"/alerts?monitorId="+monitor, "")
		if match := alertID.FindStringSubmatch(text(r.t, answer)); match != nil {
			alert = match[1]
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if alert == "" {
		r.t.Fatal("no alert was opened")
	}
	r.must("POST", monitorsPath+"/"+monitor+"/_acknowledge/alerts", `{"alerts":["`+alert+`"]}`)
	return alert
}

var alertID = regexp.MustCompile(`"id":"([^"]+)"`)

func (r *rig) expectAcknowledged(alert string) {
	r.t.Helper()
	answer := text(r.t, r.must("GET", monitorsPath+"/alerts?alertState=ACKNOWLEDGED", ""))
	if !strings.Contains(answer, alert) {
		r.t.Errorf("the acknowledged alert %s is gone: %s", alert, answer)
	}
}
