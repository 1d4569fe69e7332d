package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
)

// runKeeping runs changes; what is kept is a call like any other.
func runKeeping(t *testing.T, f *fake, changes ...plan.Change) apply.Result {
	t.Helper()
	result, err := apply.Run(t.Context(), f, &plan.Plan{Changes: changes}, apply.Options{
		Keep: func(_ context.Context, c plan.Change) error { return f.call("keep", c.ID) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestWhatIsWrittenOverIsKeptJustBefore(t *testing.T) {
	f := newFake()
	changed, gone, channel := liveMonitor("changed", 1), liveMonitor("gone", 2), destinations.Live{ID: "ch-a"}
	f.monitors["gone"], f.channels["ch-a"] = gone, channel
	runKeeping(t, f, channelChange(plan.Update, "a", &channel), monitorChange(plan.Create, "new", nil),
		monitorChange(plan.Update, "changed", &changed), monitorChange(plan.Delete, "gone", &gone))
	expectCalls(t, f,
		"read channel ch-a", "keep ch-a", "update channel ch-a destination.slack.a",
		"create monitor new",
		"keep changed", "update monitor changed seq 1 mark true",
		"keep gone", "read monitor gone", "delete monitor gone",
		"await ch-a gone ")
}

func TestADelegateThatIsReplacedIsKeptOnce(t *testing.T) {
	f := newFake()
	old := liveMonitor("old", 1)
	f.monitors["old"] = old
	c := monitorChange(plan.Replace, "m", &old)
	c.Monitor.IsDelegate = true
	runKeeping(t, f, c)
	expectCalls(t, f, "create monitor m", "keep old", "read monitor old", "delete monitor old")
}

func TestWhatCannotBeKeptIsNotWritten(t *testing.T) {
	f := newFake()
	full := errors.New("no space left on device")
	m, w, channel := liveMonitor("m", 1), liveMonitor("w", 1), destinations.Live{ID: "ch-a"}
	f.monitors["w"], f.channels["ch-a"] = w, channel
	for _, id := range []string{"m", "w", "ch-a"} {
		f.fail["keep "+id] = full
	}
	result := runKeeping(t, f, channelChange(plan.Delete, "a", &channel), monitorChange(plan.Update, "m", &m), monitorChange(plan.Replace, "w", &w))
	for _, o := range result.Outcomes[1:] {
		if o.Status != apply.Failed || !errors.Is(o.Err, full) || !strings.HasPrefix(o.Err.Error(), "not written, since its backup could not be kept: ") {
			t.Errorf("got %+v", o)
		}
		if o.Half {
			t.Error("nothing was deleted")
		}
	}
	expectCalls(t, f, "keep m", "keep w", "read channel ch-a", "keep ch-a")
}
