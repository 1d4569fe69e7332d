package clause

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Clause is a part of a search before it is written: all, some and none of parts, the
// values that a field may have, or a query.
type Clause struct {
	op     kind
	parts  []Clause
	least  int    // of some: how many must hold
	field  string // of values
	values []any  // of values
	query  *orderedjson.Object
}

type kind int

const (
	leaf kind = iota
	values
	all
	some
	none
)

// Query is a clause of the query DSL by its name.
func Query(name string, body any) Clause { return Clause{op: leaf, query: orderedjson.One(name, body)} }

// Nothing is a clause that never holds.
func Nothing() Clause { return Query("match_none", nil) }

// Values are the values of which a field must have one: texts, numbers, booleans.
func Values(field string, v ...any) Clause { return Clause{op: values, field: field, values: v} }

// All joins clauses that must all hold.
func All(parts []Clause) Clause {
	var flat []Clause
	for _, p := range parts {
		if p.op == all {
			flat = append(flat, p.parts...)
		} else {
			flat = append(flat, p)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return Clause{op: all, parts: flat}
}

// Any joins clauses of which one must hold; values of one field become one list.
func Any(parts []Clause) Clause {
	var flat []Clause
	for _, p := range parts {
		if p.op == some && p.least == 1 {
			flat = append(flat, p.parts...)
		} else {
			flat = append(flat, p)
		}
	}
	var folded []Clause
	for _, p := range flat {
		at := slices.IndexFunc(folded, func(f Clause) bool { return p.op == values && f.op == values && f.field == p.field })
		if at < 0 {
			p.values = slices.Clone(p.values) // others may follow
			folded = append(folded, p)
			continue
		}
		folded[at].values = append(folded[at].values, p.values...)
	}
	if len(folded) == 1 {
		return folded[0]
	}
	return Clause{op: some, least: 1, parts: folded}
}

// AtLeast joins clauses of which so many must hold: from 1 to as many as there are.
func AtLeast(n int, parts []Clause) Clause {
	switch n {
	case 1:
		return Any(parts)
	case len(parts):
		return All(parts)
	}
	return Clause{op: some, least: n, parts: parts}
}

// None is the negation of a clause.
func None(c Clause) Clause {
	if c.op == none {
		return c.parts[0]
	}
	return Clause{op: none, parts: []Clause{c}}
}

// Write is the clause as query DSL.
func (c Clause) Write() *orderedjson.Object {
	switch c.op {
	case values:
		return writeValues(c.field, c.values)
	case all, none:
		must, mustNot := c.sides()
		body := orderedjson.NewObject()
		if len(must) > 0 {
			body.Set("filter", must)
		}
		if len(mustNot) > 0 {
			body.Set("must_not", mustNot)
		}
		return orderedjson.One("bool", body)
	case some:
		body := orderedjson.NewObject()
		body.Set("should", writeAll(c.parts))
		body.Set("minimum_should_match", json.Number(strconv.Itoa(c.least)))
		return orderedjson.One("bool", body)
	default:
		return c.query
	}
}

// List is the clause as the list of filters of a search.
func (c Clause) List() []any {
	must, mustNot := c.sides()
	if len(mustNot) > 0 {
		must = append(must, orderedjson.One("bool", orderedjson.One("must_not", mustNot)))
	}
	return must
}

// sides are what must hold, and what must not.
func (c Clause) sides() (must, mustNot []any) {
	parts := []Clause{c}
	if c.op == all {
		parts = c.parts
	}
	for _, p := range parts {
		switch inner := p.parts; {
		case p.op != none:
			must = append(must, p.Write())
		case inner[0].op == some && inner[0].least == 1:
			mustNot = append(mustNot, writeAll(inner[0].parts)...)
		default:
			mustNot = append(mustNot, inner[0].Write())
		}
	}
	return must, mustNot
}

// Size is how many queries the clause is made of: a server takes 1,024 in a search.
func (c Clause) Size() int {
	if c.op == leaf || c.op == values {
		return 1
	}
	n := 0
	for _, p := range c.parts {
		n += p.Size()
	}
	return n
}

func writeAll(parts []Clause) []any {
	out := make([]any, len(parts))
	for i, p := range parts {
		out[i] = p.Write()
	}
	return out
}

func writeValues(field string, v []any) *orderedjson.Object {
	var distinct []any
	texts := map[string]bool{} // of which lists may hold very many
	for _, value := range v {
		text, isText := value.(string)
		switch {
		case isText && texts[text], !isText && slices.ContainsFunc(distinct, func(d any) bool { return orderedjson.Equal(d, value) }):
			continue
		case isText:
			texts[text] = true
		}
		distinct = append(distinct, value)
	}
	if len(distinct) == 1 {
		return orderedjson.One("term", orderedjson.One(field, distinct[0]))
	}
	return orderedjson.One("terms", orderedjson.One(field, distinct))
}
