package apply_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/patience/patiencetest"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// troubled fails writes in turn, and does the work of some of them all the same.
type troubled struct {
	*fake
	troubles []trouble
	wanted   plan.MonitorChange
}

// trouble is what becomes of one write.
type trouble struct {
	err  error
	done bool
	mess bool // somebody else changes the object meanwhile
}

func (f *troubled) next(call string) (trouble, error) {
	if err := f.call(call); err != nil {
		return trouble{}, err
	}
	if len(f.troubles) == 0 {
		return trouble{done: true}, nil
	}
	t := f.troubles[0]
	f.troubles = f.troubles[1:]
	return t, t.err
}

func (f *troubled) stored(seqNo int64) monitors.Live {
	mark := f.wanted.Mark
	return monitors.Live{ID: "m1", Version: monitors.Version{SeqNo: seqNo, PrimaryTerm: 1}, Monitor: f.wanted.Desired, Mark: &mark}
}

func (f *troubled) CreateMonitor(context.Context, monitors.Monitor, monitors.Mark) (monitors.Live, error) {
	t, err := f.next("create")
	if t.done {
		f.found = append(f.found, f.stored(1))
	}
	if t.mess {
		other := f.stored(1)
		other.Monitor.Name = "another's"
		f.found = append(f.found, other)
	}
	if err != nil {
		return monitors.Live{}, err
	}
	return f.stored(1), nil
}

func (f *troubled) UpdateMonitor(_ context.Context, live monitors.Live, _ monitors.Monitor, _ *monitors.Mark) (monitors.Live, error) {
	if f.monitors[live.ID].Version != live.Version {
		return live, errors.Join(f.call("update"), apply.ErrConflict)
	}
	t, err := f.next("update")
	if t.done {
		f.monitors[live.ID] = f.stored(live.Version.SeqNo + 1)
	}
	if t.mess {
		f.monitors[live.ID] = liveMonitor(live.ID, 77)
	}
	return f.monitors[live.ID], err
}

func (f *troubled) DeleteMonitor(_ context.Context, id string) error {
	t, err := f.next("delete")
	if t.done {
		delete(f.monitors, id)
	}
	if t.mess {
		f.monitors[id] = liveMonitor(id, 77)
	}
	return err
}

func (f *troubled) CreateChannel(_ context.Context, id string, d destinations.Destination, at address.Address) (string, error) {
	if _, there := f.channels[id]; there {
		return id, errors.Join(f.call("create"), apply.ErrConflict)
	}
	t, err := f.next("create")
	if t.done {
		f.channels[id] = destinations.Live{ID: id, Destination: d.Canonical(), Address: at}
	}
	return id, err
}

// The troubles that there are.
var (
	unsent   = trouble{err: &apply.Trouble{Err: errors.New("connection refused")}}
	lost     = trouble{err: &apply.Trouble{Uncertain: true, Err: errors.New("503 busy")}}
	answered = trouble{err: &apply.Trouble{Uncertain: true, Err: errors.New("connection reset")}, done: true}
	failed   = trouble{err: &apply.Trouble{Uncertain: true, Once: true, Err: errors.New("500 all shards failed")}}
	late     = trouble{err: &apply.Trouble{Uncertain: true, Late: true, TimedOut: true, Err: errors.New("no answer within 1m")}}
	gateway  = trouble{err: &apply.Trouble{Uncertain: true, Late: true, Err: errors.New("504 Gateway Timeout")}}
	messed   = trouble{err: &apply.Trouble{Uncertain: true, Err: errors.New("502")}, mess: true}
	slow     = trouble{err: &apply.Trouble{Uncertain: true, After: 5 * time.Minute, Err: errors.New("429")}}
	refused  = trouble{err: errors.New("400 no")}
)

func times(n int, t trouble) []trouble { return slices.Repeat([]trouble{t}, n) }

