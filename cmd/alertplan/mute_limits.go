package main

import (
	"context"
	"slices"

	"github.com/alertplan/alertplan/internal/compiles"
)

// fewScripts is how many new scripts no cluster refuses whose settings nobody has lowered
// on purpose: below it they are not asked for.
const fewScripts = 50

// warnOfCompiles says before the write that a cluster compiles fewer conditions at once
// than are new to it: what it refuses counts as true, and pages.
func (m *muter) warnOfCompiles(ctx context.Context) {
	scripts := m.newScripts()
	many := slices.DeleteFunc(scripts.Contexts(), func(c compiles.Context) bool { return scripts.Count(c) <= fewScripts })
	if len(many) == 0 {
		return
	}
	settings := compiles.Read(nil)
	if told, err := m.client.LimitSettings(ctx); err == nil {
		settings = compiles.Read(told.Scripts)
	}
	for _, c := range many {
		if rate := settings.Limit(c).Rate; !rate.Unlimited() && scripts.Count(c) > rate.Scripts {
			m.app.messages.Warn("%d conditions are new scripts then, and a node of this cluster compiles %d at once. A condition that it refuses to compile counts as true, and pages. Do it in parts, some minutes apart, or raise %s first (docs/limits.md).",
				scripts.Count(c), rate.Scripts, compiles.RateSetting(c))
		}
	}
}

// newScripts are the conditions of the monitors that are to be written and run.
func (m *muter) newScripts() compiles.Distinct {
	scripts := compiles.Distinct{}
	for _, change := range m.muting.Plan.Changes {
		if !change.Monitor.Desired.Enabled {
			continue
		}
		for _, s := range compiles.Of(change.Monitor.Desired) {
			if s.Role == compiles.Condition {
				scripts.Add(s)
			}
		}
	}
	return scripts
}
