package plan_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// TestDeepUIMetadata of others keeps a monitor from being written with it, and from
// nothing else.
func TestDeepUIMetadata(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.AlertsKnown = true
	deep := orderedjson.NewObject()
	for range monitors.MaxNesting {
		deep = orderedjson.NewObject(orderedjson.Member{Key: "theirs", Value: deep})
	}
	live.Monitors[0].UIMetadata = deep
	expect(t, plan.Make(d, live, plan.Options{}), "")
	d.Monitors[0].Monitor.Name += " changed"
	expect(t, plan.Make(d, live, plan.Options{}), "problem too-deep monitor.a id-of-monitor.a 500")
	inner, _ := deep.Get("theirs")
	live.Monitors[0].UIMetadata = inner.(*orderedjson.Object).Object("theirs")
	expect(t, plan.Make(d, live, plan.Options{}), "update monitor.a name")
	live.Monitors[0].UIMetadata = deep
	d.Monitors[0].Monitor.Type = monitors.ClusterMetrics
	expect(t, plan.Make(d, live, plan.Options{}), "replace monitor.a")
}
