package conformance

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// spans makes up a query for stretches of text. Its score is seldom asked for.
func (g *gen) spans(nested string) *orderedjson.Object {
	f := g.field(nested, textual...)
	if f == nil {
		return nil
	}
	q := g.span(f, 2)
	if g.one(2) {
		q = obj("intervals", obj(f.path, g.rule(f, 2)))
	}
	if g.one(6) {
		return q
	}
	return pick(g, obj("constant_score", obj("filter", q)), obj("bool", obj("filter", []any{q})))
}

func (g *gen) lower(f *known) string { return strings.ToLower(g.word(f)) }

func (g *gen) span(f *known, depth int) *orderedjson.Object {
	term := func() *orderedjson.Object {
		if g.one(4) {
			return obj("span_term", obj(f.path, obj("value", g.lower(f))))
		}
		return obj("span_term", obj(f.path, g.lower(f)))
	}
	inner := func() *orderedjson.Object {
		if depth == 0 {
			return term()
		}
		return g.span(f, depth-1)
	}
	switch g.IntN(10) {
	case 0, 1:
		o := obj("clauses", g.neighbours(f), "slop", pick(g, 0, 1, 3))
		g.maybe(2, o, "in_order", g.one(2))
		return obj("span_near", o)
	case 2:
		return obj("span_or", obj("clauses", []any{inner(), term()}))
	case 3:
		return obj("span_first", obj("match", inner(), "end", pick(g, 1, 2, 4)))
	case 4:
		o := obj("include", inner(), "exclude", inner())
		g.maybe(3, o, "dist", 1)
		g.maybe(4, o, "pre", 1)
		g.maybe(4, o, "post", 1)
		return obj("span_not", o)
	case 5:
		near := g.neighbours(f)
		return obj(pick(g, "span_containing", "span_within"), obj("big", obj("span_near", obj("clauses", near, "slop", 2)), "little", pick(g, near[0], near[1], any(inner()))))
	case 6:
		return obj("span_multi", obj("match", pick(g, obj("prefix", obj(f.path, strings.ToLower(g.part(f)))), obj("wildcard", obj(f.path, "*"+strings.ToLower(g.part(f))+"*")),
			obj("fuzzy", obj(f.path, g.mistyped(g.lower(f)))))))
	}
	return term()
}

// neighbours are two words that stand near to each other somewhere.
func (g *gen) neighbours(f *known) []any {
	words := strings.Fields(strings.ToLower(g.word(f)))
	for range 5 {
		if v, ok := g.value(f).(string); ok && len(strings.Fields(v)) > len(words) {
			words = strings.Fields(strings.ToLower(v))
		}
	}
	if len(words) < 2 {
		words = []string{"quick", "fox"}
	}
	i := g.IntN(len(words) - 1)
	return []any{obj("span_term", obj(f.path, words[i])), obj("span_term", obj(f.path, words[i+1]))}
}

// rule makes up a rule of intervals.
func (g *gen) rule(f *known, depth int) *orderedjson.Object {
	filtered := func(o *orderedjson.Object) *orderedjson.Object {
		if depth > 0 && g.one(4) {
			o.Set("filter", obj(pick(g, "containing", "not_containing", "contained_by", "overlapping", "not_overlapping", "before", "after"), g.rule(f, 0)))
		}
		return o
	}
	if depth > 0 && g.one(3) {
		list := []any{g.rule(f, depth-1), g.rule(f, depth-1)}
		if g.one(2) {
			return obj("any_of", filtered(obj("intervals", list)))
		}
		o := obj("intervals", list)
		g.maybe(2, o, "ordered", g.one(2))
		g.maybe(3, o, "max_gaps", pick(g, 0, 1, 3))
		return obj("all_of", filtered(o))
	}
	switch g.IntN(8) {
	case 0:
		return obj("prefix", obj("prefix", strings.ToLower(g.part(f))))
	case 1:
		return obj("wildcard", obj("pattern", "*"+strings.ToLower(g.part(f))+"*"))
	case 2:
		return obj("fuzzy", obj("term", g.mistyped(g.lower(f))))
	}
	o := obj("query", g.phrase(f))
	g.maybe(3, o, "ordered", g.one(2))
	g.maybe(3, o, "max_gaps", pick(g, 0, 1, 3))
	return obj("match", filtered(o))
}
