package conformance

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Search makes up the n-th search over a world.
func (w *World) MakeSearch(seed uint64, n int) *Case {
	g := newGen(seed, uint64(n))
	g.learn(w)
	g.wild = g.one(5)
	body := obj()
	if !g.one(6) {
		body.Set("query", g.query(2, ""))
	}
	if g.one(2) {
		aggs := g.aggregations(place{depth: 2})
		if g.one(4) {
			if more := g.directed(); more != nil {
				aggs = more
			}
		}
		body.Set(pick(g, "aggs", "aggs", "aggregations"), aggs)
		g.maybe(2, body, "size", 0)
		if g.one(2) {
			return &Case{World: w, Targets: g.targets(), Body: settled(body)}
		}
	}
	g.options(body)
	return &Case{World: w, Targets: g.targets(), Body: settled(body)}
}

func (g *gen) targets() string {
	name := g.world.Name
	switch g.IntN(12) {
	case 0:
		return pick(g, g.world.Indices...).Name
	case 1:
		var list []string
		for _, x := range g.world.Indices {
			list = append(list, x.Name)
		}
		return strings.Join(list, ",")
	case 2:
		return pick(g, name+"-a,"+name+"-nope", name+"-*,-"+name+"-b", name+"-z*", name+"-?", name+"*")
	}
	return name + "-*"
}

// options makes up what else a search says.
func (g *gen) options(body *orderedjson.Object) {
	g.maybe(2, body, "size", pick(g, 1, 2, 5, 20, 100))
	g.maybe(8, body, "from", pick(g, 1, 3))
	if g.one(2) {
		sort := g.sort("")
		body.Set("sort", sort)
		if list, ok := sort.([]any); ok && g.one(6) {
			body.Delete("from")
			body.Set("search_after", g.after(list))
		}
	}
	g.maybe(4, body, "_source", g.sourceFilter())
	g.maybe(6, body, "track_total_hits", pick[any](g, true, false, 1, 3, 1000))
	g.maybe(14, body, "min_score", pick[any](g, 0.5, 1, 0.1))
	g.maybe(8, body, "post_filter", g.query(1, ""))
	g.maybe(6, body, "docvalue_fields", g.docvalues(""))
	g.maybe(7, body, "fields", g.fetched())
	g.maybe(16, body, "stored_fields", pick[any](g, "_none_", []any{"_source"}, "*", []any{"tag"}))
	g.maybe(10, body, "version", true)
	g.maybe(10, body, "seq_no_primary_term", true)
	g.maybe(8, body, "track_scores", true)
	g.maybe(20, body, "timeout", "10s")
	g.maybe(25, body, "explain", false)
	g.oddly(10, body, "explain", true)
	g.oddly(10, body, "profile", true)
	g.maybe(12, body, "terminate_after", pick(g, 1, 3, 100))
	g.maybe(25, body, "stats", []any{"group"})
	g.oddly(6, body, "indices_boost", []any{obj(g.world.Name+"-a", 2)})
	g.oddly(8, body, "suggest", obj("s", obj("text", "foxx", "term", obj("field", "msg"))))
	if g.one(12) {
		if f := g.field("", "keyword", "long", "integer"); f != nil {
			body.Set("collapse", obj("field", f.path))
		}
	}
	if g.one(8) {
		body.Set("highlight", g.highlight())
	}
	if g.one(16) {
		g.scriptFields(body)
	}
	if g.odd(6) {
		body.Set("rescore", obj("window_size", 5, "query", obj("rescore_query", g.query(0, ""), "query_weight", 0.7)))
	}
}

func (g *gen) scriptFields(body *orderedjson.Object) {
	f := g.field("", "long", "double", "keyword", "boolean")
	if f == nil || !contains([]string{"n", "d", "tag", "flag"}, f.path) {
		return
	}
	body.Set("script_fields", obj("s", obj("script", obj("source", "doc['"+f.path+"'].size() == 0 ? params.p : doc['"+f.path+"'].value", "params", obj("p", 7)))))
}

func (g *gen) highlight() *orderedjson.Object {
	fields := obj()
	for range 1 + g.IntN(2) {
		if f := g.textField(""); f != nil {
			o := obj()
			g.maybe(6, o, "number_of_fragments", 0)
			g.maybe(12, o, "type", pick(g, "plain", "unified"))
			fields.Set(f.path, o)
		}
	}
	g.maybe(10, fields, "*", obj())
	o := obj("fields", fields)
	g.maybe(4, o, "pre_tags", []any{"<b>"})
	g.maybe(4, o, "post_tags", []any{"</b>"})
	g.maybe(5, o, "number_of_fragments", pick(g, 0, 1))
	g.maybe(10, o, "require_field_match", false)
	g.maybe(12, o, "fragment_size", 20)
	g.maybe(16, o, "no_match_size", 10)
	g.maybe(16, o, "order", "score")
	g.maybe(16, o, "encoder", "html")
	return o
}

