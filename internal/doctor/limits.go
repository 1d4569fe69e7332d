package doctor

import (
	"context"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// The limits that are near, or passed.
const (
	RoomLeft     Kind = "limits"
	ManyMonitors Kind = "max-monitors"
	ManyShards   Kind = "max-shards"
	CompileRate  Kind = "compile-rate"
)

// nearly is which part of a limit is worth a warning.
const nearly = 0.9

// Rules are the settings of a cluster that decide whether alerts are raised and sent.
type Rules struct {
	Scripts       map[string]string // settings of scripts by full name
	MaxMonitors   int               // 0: not told
	ShardsPerNode int               // 0: not told

	DeniedHosts  []string // names, addresses and networks that nothing is sent to
	Destinations []string // kinds of legacy destinations that are sent to; nil: not told
	Filtered     bool     // what others saved may be hidden from the user
}

// limits looks at how near the estate is to what the cluster allows.
func (e *examination) limits(context.Context) error {
	rules := e.estate.rules
	if rules == nil {
		return nil
	}
	count, before := 0, len(e.report.Findings)
	for _, m := range e.estate.live.Monitors {
		if m.Monitor.Type != monitors.Composite { // which the server does not count
			count++
		}
	}
	e.near(ManyMonitors, count, rules.MaxMonitors)
	e.near(ManyShards, e.condition.Shards, rules.ShardsPerNode*e.condition.DataNodes)
	nothing := &plan.Plan{}
	nothing.Consider(plan.Desired{}, e.estate.live, nothing.After(e.estate.live), plan.Limits{Scripts: compiles.Read(rules.Scripts), MaxMonitors: rules.MaxMonitors})
	for _, w := range nothing.Warnings {
		if w.Kind == plan.CompileRate {
			e.add(Finding{Area: Limits, Kind: CompileRate, Grade: Warning, Crowding: w.Crowding})
		}
	}
	if len(e.report.Findings) == before {
		e.add(Finding{Area: Limits, Kind: RoomLeft, Grade: Well, Count: count, Limit: rules.MaxMonitors})
	}
	return nil
}

func (e *examination) near(kind Kind, n, limit int) {
	switch {
	case limit <= 0:
	case n >= limit:
		e.add(Finding{Area: Limits, Kind: kind, Grade: Fault, Count: n, Limit: limit})
	case float64(n) >= nearly*float64(limit):
		e.add(Finding{Area: Limits, Kind: kind, Grade: Warning, Count: n, Limit: limit})
	}
}
