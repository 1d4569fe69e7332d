package monitors

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// InWordsOf is a live monitor to compare with a desired one, and to print beside
// it. A schedule or a search can be said in the words of the Dashboards' forms or
// as what is made of them; both sides are said in the desired one's. What the
// configuration does not say in the form's words is never a difference because
// the form says it so. Triggers are apart (Trigger.InWordsOf).
func (m Monitor) InWordsOf(desired Monitor) Monitor {
	m.Schedule = m.Schedule.inWordsOf(desired.Schedule)
	if m.Type == Composite { // whose editor keeps no words
		m.Schedule = m.Schedule.inCalendarOf(desired.Schedule)
	}
	if live, ok := m.Input.(*DocumentQueries); ok {
		if wanted, ok := desired.Input.(*DocumentQueries); ok {
			m.Input = live.calledAs(wanted)
		}
		return m
	}
	live, ok := m.Input.(*Search)
	if !ok || live.Graph == nil {
		return m
	}
	var wanted *Search
	if wanted, ok = desired.Input.(*Search); !ok {
		return m
	}
	said := &Search{Indices: live.Indices, Body: live.Body, Graph: live.Graph}
	switch {
	case wanted.Graph == nil:
		said.Graph = nil
	case orderedjson.Equal(querydsl.Portable(live.Body), querydsl.Portable(wanted.Body)):
		said.Graph = wanted.Graph // the type of a field may be told otherwise, and ask the same
	}
	m.Input = said
	return m
}

// FieldsBeside is Fields, to compare with those of a live monitor. A graph beside a
// search that is none is said as a search, too: the difference in what is asked is
// then to be seen, apart from the words.
func (m Monitor) FieldsBeside(live Monitor) *orderedjson.Object {
	f := m.Fields()
	own, ok := m.Input.(*Search)
	if !ok || own.Graph == nil {
		return f
	}
	if other, ok := live.Input.(*Search); ok && other.Graph == nil {
		name, fields := inputFields(&Search{Indices: own.Indices, Body: own.Body})
		f.Set(name, fields)
	}
	return f
}

// FieldsBeside is Fields, to compare with those of a live trigger: see
// Monitor.FieldsBeside.
func (t Trigger) FieldsBeside(live Trigger) *orderedjson.Object {
	f := t.Fields()
	if thresholdOf(t.Condition) == nil || live.Condition == nil || thresholdOf(live.Condition) != nil {
		return f
	}
	plain := t
	plain.Condition = withoutThreshold(t.Condition)
	for _, m := range plain.Fields().Members() {
		f.Set(m.Key, m.Value)
	}
	return f
}

// thresholdOf are the editor's words of a condition, nil where there are none.
func thresholdOf(c Condition) *Threshold {
	switch c := c.(type) {
	case *ScriptCondition:
		return c.Threshold
	case *BucketCondition:
		return c.Threshold
	}
	return nil
}

// withoutThreshold is a condition without the editor's words.
func withoutThreshold(c Condition) Condition {
	switch c := c.(type) {
	case *ScriptCondition:
		return &ScriptCondition{Script: c.Script}
	case *BucketCondition:
		plain := *c
		plain.Threshold = nil
		return &plain
	}
	return c
}

// InWordsOf is a live trigger to compare with a desired one: see Monitor.InWordsOf.
func (t Trigger) InWordsOf(desired Trigger) Trigger {
	if thresholdOf(t.Condition) != nil && thresholdOf(desired.Condition) == nil {
		t.Condition = withoutThreshold(t.Condition)
	}
	if conditionIsUnknown(desired.Condition) { // and so are its quiet times
		t.Condition, _ = Audible(t.Condition)
	}
	return t
}

func conditionIsUnknown(c Condition) bool {
	var source string
	switch c := c.(type) {
	case *ScriptCondition:
		source = c.Script.Source
	case *BucketCondition:
		source = c.Script.Source
	case *DocumentCondition:
		source = c.Script.Source
	}
	_, unknown := Unknown(source)
	return unknown
}

// WithoutForeignThresholds is the monitor with conditions said as scripts where its
// search is no graph that would make them: a search or a condition may have been
// taken from elsewhere.
func (m Monitor) WithoutForeignThresholds() Monitor {
	search, _ := m.Input.(*Search)
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		if thresholdOf(t.Condition) != nil && (search == nil || search.Graph == nil || !search.Graph.makes(t.Condition)) {
			m.Triggers[i].Condition = withoutThreshold(t.Condition)
		}
	}
	return m
}

// makes tells whether a condition is what the editor makes over this graph.
func (g Graph) makes(c Condition) bool {
	switch c := c.(type) {
	case *ScriptCondition:
		return !g.IsGrouped() && g.Condition(*c.Threshold) == c.Script.Source
	case *BucketCondition:
		_, ok := g.ReadBucketCondition(c)
		return ok && g.IsGrouped()
	}
	return false
}
