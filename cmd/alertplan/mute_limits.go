package main

import (
	"context"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/monitors"
)

// fewScripts is how many new scripts no cluster refuses whose settings nobody has lowered
// on purpose: below it they are not asked for.
const fewScripts = 50

// warnOfCompiles says before the write that a cluster compiles fewer conditions at once
// than are new to it: what it refuses counts as true, and pages.
func (m *muter) warnOfCompiles(ctx context.Context) {
	for c, sources := range m.newScripts() {
		if len(sources) <= fewScripts {
			continue
		}
		settings := compiles.Read(nil)
		if told, err := m.client.LimitSettings(ctx); err == nil {
			settings = compiles.Read(told.Scripts)
		}
		if rate := settings.Limit(c).Rate; !rate.Unlimited() && len(sources) > rate.Scripts {
			m.app.messages.Warn("%d conditions are new scripts then, and a node of this cluster compiles %d at once. A condition that it refuses to compile counts as true, and pages. Do it in parts, some minutes apart, or raise %s first (docs/limits.md).",
				len(sources), rate.Scripts, compiles.RateSetting(c))
		}
	}
}

// newScripts are the conditions of the monitors that are to be written and run, by where
// they are compiled. Those that are the same are compiled once.
func (m *muter) newScripts() map[compiles.Context]map[string]bool {
	all := map[compiles.Context]map[string]bool{compiles.Trigger: {}, compiles.AggregationSelect: {}}
	for _, change := range m.muting.Plan.Changes {
		if !change.Monitor.Desired.Enabled {
			continue
		}
		for _, t := range change.Monitor.Desired.Triggers {
			switch c := t.Condition.(type) {
			case *monitors.ScriptCondition:
				all[compiles.Trigger][c.Script.Source] = true
			case *monitors.BucketCondition:
				all[compiles.AggregationSelect][c.Script.Source] = true
			}
		}
	}
	return all
}
