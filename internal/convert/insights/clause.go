package insights

import (
	"encoding/json"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// clause is a part of a search before it is written: all, any and none of parts, the
// values that a field may have, or a query.
type clause struct {
	op     clauseOp
	parts  []clause
	field  string // of values
	values []any  // of values
	query  *orderedjson.Object
}

type clauseOp int

const (
	leaf clauseOp = iota
	values
	all
	anyOf
	none
)

func query(name string, body any) clause { return clause{op: leaf, query: one(name, body)} }

func valuesOf(field string, v ...any) clause { return clause{op: values, field: field, values: v} }

// allOf joins clauses that must all hold.
func allOf(parts []clause) clause {
	var flat []clause
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
	return clause{op: all, parts: flat}
}

// oneOf joins clauses of which one must hold; values of one field become one list.
func oneOf(parts []clause) clause {
	var flat []clause
	for _, p := range parts {
		if p.op == anyOf {
			flat = append(flat, p.parts...)
		} else {
			flat = append(flat, p)
		}
	}
	var folded []clause
	for _, p := range flat {
		at := slices.IndexFunc(folded, func(f clause) bool { return p.op == values && f.op == values && f.field == p.field })
		if at < 0 {
			folded = append(folded, p)
			continue
		}
		folded[at].values = slices.Concat(folded[at].values, p.values)
	}
	if len(folded) == 1 {
		return folded[0]
	}
	return clause{op: anyOf, parts: folded}
}

// noneOf is the negation of a clause.
func noneOf(c clause) clause {
	if c.op == none {
		return c.parts[0]
	}
	return clause{op: none, parts: []clause{c}}
}

// write is the clause as query DSL.
func (c clause) write() *orderedjson.Object {
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
		return one("bool", body)
	case anyOf:
		body := orderedjson.NewObject()
		body.Set("should", writeAll(c.parts))
		body.Set("minimum_should_match", json.Number("1"))
		return one("bool", body)
	default:
		return c.query
	}
}

// list is the clause as the list of filters of a search.
func (c clause) list() []any {
	must, mustNot := c.sides()
	if len(mustNot) > 0 {
		must = append(must, one("bool", one("must_not", mustNot)))
	}
	return must
}

// sides are what must hold, and what must not.
func (c clause) sides() (must, mustNot []any) {
	parts := []clause{c}
	if c.op == all {
		parts = c.parts
	}
	for _, p := range parts {
		switch {
		case p.op != none:
			must = append(must, p.write())
		case p.parts[0].op == anyOf:
			mustNot = append(mustNot, writeAll(p.parts[0].parts)...)
		default:
			mustNot = append(mustNot, p.parts[0].write())
		}
	}
	return must, mustNot
}

func writeAll(parts []clause) []any {
	out := make([]any, len(parts))
	for i, p := range parts {
		out[i] = p.write()
	}
	return out
}

func writeValues(field string, v []any) *orderedjson.Object {
	var distinct []any
	for _, value := range v {
		if !slices.ContainsFunc(distinct, func(d any) bool { return orderedjson.Equal(d, value) }) {
			distinct = append(distinct, value)
		}
	}
	if len(distinct) == 1 {
		return one("term", one(field, distinct[0]))
	}
	return one("terms", one(field, distinct))
}

var one = orderedjson.One
