package monitors

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The scripting languages that the server takes, each where it is the only one.
const (
	painless = "painless"
	mustache = "mustache"
)

// Canonical is the monitor as the server stores it: defaults filled in, the
// search body in its long form, time zones as Java prints them. Two monitors
// mean the same exactly where their canonical forms are equal, and a canonical
// monitor is its own canonical form. The result shares nothing with m that
// either may change.
//
// The error is that of querydsl.Canonical: a body that the server would refuse.
// Held to recordings of 2.19.4 (internal/wire, canonical.jsonl).
func (m Monitor) Canonical() (Monitor, error) {
	if m.Type == "" {
		m.Type = QueryLevel
	}
	m.Schedule = m.Schedule.canonical()
	m.Roles = m.Roles.canonical()
	input, err := canonicalInput(m.Input)
	if err != nil {
		return m, err
	}
	m.Input = input
	m.Triggers = mapped(m.Triggers, Trigger.canonical)
	return m, nil
}

func (s Schedule) canonical() Schedule {
	if s.Interval != nil {
		s.Interval = &Interval{Value: s.Interval.Value, Unit: s.Interval.Unit.canonical()}
	}
	if s.Cron != nil {
		s.Cron = &Cron{Expression: s.Cron.Expression, Timezone: canonicalZone(s.Cron.Timezone)}
	}
	return s
}

// canonical is in capitals, as the server writes units; one that stands for an
// unknown value stays.
func (u Unit) canonical() Unit {
	if _, unknown := Unknown(string(u)); unknown {
		return u
	}
	return Unit(strings.ToUpper(string(u)))
}

func (t Trigger) canonical() Trigger {
	switch c := t.Condition.(type) {
	case *ScriptCondition:
		t.Condition = &ScriptCondition{Script: c.Script.canonical(painless), Threshold: c.Threshold}
	case *DocumentCondition:
		t.Condition = &DocumentCondition{Script: c.Script.canonical(painless)}
	case *BucketCondition:
		t.Condition = c.canonical()
	case *ChainedCondition:
		t.Condition = c.canonical()
	}
	t.Actions = mapped(t.Actions, Action.canonical)
	return t
}

func (c *BucketCondition) canonical() *BucketCondition {
	filled := *c
	filled.BucketsPath = maps.Clone(c.BucketsPath)
	filled.Script = c.Script.canonical(painless)
	if filled.GapPolicy == "" {
		filled.GapPolicy = "skip"
	}
	filled.Filter = sortedChoices(c.Filter)
	if c.CompositeAggFilter != nil {
		filled.CompositeAggFilter = orderedjson.NewObject()
		for _, member := range c.CompositeAggFilter.Members() {
			value := member.Value
			if filter, ok := value.(*orderedjson.Object); ok {
				value = sortedChoices(filter)
			}
			filled.CompositeAggFilter.Set(member.Key, value)
		}
	}
	return &filled
}

// sortedChoices puts the value lists of include and exclude into the order of
// the sorted sets in which the server keeps them.
func sortedChoices(filter *orderedjson.Object) *orderedjson.Object {
	if filter == nil {
		return nil
	}
	out := orderedjson.NewObject()
	for _, member := range filter.Members() {
		value := member.Value
		if list, ok := value.([]any); ok {
			value = sortedTexts(list)
		}
		out.Set(member.Key, value)
	}
	return out
}

// sortedTexts sorts a list of texts and drops what is there twice; any other
// list stays as it is.
func sortedTexts(list []any) []any {
	words := make([]string, len(list))
	for i, v := range list {
		text, ok := v.(string)
		if !ok {
			return list
		}
		words[i] = text
	}
	slices.Sort(words)
	return texts(slices.Compact(words))
}

func (a Action) canonical() Action {
	if a.Subject != nil {
		subject := a.Subject.canonical(mustache)
		a.Subject = &subject
	}
	a.Message = a.Message.canonical(mustache)
	if a.Throttle != nil {
		throttle := Throttle{Value: a.Throttle.Value, Unit: a.Throttle.Unit.canonical()}
		if throttle.Unit == "" {
			throttle.Unit = Minutes
		}
		a.Throttle = &throttle
	}
	if a.Policy != nil {
		policy := ExecutionPolicy{PerExecution: a.Policy.PerExecution}
		if !policy.PerExecution {
			policy.Actionable = distinct(a.Policy.Actionable)
		}
		a.Policy = &policy
	}
	return a
}

func (s Script) canonical(lang string) Script {
	if s.Lang == "" {
		s.Lang = lang
	}
	if s.Params.Len() == 0 {
		s.Params = nil
	}
	if s.Options.Len() == 0 {
		s.Options = nil
	}
	return s
}

// mapped is a new list of what f makes of each; nil for an empty one.
func mapped[T any](list []T, f func(T) T) []T {
	var out []T
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

// distinct keeps the first of equal texts, as the server's sets do.
func distinct(list []string) []string {
	var out []string
	for _, text := range list {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
