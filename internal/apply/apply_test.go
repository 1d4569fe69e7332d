package apply_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// fake is a cluster that keeps what it was asked, and fails where it is told to.
type fake struct {
	mu       sync.Mutex
	calls    []string
	fail     map[string]error // by call, such as "create monitor Logins"
	monitors map[string]monitors.Live
	channels map[string]destinations.Live
	found    []monitors.Live // by FindMonitors and FindWorkflows
}

func newFake() *fake {
	return &fake{fail: map[string]error{}, monitors: map[string]monitors.Live{}, channels: map[string]destinations.Live{}}
}

func (f *fake) call(words ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	text := strings.Join(words, " ")
	f.calls = append(f.calls, text)
	return f.fail[text]
}

func (f *fake) CreateMonitor(_ context.Context, m monitors.Monitor, _ monitors.Mark) (monitors.Live, error) {
	return monitors.Live{ID: "new-" + m.Name}, f.call("create monitor", m.Name)
}

func (f *fake) UpdateMonitor(_ context.Context, live monitors.Live, _ monitors.Monitor, mark *monitors.Mark) (monitors.Live, error) {
	return live, f.call("update monitor", live.ID, fmt.Sprintf("seq %d mark %v", live.Version.SeqNo, mark != nil))
}

func (f *fake) ReadMonitor(_ context.Context, id string) (monitors.Live, error) {
	m, ok := f.monitors[id]
	if !ok {
		return m, fmt.Errorf("GET: %w", apply.ErrNotFound)
	}
	return m, f.call("read monitor", id)
}

func (f *fake) DeleteMonitor(_ context.Context, id string) error { return f.call("delete monitor", id) }

func (f *fake) FindMonitors(_ context.Context, name string, _ monitors.Mark) ([]monitors.Live, error) {
	return f.found, f.call("find monitor", name)
}

func (f *fake) FindWorkflows(_ context.Context, m monitors.Monitor) ([]monitors.Live, error) {
	return f.found, f.call("find workflow", m.Name)
}

func (f *fake) Channels(context.Context) ([]destinations.Live, error) { return nil, nil }

func (f *fake) FindChannels(_ context.Context, id string, _ destinations.Destination) ([]destinations.Live, error) {
	c, ok := f.channels[id]
	if !ok {
		return nil, f.call("find channel", id)
	}
	return []destinations.Live{c}, f.call("find channel", id)
}

func (f *fake) CreateWorkflow(_ context.Context, m monitors.Monitor) (string, error) {
	return "new-" + m.Name, f.call("create workflow", m.Name, "of", strings.Join(m.DelegateIDs(), ","))
}

func (f *fake) UpdateWorkflow(_ context.Context, live monitors.Live, m monitors.Monitor) error {
	return f.call("update workflow", live.ID, "of", strings.Join(m.DelegateIDs(), ","))
}

func (f *fake) ReadWorkflow(ctx context.Context, id string) (monitors.Live, error) {
	return f.ReadMonitor(ctx, id)
}

func (f *fake) DeleteWorkflow(_ context.Context, id string) error {
	return f.call("delete workflow", id)
}

func (f *fake) CreateChannel(_ context.Context, id string, _ destinations.Destination, at address.Address) (string, error) {
	return id, f.call("create channel", id, at.String())
}

func (f *fake) UpdateChannel(_ context.Context, live destinations.Live, _ destinations.Destination, at address.Address) error {
	return f.call("update channel", live.ID, at.String())
}

func (f *fake) ReadChannel(_ context.Context, seen destinations.Live) (destinations.Live, error) {
	id := seen.ID
	c, ok := f.channels[id]
	if !ok {
		return c, fmt.Errorf("GET: %w", apply.ErrNotFound)
	}
	return c, f.call("read channel", id)
}

func (f *fake) DeleteChannel(_ context.Context, live destinations.Live) error {
	return f.call("delete channel", live.ID)
}

func (f *fake) AwaitChannels(_ context.Context, written, deleted []string) error {
	slices.Sort(written)
	return f.call("await", strings.Join(written, ","), "gone", strings.Join(deleted, ","))
}

func monitorChange(action plan.Action, name string, live *monitors.Live, needs ...address.Address) plan.Change {
	c := plan.Change{
		Action: action, Address: address.ForMonitor(name), Name: name,
		Monitor: &plan.MonitorChange{Desired: monitors.Monitor{Name: name}, Live: live, Needs: needs},
	}
	if live != nil {
		c.ID = live.ID
	}
	return c
}

func channelChange(action plan.Action, label string, live *destinations.Live) plan.Change {
	return plan.Change{
		Action: action, Address: address.ForDestination("slack", label), ID: "ch-" + label,
		Destination: &plan.DestinationChange{Live: live},
	}
}

