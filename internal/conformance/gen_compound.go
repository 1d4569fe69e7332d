package conformance

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (g *gen) compound(depth int, nested string) *orderedjson.Object {
	switch g.IntN(12) {
	default:
		return g.boolean(depth, nested)
	case 0:
		return obj("constant_score", g.boosted(obj("filter", g.query(depth-1, nested))))
	case 1:
		o := obj("queries", g.queries(depth, nested, 1, 3))
		g.maybe(2, o, "tie_breaker", pick[any](g, 0.3, 1, 0))
		return obj("dis_max", g.boosted(o))
	case 2:
		return obj("boosting", g.boosted(obj("positive", g.query(depth-1, nested), "negative", g.query(depth-1, nested), "negative_boost", pick[any](g, 0.5, 0.2, 0))))
	case 3:
		return obj("function_score", g.functionScore(depth, nested))
	case 4, 5:
		return g.nestedQuery(depth, nested)
	}
}

func (g *gen) boosted(o *orderedjson.Object) *orderedjson.Object {
	g.maybe(10, o, "boost", pick[any](g, 2, 0.5, 1.5))
	g.maybe(40, o, "_name", pick(g, "first", "second"))
	return o
}

func (g *gen) queries(depth int, nested string, least, most int) []any {
	var out []any
	for range least + g.IntN(most-least+1) {
		out = append(out, g.query(depth-1, nested))
	}
	return out
}

func (g *gen) boolean(depth int, nested string) *orderedjson.Object {
	o := obj()
	for _, part := range []string{"must", "filter", "should", "must_not"} {
		if !g.one(2) {
			continue
		}
		list := g.queries(depth, nested, 1, 3)
		if len(list) == 1 && g.one(2) {
			o.Set(part, list[0])
		} else {
			o.Set(part, list)
		}
	}
	if o.Has("should") && g.one(3) {
		o.Set("minimum_should_match", pick[any](g, 1, 0, 2, -1, "1", "50%", "-50%", "2<75%", "1<-25% 3<2", 3))
	}
	g.maybe(20, o, "adjust_pure_negative", pick(g, true, false))
	return obj("bool", g.boosted(o))
}

func (g *gen) functionScore(depth int, nested string) *orderedjson.Object {
	o := obj("query", g.query(depth-1, nested))
	switch g.IntN(4) {
	case 0:
		o.Set("weight", 2)
	case 1:
		o.Set("functions", []any{obj("filter", g.query(0, nested), "weight", 3), obj("weight", 0.5)})
		g.maybe(2, o, "score_mode", pick(g, "sum", "max", "min", "avg", "first", "multiply"))
		g.maybe(2, o, "boost_mode", pick(g, "replace", "sum", "multiply", "avg", "max", "min"))
		g.maybe(4, o, "min_score", 1)
		g.maybe(4, o, "max_boost", 2)
	case 2:
		if f := g.field(nested, numeric...); f != nil {
			o.Set("field_value_factor", obj("field", f.path, "factor", 1.5, "missing", 1, "modifier", pick(g, "none", "log1p", "sqrt", "square")))
		}
	}
	return g.boosted(o)
}

func (g *gen) nestedQuery(depth int, nested string) *orderedjson.Object {
	if nested != "" || g.field("items") == nil {
		return nil
	}
	o := obj("path", "items", "query", g.query(depth-1, "items"))
	g.maybe(3, o, "score_mode", pick(g, "avg", "sum", "max", "min", "none"))
	g.maybe(10, o, "ignore_unmapped", true)
	return obj("nested", g.boosted(o))
}
