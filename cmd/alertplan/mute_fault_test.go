package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

var puttingMonitor = regexp.MustCompile("^" + monitorsPath + "/[^/]+$")

// TestMuteNeverWritesOverAnEdit: what somebody writes between the read and the write stays,
// the others are muted, and each is named.
func TestMuteNeverWritesOverAnEdit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Monitor u1")
	edited := ""
	r.proxy.Break(faults.Rule{Method: "PUT", Path: regexp.MustCompile(id), Nth: 1, Fault: faults.Meanwhile(func() { edited = r.editMonitor(id) })})
	got := r.run("mute", "monitor.u1", "monitor.u2", "--for", "2h", "--why", "x")
	if got.code != 1 || !strings.Contains(got.stdout, "✗ monitor.u1: not muted: changed by someone else since the plan was made") ||
		!strings.Contains(got.stdout, "nothing of it was written; say it once more") || !strings.Contains(got.stdout, "✓ monitor.u2, trigger any: muted until ") {
		t.Errorf("mute: %s", got)
	}
	if _, now := r.ask("GET", monitorsPath+"/"+id, ""); now != edited {
		t.Errorf("the other's edit is gone: it was\n%s\nand is\n%s", edited, now)
	}
	r.proxy.Heal()

	// Said once more it mutes what is there now, and the edit is drift as before.
	if got := r.run("mute", "monitor.u1", "--for", "2h", "--why", "x"); got.code != 0 {
		t.Errorf("mute: %s", got)
	}
	if got := r.run("drift"); got.code != 2 || !strings.Contains(got.stdout, "monitor.u1") || !strings.Contains(got.stdout, "Changed on the cluster") || strings.Count(got.stdout, "Muted until ") != 2 {
		t.Errorf("drift: %s", got)
	}
}

// TestMuteFindsOutWhatBecameOfIt: an answer that is lost is no reason not to know.
func TestMuteFindsOutWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faults.Fault
		want  string
	}{
		"done":     {faults.ResetAfter(), "✓ monitor.u1, trigger any: muted until "},
		"not done": {faults.ResetBefore(), "✓ monitor.u1, trigger any: muted until "},
		"busy":     {faults.Status(503, "", nil), "✓ monitor.u1, trigger any: muted until "},
		"refused":  {faults.Status(403, `{"error":{"type":"security_exception","reason":"no permissions for [cluster:admin/opendistro/alerting/monitor/write] and User [name=ann, backend_roles=[]]"},"status":403}`, nil), "✗ monitor.u1: not muted: "},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.configure(someOfAll(1))
			r.mustApply()
			r.proxy.Break(faults.Rule{Method: "PUT", Path: puttingMonitor, Nth: 1, Fault: test.fault})
			got := r.run("mute", "monitor.u1", "--for", "2h", "--why", "x")
			if !strings.Contains(got.stdout, test.want) || (got.code == 0) != strings.HasPrefix(test.want, "✓") {
				t.Errorf("mute: %s", got)
			}
			r.proxy.Heal()
			plan := r.run("plan", "--detailed-exitcode")
			if plan.code != 0 || strings.Contains(plan.stdout, "Muted until ") != (got.code == 0) {
				t.Errorf("plan: %s", plan)
			}
		})
	}
}

// TestMuteKeepsTheBody: what was there before a mute comes back by restore, and that
// says that the mute goes.
func TestMuteKeepsTheBody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Monitor u1")
	before := r.must("GET", monitorsPath+"/"+id, "").Object("monitor").Array("triggers")
	if got := r.run("mute", "monitor.u1", "--for", "2h", "--why", "x"); got.code != 0 {
		t.Fatalf("mute: %s", got)
	}
	got := r.run("restore", "--auto-approve", "monitor.u1")
	if got.code != 0 || !strings.Contains(got.stdout, "- trigger.any.mute = {") {
		t.Errorf("restore: %s", got)
	}
	after := r.must("GET", monitorsPath+"/"+id, "").Object("monitor").Array("triggers")
	if text(t, after) != text(t, before) {
		t.Errorf("it was\n%s\nand is\n%s", text(t, before), text(t, after))
	}
	r.expectNoChanges()

	// And back again.
	if got := r.run("restore", "--auto-approve", "monitor.u1"); got.code != 0 || !strings.Contains(got.stdout, "+ trigger.any.mute = {") {
		t.Errorf("restore: %s", got)
	}
}

// TestMuteOfManyWarnsOfCompiles: what a cluster does not compile counts as true. What is
// the same is compiled once, and a cluster may compile more.
func TestMuteOfManyWarnsOfCompiles(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const many = 80
	configure := func(distinct int) {
		var text strings.Builder
		text.WriteString("workspace = \"many\"\n")
		for n := range many {
			text.WriteString(strings.Replace(monitorText(fmt.Sprintf("m%d", n), fmt.Sprintf("Monitor %d", n), 1), `"> 0"`, fmt.Sprintf(`"> %d"`, n%distinct), 1))
		}
		r.configure(text.String())
		r.mustApply()
	}
	args := []string{"--for", "1h", "--why", "x"}
	for n := range many {
		args = append(args, fmt.Sprintf("monitor.m%d", n))
	}
	for _, test := range []struct {
		distinct int
		rate     string
		warns    bool
	}{{40, "75/5m", false}, {many, "75/5m", true}, {many, "100/5m", false}} {
		configure(test.distinct)
		r.must("PUT", "/_cluster/settings", `{"persistent":{"script.context.trigger.max_compilations_rate":"`+test.rate+`"}}`)
		got := r.run("mute", args...)
		if got.code != 0 || strings.Contains(got.stderr, "80 conditions are new scripts then, and a node of this cluster compiles 75 at once") != test.warns {
			t.Errorf("%+v: %s", test, got.stderr)
		}
	}
}
