package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// expander searches for the inner hits of collapsed ones: for each group of each
// inner_hits once, where the search itself looked.
type expander struct {
	store   *index.Store
	targets []string
	options Options
	request *request
}

// expandHits puts inner_hits into the collapsed hits of an answer.
func (e *expander) expandHits(answer *orderedjson.Object) error {
	if len(e.request.expand) == 0 {
		return nil
	}
	for _, x := range answer.Object("hits").Array("hits") {
		h, _ := x.(*orderedjson.Object)
		out := h.Object("inner_hits") // beside nested ones
		if out == nil {
			out = orderedjson.NewObject()
		}
		for _, inner := range e.request.expand {
			if inner.Text("name") == "" {
				return fault.Illegal("Field name cannot be null")
			}
			hits, err := e.group(h, inner)
			if err != nil {
				return err
			}
			out.Set(inner.Text("name"), orderedjson.NewObject(orderedjson.Member{Key: "hits", Value: hits}))
		}
		h.Set("inner_hits", out)
	}
	return nil
}

// group searches for the hits of one group: the query must match still, the group's
// value filters (no value: the field must be missing).
func (e *expander) group(h, inner *orderedjson.Object) (any, error) {
	body := orderedjson.NewObject()
	for _, m := range inner.Members() {
		if m.Key != "name" && m.Key != "ignore_unmapped" {
			body.Set(m.Key, m.Value)
		}
	}
	if !body.Has("size") {
		body.Set("size", number("3"))
	}
	one := func(key string, v any) *orderedjson.Object {
		return orderedjson.NewObject(orderedjson.Member{Key: key, Value: v})
	}
	clauses := orderedjson.NewObject()
	if e.request.query != nil {
		clauses.Set("must", []any{e.request.query})
	}
	if values := h.Object("fields").Array(e.request.collapse); len(values) > 0 {
		clauses.Set("filter", []any{one("match", one(e.request.collapse, values[0]))})
	} else {
		clauses.Set("must_not", []any{one("exists", one("field", e.request.collapse))})
	}
	body.Set("query", one("bool", clauses))
	if e.request.postFilter != nil {
		body.Set("post_filter", e.request.postFilter)
	}
	answer, err := Search(e.store, e.targets, body, e.options)
	if err != nil {
		return nil, fault.Unsupported("inner_hits of collapse, which fail (%s)", err)
	}
	hits, _ := answer.Get("hits")
	return hits, nil
}