func (g *gen) docvalues(nested string) []any {
	var out []any
	for range 1 + g.IntN(2) {
		f := g.field(nested, "keyword", "long", "double", "date", "ip", "boolean", "integer", "float", "scaled_float")
		if f == nil {
			continue
		}
		if contains(dated, f.kind) && g.one(2) {
			out = append(out, obj("field", f.path, "format", pick(g, "yyyy-MM-dd", "epoch_millis")))
		} else {
			out = append(out, pick[any](g, f.path, obj("field", f.path)))
		}
	}
	if out == nil || g.odd(4) {
		out = append(out, pick(g, "o.*", "nope", "_id"))
	}
	return out
}

// fetched are "fields": read as they were written, by type.
func (g *gen) fetched() []any {
	var out []any
	for range 1 + g.IntN(3) {
		f := g.field("")
		switch {
		case g.one(6) || f == nil:
			out = append(out, pick(g, "o.*", "*", "*.keyword", "nope", "items.*", "_id"))
		case contains(dated, f.kind) && g.one(2):
			out = append(out, obj("field", f.path, "format", pick(g, "yyyy-MM-dd", "epoch_millis")))
		default:
			out = append(out, f.path)
		}
	}
	return out
}

func (g *gen) sourceFilter() any {
	list := func() []any {
		return []any{pick(g, "msg", "o.x", "o.*", "*.k", "n", "items", "t*", "o", "nope", "items.n", "user.name", "*")}
	}
	switch g.IntN(6) {
	case 0:
		return g.one(3)
	case 1:
		return pick(g, "o.*", "msg", "o.x")
	case 2:
		return append(list(), list()...)
	case 3:
		return obj("includes", list())
	case 4:
		return obj("excludes", list())
	}
	return obj("includes", append(list(), list()...), "excludes", list())
}

// sort makes up what to sort by; mostly a list.
func (g *gen) sort(nested string) any {
	var list []any
	for range 1 + g.IntN(2) {
		if k := g.sortKey(nested); k != nil {
			list = append(list, k)
		}
	}
	if g.one(3) {
		list = append(list, pick[any](g, obj("_id", "asc"), "_doc", "_score", obj("_score", "asc"), obj("_score", obj("order", "desc")), obj("_index", "desc")))
	}
	if list == nil {
		list = []any{"_doc"}
	}
	if len(list) == 1 && g.one(4) {
		return list[0]
	}
	return list
}

func (g *gen) sortKey(nested string) any {
	f := g.field(nested, "keyword", "long", "double", "date", "ip", "boolean", "integer", "float", "short", "byte", "half_float", "scaled_float", "date_nanos", "unsigned_long", "constant_keyword")
	if g.odd(4) {
		f = g.field(nested)
	}
	inner := false
	if g.one(8) && nested == "" {
		f = g.field("items", "keyword", "long", "date", "double")
		inner = true
	}
	if g.one(20) {
		f, inner = &known{path: "nope", kind: "long"}, false
	}
	if f == nil {
		return nil
	}
	switch g.IntN(4) {
	case 0:
		if !inner {
			return f.path
		}
	case 1:
		if !inner {
			return obj(f.path, pick(g, "asc", "desc"))
		}
	}
	o := obj("order", pick(g, "asc", "desc"))
	g.maybe(4, o, "missing", pick[any](g, "_first", "_last", g.absent(f)))
	modes := []string{"min", "max"}
	if contains(numeric, f.kind) || g.odd(3) {
		modes = append(modes, "avg", "sum", "median")
	}
	g.maybe(5, o, "mode", pick(g, modes...))
	g.maybe(5, o, "unmapped_type", pick(g, "long", "keyword", "date"))
	if f.path == "nope" {
		o.Set("unmapped_type", pick(g, "long", "keyword", "date"))
	}
	if contains(dated, f.kind) {
		g.maybe(12, o, "format", "yyyy-MM-dd")
	}
	g.oddly(6, o, "numeric_type", pick(g, "long", "double", "date"))
	if inner {
		n := obj("path", "items")
		g.maybe(3, n, "filter", g.query(0, "items"))
		g.maybe(6, n, "max_children", 1)
		if !g.one(6) {
			o.Set("nested", n)
		}
	}
	return obj(f.path, o)
}

// after makes up values to go on from.
func (g *gen) after(sort []any) []any {
	var out []any
	for _, k := range sort {
		name, _ := k.(string)
		if o, ok := k.(*orderedjson.Object); ok {
			name = o.Keys()[0]
		}
		var v any = pick[any](g, 1, "1", "a")
		for _, f := range g.fields {
			if f.path == name {
				v = g.value(f)
			}
		}
		if name == "_score" {
			v = 0.5
		}
		out = append(out, v)
	}
	return out
}
