package metricfilter

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Fields tells how what is searched is mapped.
type Fields interface {
	// Exact is the field in which a text is compared as a whole.
	Exact(field string) string
	// Type is a field's type in the mapping, empty where it is not known.
	Type(field string) string
	// Line is the field that holds a whole line as one text, whatever its length; false
	// where there is none.
	Line() (string, bool)
}

// Search is a pattern as clauses, all of which have to hold. None are for every event.
type Search struct {
	Filter []any
	Notes  []Problem // what means something else than it may seem
	Shown  []string  // the fields that an event has which matches, in the pattern's order
}

// Convert says a pattern as a search.
func Convert(p Pattern, fields Fields) (Search, *Problem) {
	c := &converter{fields: fields}
	var all clauses
	var problem *Problem
	switch p := p.(type) {
	case *JSON:
		all, problem = c.condition(p.Condition)
	case *Terms:
		all, problem = c.terms(p)
	case *Delimited:
		all, problem = c.delimited(p)
	}
	if problem != nil {
		return Search{}, problem
	}
	return Search{Filter: all.list(), Notes: c.notes, Shown: c.shown}, nil
}

// converter makes clauses of conditions.
type converter struct {
	fields  Fields
	notes   []Problem
	shown   []string
	negated bool // a condition on a line's field says !=
}

func (c *converter) note(at int, summary, format string, args ...any) {
	n := Problem{At: at, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	if !slices.ContainsFunc(c.notes, func(o Problem) bool { return o.Summary == n.Summary && o.Detail == n.Detail }) {
		c.notes = append(c.notes, n)
	}
}

func cannot(at int, summary, format string, args ...any) *Problem {
	return &Problem{At: at, Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

func (c *converter) condition(condition Condition) (clauses, *Problem) {
	switch condition := condition.(type) {
	case *All:
		return c.all(condition.Of)
	case *Any:
		return c.any(condition.Of)
	case *Comparison:
		return c.comparison(condition)
	case *Is:
		return c.is(condition)
	case *Missing:
		return c.missing(condition)
	}
	return clauses{}, nil
}

func (c *converter) all(conditions []Condition) (clauses, *Problem) {
	var all clauses
	for _, condition := range conditions {
		one, problem := c.condition(condition)
		if problem != nil {
			return clauses{}, problem
		}
		all.holds, all.fails = append(all.holds, one.holds...), append(all.fails, one.fails...)
	}
	return all, nil
}

func (c *converter) any(conditions []Condition) (clauses, *Problem) {
	var should []any
	for _, condition := range conditions {
		one, problem := c.condition(condition)
		if problem != nil {
			return clauses{}, problem
		}
		should = append(should, one.clause())
	}
	return clauses{holds: []any{either(should)}}, nil
}

// clauses are those that have to hold, and those that may not.
type clauses struct{ holds, fails []any }

// tidy leaves out what is said twice, and that a field is there where another clause
// asks for it anyway.
func (c clauses) tidy() clauses {
	var out clauses
	for i, clause := range c.holds {
		field, isExists := existing(clause)
		again := func(other any) bool { return orderedjson.Equal(clause, other) }
		asked := func(other any) bool { return isExists && asks(other, field) }
		if !slices.ContainsFunc(c.holds[:i], again) && !slices.ContainsFunc(c.holds, asked) {
			out.holds = append(out.holds, clause)
		}
	}
	for i, clause := range c.fails {
		if !slices.ContainsFunc(c.fails[:i], func(other any) bool { return orderedjson.Equal(clause, other) }) {
			out.fails = append(out.fails, clause)
		}
	}
	return out
}

// list are the clauses as a list that has to hold.
func (c clauses) list() []any {
	c = c.tidy()
	if len(c.fails) == 0 {
		return c.holds
	}
	return append(c.holds, object("bool", object("must_not", c.fails)))
}

// clause is all of it in one.
func (c clauses) clause() any {
	c = c.tidy()
	if len(c.fails) == 0 && len(c.holds) == 1 {
		return c.holds[0]
	}
	b := orderedjson.NewObject()
	if len(c.holds) > 0 {
		b.Set("filter", c.holds)
	}
	if len(c.fails) > 0 {
		b.Set("must_not", c.fails)
	}
	return object("bool", b)
}

// either is a clause that holds where one does. Values of one field are a list.
func either(should []any) any {
	var out []any
	for _, clause := range should {
		field, values, ok := valued(clause)
		if !ok {
			out = append(out, clause)
			continue
		}
		i := slices.IndexFunc(out, func(other any) bool { f, _, same := valued(other); return same && f == field })
		if i < 0 {
			out = append(out, clause)
			continue
		}
		_, before, _ := valued(out[i])
		for _, v := range values {
			if !slices.ContainsFunc(before, func(b any) bool { return orderedjson.Equal(b, v) }) {
				before = append(slices.Clip(before), v)
			}
		}
		out[i] = object("terms", object(field, before))
	}
	if len(out) == 1 {
		return out[0]
	}
	return object("bool", orderedjson.NewObject(
		orderedjson.Member{Key: "should", Value: out}, orderedjson.Member{Key: "minimum_should_match", Value: json.Number("1")}))
}

// valued are field and values of a term or terms clause.
func valued(clause any) (string, []any, bool) {
	o, _ := clause.(*orderedjson.Object)
	for _, kind := range []string{"term", "terms"} {
		if inner := o.Object(kind); inner.Len() == 1 {
			m := inner.Members()[0]
			if list, ok := m.Value.([]any); ok {
				return m.Key, list, true
			}
			return m.Key, []any{m.Value}, true
		}
	}
	return "", nil, false
}

// existing is the field that an exists clause asks for.
func existing(clause any) (string, bool) {
	o, _ := clause.(*orderedjson.Object)
	inner := o.Object("exists")
	return inner.Text("field"), inner.Len() > 0
}

// asks tells whether a clause other than exists can't hold without a field.
func asks(clause any, field string) bool {
	o, _ := clause.(*orderedjson.Object)
	for _, kind := range []string{"term", "terms", "prefix", "wildcard", "regexp", "range"} {
		if inner := o.Object(kind); inner.Len() == 1 {
			name := inner.Members()[0].Key
			return name == field || name == field+".keyword"
		}
	}
	return false
}
