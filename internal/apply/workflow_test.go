package apply_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// flowChange is a change of a workflow over monitors.
func flowChange(action plan.Action, live *monitors.Live, delegates ...address.Address) plan.Change {
	c := monitorChange(action, "w", live, delegates...)
	c.Address = address.ForWorkflow("w")
	sequence := &monitors.Sequence{}
	for _, at := range delegates {
		sequence.Delegates = append(sequence.Delegates, monitors.Delegate{Monitor: monitors.Ref{Address: at}})
	}
	c.Monitor.Desired.Input = sequence
	return c
}

func TestAWorkflowComesAfterItsDelegatesAndGoesBefore(t *testing.T) {
	f := newFake()
	a, b := monitorChange(plan.Create, "a", nil), monitorChange(plan.Create, "b", nil)
	w := flowChange(plan.Create, nil, a.Address, b.Address)
	if result := run(t, f, w, a, b); !result.OK() {
		t.Errorf("got %+v", result)
	}
	expectCalls(t, f, "create monitor a", "create monitor b", "create workflow w of new-a,new-b")

	f = newFake()
	old, flow := liveMonitor("old", 1), liveMonitor("flow", 1)
	flow.Delegates = []string{"old"}
	f.monitors["old"], f.monitors["flow"] = old, flow
	run(t, f, monitorChange(plan.Delete, "a", &old), flowChange(plan.Delete, &flow))
	expectCalls(t, f, "read monitor flow", "delete workflow flow", "read monitor old", "delete monitor old")
}

// replacement is that of a delegate, with its workflow.
func replacement(f *fake) []plan.Change {
	old, flow := liveMonitor("old", 1), liveMonitor("flow", 1)
	flow.Delegates = []string{"old"}
	f.monitors["old"], f.monitors["flow"] = old, flow
	a := monitorChange(plan.Replace, "a", &old)
	a.Monitor.IsDelegate = true
	return []plan.Change{a, flowChange(plan.Update, &flow, a.Address)}
}

func TestADelegateIsReplacedTheOtherWayRound(t *testing.T) {
	f := newFake()
	result := run(t, f, replacement(f)...)
	if !result.OK() || len(result.Outcomes) != 2 || result.Outcomes[0].ID != "new-a" {
		t.Errorf("got %+v", result)
	}
	expectCalls(t, f, "create monitor a", "update workflow flow of new-a", "read monitor old", "delete monitor old")
}

func TestAReplacementThatBreaksOff(t *testing.T) {
	for call, want := range map[string]struct {
		calls  []string
		reason string
	}{
		"create monitor a":              {[]string{"create monitor a"}, "no"},
		"update workflow flow of new-a": {[]string{"create monitor a", "update workflow flow of new-a", "delete monitor new-a"}, "workflow.w could not be written, and uses the old one, old, still; the new one is deleted again"},
		"delete monitor old":            {[]string{"create monitor a", "update workflow flow of new-a", "read monitor old", "delete monitor old"}, "the new one is made, but the old one, old, is not deleted: no"},
	} {
		f := newFake()
		changes := replacement(f)
		f.fail[call] = errors.New("no")
		result := run(t, f, changes...)
		if o := result.Outcomes[0]; o.Status != apply.Failed || !strings.Contains(o.Err.Error(), want.reason) {
			t.Errorf("%s: got %+v", call, o)
		}
		expectCalls(t, f, want.calls...)
	}
}
