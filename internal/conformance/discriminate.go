package conformance

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// judge tells which uses of features in a case can tell right from wrong.
type judge struct {
	world *World
	known map[string]bool // by targets and clause
}

func (w *World) judge() *judge { return &judge{w, map[string]bool{}} }

// decides tells whether a use of features discriminates: of a clause, that by
// itself it matches some documents, but not all; of an aggregation, that it comes
// out with more than nothing; of the search's options, that the search does.
func (j *judge) decides(c *Case, u usage, a Answer) bool {
	switch {
	case u.clause.Has("match_none"), u.clause.Has("match_all"):
		return true
	case u.clause != nil:
		return j.some(c.Targets, u.clause) || u.nested != "" &&
			j.some(c.Targets, obj("nested", obj("path", u.nested, "query", u.clause)))
	case u.agg != nil:
		return anyOf(a.Body.Object("aggregations"), u.agg)
	}
	n := total(a)
	return n > 1
}

func (j *judge) some(targets string, clause *orderedjson.Object) bool {
	key := targets + " " + text(clause)
	known, ok := j.known[key]
	if !ok {
		a, no := j.world.Search(targets, settled(obj("size", 0, "track_total_hits", true, "query", clause)))
		n := total(a)
		known = no == "" && n > 0 && n < j.world.count(targets)
		j.known[key] = known
	}
	return known
}

// count is the number of documents in the targets.
func (w *World) count(targets string) int {
	n, ok := w.sizes[targets]
	if !ok {
		a, _ := w.Search(targets, settled(obj("size", 0, "track_total_hits", true)))
		n = total(a)
		w.sizes[targets] = n
	}
	return n
}

func total(a Answer) int {
	n, _ := a.Body.Object("hits").Object("total").Get("value")
	return integer(n)
}

// anyOf tells whether the aggregation at the end of the names has a value anywhere.
func anyOf(aggs *orderedjson.Object, names []string) bool {
	here := aggs.Object(names[0])
	if here == nil {
		return false
	}
	if len(names) == 1 {
		return hasValue(here)
	}
	for _, b := range buckets(here) {
		if anyOf(b, names[1:]) {
			return true
		}
	}
	return anyOf(here, names[1:])
}

func buckets(agg *orderedjson.Object) []*orderedjson.Object {
	var out []*orderedjson.Object
	for _, b := range agg.Array("buckets") {
		if o, ok := b.(*orderedjson.Object); ok {
			out = append(out, o)
		}
	}
	for _, m := range agg.Object("buckets").Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			out = append(out, o)
		}
	}
	return out
}

// hasValue tells an aggregation's result that says something.
func hasValue(agg *orderedjson.Object) bool {
	if agg.Has("buckets") {
		for _, b := range buckets(agg) {
			if n, _ := b.Get("doc_count"); integer(n) > 0 {
				return true
			}
		}
		return false
	}
	if v, ok := agg.Get("value"); ok {
		return v != nil
	}
	if hits := agg.Object("hits"); hits != nil {
		return len(hits.Array("hits")) > 0
	}
	for _, key := range []string{"values", "keys"} {
		if v, ok := agg.Get(key); ok {
			return len(text(v)) > 2
		}
	}
	for _, key := range []string{"doc_count", "count"} {
		if v, ok := agg.Get(key); ok {
			return v != json.Number("0")
		}
	}
	return agg.Len() > 0
}
