package preflight

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// triggers reads what became of conditions, subjects and messages. Over patterns that
// match no index a condition may fail for lack of aggregations.
func (r *reading) triggers(patterns []string) []plan.Finding {
	var found []plan.Finding
	for _, t := range r.monitor.Triggers {
		at := slices.IndexFunc(r.run.Triggers, func(x wire.TriggerRun) bool { return x.ID == t.ID })
		if at < 0 {
			continue
		}
		run := r.run.Triggers[at]
		if run.Error != "" {
			found = append(found, r.condition(t, run, patterns))
			continue // what its messages say is of a failure that should not be
		}
		for _, a := range t.Actions {
			found = append(found, r.action(t, a, run.Actions)...)
		}
	}
	return found
}

func (r *reading) condition(t monitors.Trigger, run wire.TriggerRun, patterns []string) plan.Finding {
	f := plan.Finding{
		Element: plan.Element{Part: plan.ConditionPart, Trigger: t.Label}, Kind: plan.ConditionFails, Error: true, Pages: run.Triggered,
	}
	told := exceptionOf(run.Error)
	f.Reason = told.String()
	if _, times := monitors.Audible(t.Condition); times.IsZero() {
		f.Line = told.line
	}
	c, ok := t.Condition.(*monitors.ScriptCondition)
	switch {
	case !ok:
		f.Kind, f.Pages = plan.ConditionSilences, false
	case told.atRun && len(patterns) > 0:
		f.Kind, f.Names = plan.FailsWithoutIndex, patterns
		// The condition of a graph is the visual editor's: nobody can write it otherwise.
		f.Graph, f.Error = c.Threshold != nil, c.Threshold == nil
	case told.atRun:
		f.Names = nullsIn(r.answer(), c.Script.Source)
	}
	return f
}

// action tells of the first failure of an action: of several alerts each has its own.
func (r *reading) action(t monitors.Trigger, a monitors.Action, runs []wire.ActionRun) []plan.Finding {
	at := slices.IndexFunc(runs, func(x wire.ActionRun) bool { return x.ID == a.ID && x.Error != "" })
	if at < 0 {
		return nil
	}
	reason := oneLine(runs[at].Error)
	f := plan.Finding{Element: plan.Element{Part: plan.MessagePart, Trigger: t.Label, Action: a.Label}, Kind: plan.MessageFails, Error: true, Reason: reason}
	if strings.HasPrefix(reason, "Message content missing") {
		f.Kind, f.Reason = plan.EmptyMessage, ""
	}
	if broken(a.Message.Source) || a.Subject == nil || !broken(a.Subject.Source) {
		return []plan.Finding{f}
	}
	f.Part = plan.SubjectPart
	return []plan.Finding{f}
}

// aggregationName is how scripts reach an aggregation.
var aggregationName = pattern.New(`\baggregations(?:\.([A-Za-z_][A-Za-z0-9_]*)|\['([^']*)'\]|\["([^"]*)"\])`)

// nullsIn lists the aggregations that a script names and that have no value in an
// answer.
func nullsIn(answer *orderedjson.Object, script string) []string {
	aggregations := answer.Object("aggregations")
	var names []string
	for _, m := range aggregationName.FindAllStringSubmatch(script, -1) {
		name := m[1] + m[2] + m[3]
		value, has := aggregations.Object(name).Get("value")
		if has && value == nil && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
