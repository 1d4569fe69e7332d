package preflight

import (
	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// heard are the failures of conditions that a dry run did not ask, since it was at their
// quiet times: each is asked here, about what the cluster's search has found.
func heard(m monitors.Monitor, run wire.Run, o Options) []plan.Finding {
	answer := (&reading{monitor: m, run: run}).answer()
	if m.Type == monitors.BucketLevel || answer == nil {
		return nil
	}
	silent := m
	silent.Triggers = nil
	for _, t := range m.Triggers {
		if monitors.QuietAt(t.Condition, run.PeriodEnd) != "" {
			t.Actions = nil
			silent.Triggers = append(silent.Triggers, t)
		}
	}
	if len(silent.Triggers) == 0 {
		return nil
	}
	silent = loud(silent)
	result, err := evaluate.Run(evaluate.Request{
		Monitor: evaluate.Monitor{Version: 1, Body: asking(silent)}, Now: o.Now(), PeriodStart: run.PeriodStart, PeriodEnd: run.PeriodEnd, Dialect: o.Dialect,
		Metrics: func(*orderedjson.Object) (*orderedjson.Object, error) { return answer, nil },
	})
	if err != nil {
		return nil
	}
	told, err := wire.DecodeRun(result.Object())
	if err != nil {
		return nil
	}
	found := (&reading{monitor: silent, run: told}).triggers(nil)
	for i := range found {
		if found[i].Kind == plan.ConditionFails {
			found[i].Kind = plan.FailsWhenLoud
		}
	}
	return found
}

// asking is the body of a monitor whose input is answered by the caller (Metrics), in
// place of a search.
func asking(m monitors.Monitor) *orderedjson.Object {
	m.Type, m.Input = monitors.ClusterMetrics, &monitors.ClusterAPI{Path: "/_cluster/health"}
	return wire.EncodeMonitor(m, nil)
}