func TestWhatBecomesOfAWrite(t *testing.T) {
	const look, looks = "find monitor m ", "find monitor m find monitor m "
	for name, test := range map[string]struct {
		action   plan.Action
		troubles []trouble
		calls    string
		end      string // "done", "found", or what the error holds
	}{
		"create, never sent":                 {plan.Create, times(3, unsent), "create create create create", "done"},
		"create, lost":                       {plan.Create, times(1, lost), "create " + looks + "create", "done"},
		"create, lost twice":                 {plan.Create, times(2, lost), "create " + looks + "create " + looks + "create", "done"},
		"create, done without an answer":     {plan.Create, times(1, answered), "create find monitor m", "found"},
		"create, lost, then done":            {plan.Create, []trouble{lost, answered}, "create " + looks + "create find monitor m", "found"},
		"create, another's is there":         {plan.Create, times(1, messed), "create find monitor m", "changed by someone else"},
		"create, no answer in time":          {plan.Create, times(1, late), "create " + strings.TrimSpace(strings.Repeat(look, 6)), "the cluster may have done it all the same: plan again to see"},
		"create, no answer at the gateway":   {plan.Create, times(1, gateway), "create " + strings.Repeat(look, 6) + "create", "done"},
		"create, failed for ever":            {plan.Create, times(9, failed), strings.Repeat("create "+looks, 5) + "create find monitor m", "sent 6 times in "},
		"create, refused":                    {plan.Create, times(1, refused), "create", "400 no"},
		"create, a pause that is too long":   {plan.Create, times(1, slow), "create find monitor m", "429; nothing was written"},
		"update, never sent":                 {plan.Update, times(2, unsent), "update update update", "done"},
		"update, lost":                       {plan.Update, times(1, lost), "update read monitor m1 update", "done"},
		"update, done without an answer":     {plan.Update, times(1, answered), "update read monitor m1", "found"},
		"update, changed meanwhile":          {plan.Update, times(1, messed), "update read monitor m1", "changed by someone else"},
		"update, no answer in time":          {plan.Update, times(1, late), "update read monitor m1 update", "done"},
		"update, failed for ever":            {plan.Update, times(9, failed), strings.TrimSpace(strings.Repeat("update read monitor m1 ", 6)), "nothing was written"},
		"delete, lost":                       {plan.Delete, times(1, lost), "read monitor m1 delete read monitor m1 read monitor m1 delete", "done"},
		"delete, done without an answer":     {plan.Delete, times(1, answered), "read monitor m1 delete", "found"},
		"delete, changed meanwhile":          {plan.Delete, times(1, messed), "read monitor m1 delete read monitor m1", "changed by someone else"},
		"channel, lost":                      {"channel", times(1, lost), "create find channel ch-a create", "done"},
		"channel, done without an answer":    {"channel", times(1, answered), "create find channel ch-a", "found"},
		"channel, there before, as wanted":   {"channel there", nil, "create find channel ch-a", "found"},
		"monitor, forgotten, lost":           {plan.Forget, times(1, lost), "update read monitor m1 update", "done"},
		"update, what another wrote as well": {"update same", nil, "update read monitor m1", "found"},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			f := &troubled{fake: newFake(), troubles: test.troubles}
			o := f.carryOut(t, test.action)
			if got := strings.Join(f.calls, " "); got != test.calls && got != test.calls+" await ch-a gone " {
				t.Errorf("calls:\n got %s\nwant %s", got, test.calls)
			}
			end := fmt.Sprint(o.Err)
			switch {
			case o.Status == apply.Done && o.Found:
				end = "found"
			case o.Status == apply.Done:
				end = "done"
			}
			if !strings.Contains(end, test.end) {
				t.Errorf("got %s, want %s", end, test.end)
			}
			if o.Status == apply.Done && test.action == plan.Create && o.ID != "m1" {
				t.Errorf("its id is %q", o.ID)
			}
		})
	}
}

// carryOut is a run of one change.
func (f *troubled) carryOut(t *testing.T, action plan.Action) apply.Outcome {
	t.Helper()
	live := liveMonitor("m1", 3)
	change := monitorChange(action, "m", &live)
	change.Monitor.Mark = monitors.MarkFor("w", change.Address, change.Monitor.Desired)
	switch action {
	case plan.Create:
		change.Monitor.Live, change.ID = nil, ""
	case "channel", "channel there":
		change = channelChange(plan.Create, "a", nil)
		if action == "channel there" {
			f.channels["ch-a"] = destinations.Live{ID: "ch-a", Address: change.Address, Destination: destinations.Destination{}.Canonical()}
		}
	default:
		f.monitors["m1"] = live
	}
	if change.Monitor != nil {
		f.wanted = *change.Monitor
	}
	if action == "update same" {
		f.monitors["m1"] = f.stored(9)
	}
	result, err := apply.Run(t.Context(), f, &plan.Plan{Changes: []plan.Change{change}}, apply.Options{Clock: patiencetest.NewStill()})
	if err != nil {
		t.Fatal(err)
	}
	return result.Outcomes[0]
}

func TestAnInterruptEndsPauses(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := &troubled{fake: newFake(), troubles: times(5, lost)}
	result, err := apply.Run(ctx, f, &plan.Plan{Changes: []plan.Change{monitorChange(plan.Create, "m", nil)}}, apply.Options{
		Clock: patiencetest.NewStill(), Waiting: func(patience.Waiting) { cancel() },
	})
	if err != nil || !strings.Contains(result.Outcomes[0].Err.Error(), "503 busy; nothing was written") {
		t.Errorf("got %+v, %v", result, err)
	}
	expectCalls(t, f.fake, "create", "find monitor m")
}

// A create that was sent again is looked for twice at the end: the first may have been
// done in the end.
func TestDoublesOfACreateThatWasSentAgain(t *testing.T) {
	looked := 0
	f := &troubled{fake: newFake(), troubles: times(1, lost)}
	_, err := apply.Run(t.Context(), f, &plan.Plan{Changes: []plan.Change{monitorChange(plan.Create, "m", nil)}}, apply.Options{
		Clock: patiencetest.NewStill(),
		Replan: func(context.Context, plan.Made) (*plan.Plan, error) {
			looked++
			return &plan.Plan{}, nil
		},
	})
	if err != nil || looked != 2 {
		t.Errorf("looked %d times, %v", looked, err)
	}
}

// Of a double nothing is deleted when the one that was to stay is gone.
func TestADoubleWhoseOriginalIsGone(t *testing.T) {
	f := newFake()
	double := liveMonitor("double", 2)
	f.monitors["double"] = double
	deletion := monitorChange(plan.Delete, "m", &double)
	deletion.DoubleOf = "gone"
	result := run(t, f, deletion)
	if !errors.Is(result.Outcomes[0].Err, apply.ErrConflict) || slices.Contains(f.calls, "delete monitor double") {
		t.Errorf("got %+v, calls %q", result, f.calls)
	}
}
