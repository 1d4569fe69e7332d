package preflight

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// candidates are the monitors of which the plan changes what a run does. Those that are
// switched on come first: they are what pages people.
func candidates(p *plan.Plan) []*candidate {
	var all []*candidate
	for _, c := range p.Changes {
		if c.Monitor == nil || !saves(c.Action) || !runsOtherwise(c.Monitor) {
			continue
		}
		one := &candidate{address: c.Address, monitor: runnable(c.Monitor.Desired)}
		one.scripts = scriptsOf(one.monitor)
		one.why = unasked(one.monitor, c.Unknown)
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b *candidate) int { return cmp.Compare(rank(a.monitor), rank(b.monitor)) })
	return all
}

func rank(m monitors.Monitor) int {
	if m.Enabled {
		return 0
	}
	return 1
}

func saves(a plan.Action) bool {
	switch a {
	case plan.Create, plan.Update, plan.Replace, plan.Move, plan.Adopt:
		return true
	default:
		return false
	}
}

// runsOtherwise tells whether a run of the desired monitor differs from one of the live:
// in what it searches, in a condition or in a template. Names, schedules, severities,
// throttles and destinations change nothing that could fail.
func runsOtherwise(c *plan.MonitorChange) bool {
	return c.Live == nil || c.Live.Unreadable != "" || !orderedjson.Equal(whatRuns(c.Live.Monitor), whatRuns(c.Desired))
}

// whatRuns is what of a monitor decides whether a run of it fails. What stands in the
// words of the Dashboards' editor counts as what it means.
func whatRuns(m monitors.Monitor) *orderedjson.Object {
	body := wire.EncodeMonitor(m.WithoutMutes(), nil)
	out := orderedjson.NewObject()
	out.Set("type", body.Text("monitor_type"))
	inputs, _ := body.Get("inputs")
	if search, ok := m.Input.(*monitors.Search); ok { // nodes of different versions write some alike
		inputs = []any{texts(search.Indices), querydsl.Portable(search.Body)}
	}
	out.Set("inputs", inputs)
	for _, t := range body.Array("triggers") {
		wrapped, _ := t.(*orderedjson.Object)
		for _, member := range wrapped.Members() {
			if trigger, ok := member.Value.(*orderedjson.Object); ok {
				out.Set(trigger.Text("id"), whatTriggers(trigger))
			}
		}
	}
	return out
}

func whatTriggers(trigger *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range trigger.Members() {
		if m.Key != "id" && m.Key != "name" && m.Key != "severity" && m.Key != "actions" {
			out.Set(m.Key, m.Value)
		}
	}
	for _, a := range trigger.Array("actions") {
		action, _ := a.(*orderedjson.Object)
		for _, name := range []string{"subject_template", "message_template"} {
			if v, ok := action.Get(name); ok {
				out.Set(action.Text("id")+" "+name, v)
			}
		}
	}
	return out
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, text := range list {
		out[i] = text
	}
	return out
}

// someID stands for a destination that has no id yet: a dry run looks at none.
const someID = "preflight"

// runnable is a monitor as a dry run takes it: as the plan would save it, but without
// roles, which are of no matter to a run and are refused where they are not the user's,
// and without mutes, under which a condition would not be asked.
func runnable(m monitors.Monitor) monitors.Monitor {
	m = m.WithoutMutes()
	m.Roles, m.KeepsRoles = nil, false
	for i := range m.Triggers {
		t := &m.Triggers[i]
		t.Actions = slices.Clone(t.Actions)
		for j := range t.Actions {
			if t.Actions[j].Destination.ID == "" {
				t.Actions[j].Destination.ID = someID
			}
		}
	}
	return m
}

// unasked is why a monitor is never run on a cluster, "" where it can be.
func unasked(m monitors.Monitor, unknown []string) plan.Reason {
	switch {
	case m.Type == monitors.DocumentLevel:
		return plan.DocumentLevel
	case m.Type == monitors.Composite:
		return plan.WorkflowRun
	case len(unknown) > 0 && holdsUnknown(m):
		return plan.ValuesMissing
	default:
		return ""
	}
}

func holdsUnknown(m monitors.Monitor) bool { return hasUnknown(whatRuns(m)) }

func hasUnknown(v any) bool {
	switch v := v.(type) {
	case *orderedjson.Object:
		return slices.ContainsFunc(v.Members(), func(m orderedjson.Member) bool { return hasUnknown(m.Value) })
	case []any:
		return slices.ContainsFunc(v, hasUnknown)
	default:
		_, unknown := monitors.Unknown(v)
		return unknown
	}
}

// scriptsOf is what a run compiles in which every trigger fires. A run over a composite
// aggregation renders its search once more for the page after the last.
func scriptsOf(m monitors.Monitor) []Compiled {
	var out []Compiled
	for _, s := range compiles.Of(m) {
		out = append(out, compiledOf(s.Key))
		if s.Role == compiles.Query && composite(m) != nil {
			second := s.Key
			second.Source += "\nafter"
			out = append(out, compiledOf(second))
		}
	}
	return out
}
