package accept

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
)

// unit is a part of a drift that is written as one: fields that one argument makes, or
// arguments of which one stands for the other.
type unit struct {
	kind            unitKind
	trigger, action string // labels, as the plan says them
	fields          []plan.FieldChange
}

// unitKind says which arguments and blocks a unit is of.
type unitKind string

const (
	ofMonitor    unitKind = "monitor"   // an argument of the block itself
	ofSchedule   unitKind = "schedule"  // the block
	ofSearch     unitKind = "search"    // the search body
	ofForm       unitKind = "form"      // a graph that the cluster has no longer
	ofInput      unitKind = "input"     // an argument of the block that says what is read
	ofTrigger    unitKind = "trigger"   // an argument of a trigger
	ofCondition  unitKind = "condition" // the condition of a trigger, with its quiet times
	wholeTrigger unitKind = "whole trigger"
	ofAction     unitKind = "action" // an argument of an action
	ofPolicy     unitKind = "policy" // its execution policy
	wholeAction  unitKind = "whole action"
)

// conditionWords are the names of a trigger's fields that are one unit.
var conditionWords = []string{"condition", "buckets", "above", "below", "equals"}

// unitsOf parts the fields of a drift.
func unitsOf(fields []plan.FieldChange) []unit {
	var units []unit
	for _, f := range fields {
		u := unitOf(f.Path)
		i := slices.IndexFunc(units, func(other unit) bool {
			return other.kind == u.kind && other.trigger == u.trigger && other.action == u.action && (u.isOne() || other.fields[0].Path == f.Path)
		})
		if i < 0 {
			units, i = append(units, u), len(units)
		}
		units[i].fields = append(units[i].fields, f)
	}
	return wholes(units)
}

// isOne tells whether all fields of the kind are one unit.
func (u unit) isOne() bool {
	return u.kind == ofSchedule || u.kind == ofCondition || u.kind == ofPolicy
}

func unitOf(path string) unit {
	name, rest, _ := strings.Cut(path, ".")
	switch {
	case name == "schedule":
		return unit{kind: ofSchedule}
	case path == "extraction_query.body":
		return unit{kind: ofSearch}
	case name == "extraction_query" || name == "graph" || name == "document_queries" || name == "cluster_metrics":
		return unit{kind: ofInput}
	case name != "trigger":
		return unit{kind: ofMonitor}
	}
	u := unit{kind: ofTrigger}
	u.trigger, rest = cutLabel(rest)
	word, inner, _ := strings.Cut(rest, ".")
	word, _, _ = strings.Cut(word, "[")
	switch {
	case word == "action":
		u.kind = ofAction
		if u.action, rest = cutLabel(inner); strings.HasPrefix(rest, "action_execution_policy") {
			u.kind = ofPolicy
		}
	case slices.Contains(conditionWords, word) || word == "quiet_hours" || word == "maintenance":
		u.kind = ofCondition
	}
	return u
}

// cutLabel takes a label, or a name in quotes, from the beginning of a path.
func cutLabel(path string) (label, rest string) {
	if quoted, err := strconv.QuotedPrefix(path); err == nil {
		return quoted, strings.TrimPrefix(path[len(quoted):], ".")
	}
	label, rest, _ = strings.Cut(path, ".")
	return label, rest
}

// last is the last word of a unit's only path: the name of an argument.
func (u unit) last() string {
	path := u.fields[0].Path
	return path[strings.LastIndexByte(path, '.')+1:]
}

// wholes joins the units of triggers and actions that are on one side only: their name,
// which all have, comes or goes.
func wholes(units []unit) []unit {
	isWhole := func(u unit) bool {
		return (u.kind == ofTrigger || u.kind == ofAction) && u.last() == "name" && (u.fields[0].Before == nil || u.fields[0].After == nil)
	}
	var found []unit
	for _, u := range units {
		if isWhole(u) {
			whole := unit{kind: wholeTrigger, trigger: u.trigger}
			if u.kind == ofAction {
				whole.kind, whole.action = wholeAction, u.action
			}
			found = append(found, whole)
		}
	}
	found = slices.DeleteFunc(found, func(u unit) bool {
		return u.kind == wholeAction && slices.ContainsFunc(found, func(t unit) bool { return t.kind == wholeTrigger && t.trigger == u.trigger })
	})
	var out []unit
	for _, u := range units {
		i := slices.IndexFunc(found, func(w unit) bool {
			return u.trigger == w.trigger && u.trigger != "" && (w.kind == wholeTrigger || u.action == w.action)
		})
		if i < 0 {
			out = append(out, u)
			continue
		}
		found[i].fields = append(found[i].fields, u.fields...)
	}
	return append(out, slices.DeleteFunc(found, func(u unit) bool { return len(u.fields) == 0 })...)
}

// path is what the fields of a whole trigger or action have in common.
func (u unit) path() string {
	if u.kind == wholeTrigger {
		return "trigger." + u.trigger
	}
	return "trigger." + u.trigger + ".action." + u.action
}

// sides are the fields of a whole trigger or action as one object, nil on the side on
// which it is not.
func (u unit) sides() (before, after any) {
	o := orderedjson.NewObject()
	for _, f := range u.fields {
		value := f.After
		if value == nil {
			value = f.Before
		}
		o.Set(strings.TrimPrefix(f.Path, u.path()+"."), value)
	}
	if u.fields[0].Before == nil {
		return nil, o
	}
	return o, nil
}