func liveMonitor(id string, seqNo int64, channels ...string) monitors.Live {
	m := monitors.Live{ID: id, Version: monitors.Version{SeqNo: seqNo, PrimaryTerm: 1}}
	for _, c := range channels {
		action := monitors.Action{Destination: monitors.DestinationRef{ID: c}}
		m.Monitor.Triggers = append(m.Monitor.Triggers, monitors.Trigger{Actions: []monitors.Action{action}})
	}
	return m
}

func run(t *testing.T, f *fake, changes ...plan.Change) apply.Result {
	t.Helper()
	result, err := apply.Run(t.Context(), f, &plan.Plan{Changes: changes}, apply.Options{Parallelism: 1})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func expectCalls(t *testing.T, f *fake, want ...string) {
	t.Helper()
	if !slices.Equal(f.calls, want) {
		t.Errorf("got calls\n%s\nwant\n%s", strings.Join(f.calls, "\n"), strings.Join(want, "\n"))
	}
}

func TestOrder(t *testing.T) {
	f := newFake()
	old, oldChannel := liveMonitor("old", 3), destinations.Live{ID: "ch-old"}
	f.monitors["old"], f.channels["ch-old"] = old, oldChannel
	result := run(t, f,
		channelChange(plan.Delete, "old", &oldChannel), channelChange(plan.Create, "new", nil),
		monitorChange(plan.Delete, "gone", &old), monitorChange(plan.Create, "fresh", nil))
	if !result.OK() {
		t.Errorf("got %+v", result)
	}
	expectCalls(t, f,
		"create channel ch-new destination.slack.new", "create monitor fresh",
		"read monitor old", "delete monitor old", "read channel ch-old", "delete channel ch-old",
		"await ch-new gone ch-old")
}

func TestADeleteIsPrecededByAReadThatCompares(t *testing.T) {
	f := newFake()
	seen := liveMonitor("m", 3)
	f.monitors["m"] = liveMonitor("m", 4)
	result := run(t, f, monitorChange(plan.Delete, "m", &seen))
	if !errors.Is(result.Outcomes[0].Err, apply.ErrConflict) {
		t.Errorf("got %v", result.Outcomes[0].Err)
	}
	expectCalls(t, f, "read monitor m", "read monitor m") // once more: it may be gone by now

	gone := newFake()
	if result := run(t, gone, monitorChange(plan.Delete, "m", &seen)); !result.OK() {
		t.Error("a monitor that is gone already is as wanted")
	}
}

func TestAChannelIsReadBeforeItIsWritten(t *testing.T) {
	f := newFake()
	seen := destinations.Live{ID: "ch-a", Destination: destinations.Destination{Name: "seen"}}
	f.channels["ch-a"] = destinations.Live{ID: "ch-a", Destination: destinations.Destination{Name: "edited"}}
	result := run(t, f, channelChange(plan.Update, "a", &seen))
	if !errors.Is(result.Outcomes[0].Err, apply.ErrConflict) {
		t.Errorf("got %v", result.Outcomes[0].Err)
	}
	expectCalls(t, f, "read channel ch-a", "read channel ch-a") // once more: it may be as wanted
}

func TestAChannelThatIsThereAsWantedIsDone(t *testing.T) {
	for name, wantOK := range map[string]bool{"": true, "another's": false} {
		f := newFake()
		f.fail["create channel ch-a destination.slack.a"] = fmt.Errorf("409: %w", apply.ErrConflict)
		f.channels["ch-a"] = destinations.Live{
			ID: "ch-a", Address: address.ForDestination("slack", "a"), Destination: destinations.Destination{Name: name}.Canonical(),
		}
		if result := run(t, f, channelChange(plan.Create, "a", nil)); result.OK() != wantOK {
			t.Errorf("with a channel named %q: got %+v", name, result)
		}
	}
}

func TestWhatDependsOnAFailureIsSkipped(t *testing.T) {
	f := newFake()
	f.fail["create channel ch-a destination.slack.a"] = errors.New("no")
	user := liveMonitor("user", 1, "ch-old")
	f.fail["update monitor user seq 1 mark true"] = apply.ErrConflict
	oldChannel := destinations.Live{ID: "ch-old"}
	result := run(t, f,
		channelChange(plan.Create, "a", nil), monitorChange(plan.Create, "m", nil, address.ForDestination("slack", "a")),
		monitorChange(plan.Update, "user", &user), channelChange(plan.Delete, "old", &oldChannel))
	var got []string
	for _, o := range result.Outcomes {
		got = append(got, string(o.Status)+" "+o.Because.String())
	}
	if want := []string{"failed ", "skipped destination.slack.a", "failed ", "skipped monitor.user"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if result.OK() || result.Count(apply.Skipped) != 2 {
		t.Errorf("got %+v", result)
	}
}

// A monitor that could not be decoded uses its channels all the same.
func TestAChannelOfAnUnreadableMonitorStays(t *testing.T) {
	f := newFake()
	unreadable := monitors.Live{ID: "odd", Unreadable: "it has two inputs", Destinations: []string{"ch-old"}}
	f.monitors["odd"] = unreadable
	f.fail["delete monitor odd"] = errors.New("no")
	oldChannel := destinations.Live{ID: "ch-old"}
	result := run(t, f, monitorChange(plan.Delete, "odd", &unreadable), channelChange(plan.Delete, "old", &oldChannel))
	if got := result.Outcomes[1]; got.Status != apply.Skipped {
		t.Errorf("got %+v", got)
	}
}

func TestReplaceDeletesFirst(t *testing.T) {
	f := newFake()
	old := liveMonitor("old", 1)
	f.monitors["old"] = old
	f.fail["create monitor m"] = errors.New("no")
	result := run(t, f, monitorChange(plan.Replace, "m", &old))
	expectCalls(t, f, "read monitor old", "delete monitor old", "create monitor m")
	if !result.Outcomes[0].Half {
		t.Error("a half replacement must be told")
	}
}

func TestForgetTakesTheMarkAway(t *testing.T) {
	f := newFake()
	m := liveMonitor("m", 7)
	run(t, f, monitorChange(plan.Forget, "m", &m))
	expectCalls(t, f, "update monitor m seq 7 mark false")
}

func TestDoublesAreLookedForOnceAfterCreates(t *testing.T) {
	f := newFake()
	double := liveMonitor("double", 2)
	f.monitors["double"], f.monitors["new-m"] = double, liveMonitor("new-m", 1)
	looked := 0
	deletion := monitorChange(plan.Delete, "m", &double)
	deletion.DoubleOf = "new-m"
	result, err := apply.Run(t.Context(), f, &plan.Plan{Changes: []plan.Change{monitorChange(plan.Create, "m", nil)}}, apply.Options{
		Replan: func(context.Context, plan.Made) (*plan.Plan, error) {
			looked++
			return &plan.Plan{Changes: []plan.Change{deletion, monitorChange(plan.Delete, "other", &double)}}, nil
		},
	})
	if err != nil || looked != 1 || len(result.Outcomes) != 2 || !result.OK() {
		t.Errorf("looked %d times, got %+v, %v", looked, result, err)
	}
	expectCalls(t, f, "create monitor m", "read monitor new-m", "read monitor double", "delete monitor double")
}

func TestAStoppedRunBeginsNothingMore(t *testing.T) {
	f := newFake()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result, err := apply.Run(ctx, f, &plan.Plan{Changes: []plan.Change{monitorChange(plan.Create, "m", nil)}}, apply.Options{})
	if err != nil || result.Count(apply.Failed) != 1 || len(f.calls) != 0 {
		t.Errorf("got %+v, %v, calls %v", result, err, f.calls)
	}
}

func TestAPlanWithProblemsIsNotApplied(t *testing.T) {
	f := newFake()
	p := &plan.Plan{Changes: []plan.Change{monitorChange(plan.Create, "m", nil)}, Problems: []plan.Problem{{Kind: plan.Copies}}}
	if _, err := apply.Run(t.Context(), f, p, apply.Options{}); err == nil || len(f.calls) != 0 {
		t.Errorf("got %v, calls %v", err, f.calls)
	}
}

// stopAfterRead cancels the run while a change is under way.
type stopAfterRead struct {
	*fake
	stop context.CancelFunc
}

func (s stopAfterRead) ReadMonitor(ctx context.Context, id string) (monitors.Live, error) {
	s.stop()
	return s.fake.ReadMonitor(ctx, id)
}

func (s stopAfterRead) DeleteMonitor(ctx context.Context, id string) error {
	return errors.Join(ctx.Err(), s.fake.DeleteMonitor(ctx, id))
}

func TestAStoppedRunFinishesWhatIsUnderWay(t *testing.T) {
	f := newFake()
	first, second := liveMonitor("first", 1), liveMonitor("second", 1)
	f.monitors["first"], f.monitors["second"] = first, second
	ctx, cancel := context.WithCancel(t.Context())
	changes := []plan.Change{monitorChange(plan.Delete, "first", &first), monitorChange(plan.Delete, "second", &second)}
	result, err := apply.Run(ctx, stopAfterRead{f, cancel}, &plan.Plan{Changes: changes}, apply.Options{})
	if err != nil || result.Count(apply.Done) != 1 || result.Count(apply.Failed) != 1 {
		t.Errorf("got %+v, %v", result, err)
	}
	expectCalls(t, f, "read monitor first", "delete monitor first")
}
