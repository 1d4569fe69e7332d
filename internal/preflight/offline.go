package preflight

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// checkOffline runs a monitor without the cluster, on indices that hold nothing: what
// does not compile, and what fails in a period in which nothing happens. Whatever can't
// be said faithfully without the documents' fields is not said.
func checkOffline(m monitors.Monitor, o Options) []plan.Finding {
	if holdsUnknown(m) || foreign(m) {
		return nil
	}
	m = loud(m)
	request := evaluate.Request{
		Monitor: evaluate.Monitor{Version: 1, Body: wire.EncodeMonitor(m, nil)},
		Now:     o.Now(), PeriodEnd: o.Now(), PeriodStart: o.Now().Add(-lengthOf(m.Schedule)), Dialect: o.Dialect,
	}
	if !emptied(&request, m) {
		return nil
	}
	result, err := evaluate.Run(request)
	var refused *evaluate.Error
	switch {
	case errors.As(err, &refused):
		return []plan.Finding{{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.RunRefused, Error: true, Reason: oneLine(refused.Reason), Offline: true}}
	case err != nil:
		return nil
	}
	run, err := wire.DecodeRun(result.Object())
	if err != nil || run.Error != "" || result.InputFailed || run.InputError != "" {
		return nil // a search that fails may fail for the lack of fields
	}
	told := reading{monitor: m, run: run}
	return asOffline(told.triggers(nil))
}

// asOffline makes of failures on nothing what they are: a script that does not compile
// fails always, any other where the search finds nothing.
func asOffline(found []plan.Finding) []plan.Finding {
	for i := range found {
		f := &found[i]
		f.Offline = true
		if strings.HasPrefix(f.Reason, compileError) {
			continue
		}
		f.Error = false
		if f.Kind == plan.ConditionFails {
			f.Kind = plan.FailsWithoutHits
		}
	}
	return found
}

func foreign(m monitors.Monitor) bool {
	switch in := m.Input.(type) {
	case *monitors.Search:
		return len(in.Foreign) > 0
	case *monitors.ClusterAPI, *monitors.OtherInput, *monitors.Sequence:
		return true
	default:
		return false
	}
}

// loud is a monitor without its quiet times, at which its conditions would not be asked.
func loud(m monitors.Monitor) monitors.Monitor {
	m = runnable(m)
	for i := range m.Triggers {
		m.Triggers[i].Condition, _ = monitors.Audible(m.Triggers[i].Condition)
	}
	return m
}

// plainIndex is an index expression for which an index can be made.
var plainIndex = pattern.New(`^[a-z0-9*][a-z0-9._*-]*$`)

// emptied gives a run an empty index for each of its expressions; false where one can't
// be had.
func emptied(r *evaluate.Request, m monitors.Monitor) bool {
	r.Store = index.NewStore(r.Now.UTC)
	var names []string
	switch in := m.Input.(type) {
	case *monitors.Search:
		names = in.Indices
	case *monitors.DocumentQueries:
		names = in.Indices
	}
	for _, name := range names {
		if strings.HasPrefix(name, "-") {
			continue
		}
		if !plainIndex.MatchString(name) {
			return false
		}
		name = strings.ReplaceAll(name, "*", "x")
		if r.Store.Create(name, orderedjson.NewObject()) != nil {
			continue // there twice
		}
	}
	return true
}
