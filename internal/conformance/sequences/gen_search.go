package sequences

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// term is a field with a value, as a query asks for it.
func (g *gen) term() (string, any) {
	name := pick(g, "eventName", "eventName.keyword", "tag", "tag.keyword", "n", "d", "flag", "ip", "at", "user.name", "user.name.keyword", "extra", "none", "_id", "_index", "msg")
	switch name {
	case "_id":
		return name, g.plainID()
	case "_index":
		return name, Prefix + "a"
	}
	for _, f := range fields {
		if f.name == strings.TrimSuffix(name, ".keyword") {
			v := g.value(f.values)
			switch v.(type) {
			case *orderedjson.Object, []any, nil:
				return name, "red"
			}
			return name, v
		}
	}
	return name, "alice"
}

func (g *gen) query(depth int) any {
	name, value := g.term()
	switch g.IntN(16) {
	case 0, 1:
		return obj("term", obj(name, value))
	case 2:
		return obj("terms", obj(name, list(value, "red")))
	case 3:
		return obj("match", obj(pick(g, "msg", "eventName", "tag"), pick(g, "quick fox", "failed", "ConsoleLogin", "the dog")))
	case 4:
		return obj("range", obj(pick(g, "n", "d", "at", "none"), obj(pick(g, "gte", "gt", "lte", "lt"), pick[any](g, rawNumber("1"), rawNumber("2"), "2026-03-09", "now-1d/d", "x"))))
	case 5:
		return obj("exists", obj("field", name))
	case 6:
		return obj("match_all", obj())
	case 7:
		return obj("query_string", obj("query", pick(g, "fox AND dog", "eventName:Console*", "n:>1", "tag:(red OR blue)", "_exists_:user", "(", "n:[1 TO 5]")))
	case 8:
		return obj("wildcard", obj(pick(g, "eventName.keyword", "tag", "eventName"), obj("value", pick(g, "Console*", "*o*", "r?d"))))
	case 9:
		return obj("prefix", obj(pick(g, "eventName.keyword", "tag"), pick(g, "Con", "r")))
	case 10:
		return obj("ids", obj("values", list("1", "2", g.plainID())))
	case 11:
		if g.one(4) {
			return pick[any](g, obj("unknown", obj()), obj(), obj("term", obj()), obj("match_all", obj("x", rawNumber("1"))), obj("term", obj("n", rawNumber("1"), "d", rawNumber("2"))), list(), "text")
		}
		return obj("match_none", obj())
	case 12:
		return obj("multi_match", obj("query", "fox red", "fields", list("msg", "tag")))
	}
	if depth > 2 {
		return obj("match_all", obj())
	}
	b := orderedjson.NewObject()
	for _, kind := range []string{"filter", "must", "must_not", "should"} {
		if g.one(2) {
			var clauses []any
			for range 1 + g.IntN(2) {
				clauses = append(clauses, g.query(depth+1))
			}
			b.Set(kind, clauses)
		}
	}
	return obj("bool", b)
}

func (g *gen) aggregation(depth int) *orderedjson.Object {
	name, _ := g.term()
	field := obj("field", name)
	var kind string
	switch kind = pick(g, "terms", "terms", "avg", "sum", "min", "max", "value_count", "cardinality", "stats", "date_histogram", "histogram", "filter", "range", "missing"); kind {
	case "terms":
		if g.one(3) {
			field.Set("size", number(1+g.IntN(3)))
		}
		if g.one(4) {
			field.Set("order", obj(pick(g, "_key", "_count"), pick(g, "asc", "desc")))
		}
	case "date_histogram":
		field = obj("field", pick(g, "at", "n", "tag"), pick(g, "fixed_interval", "calendar_interval"), pick(g, "1h", "1d"))
	case "histogram":
		field = obj("field", pick(g, "n", "d", "tag"), "interval", rawNumber("5"))
	case "filter":
		field, _ = g.query(2).(*orderedjson.Object)
	case "range":
		field = obj("field", pick(g, "n", "d"), "ranges", list(obj("to", rawNumber("2")), obj("from", rawNumber("2"))))
	}
	a := obj(kind, field)
	if depth < 2 && g.one(3) {
		a.Set("aggs", obj("in", g.aggregation(depth+1)))
	}
	if g.one(60) {
		return pick(g, obj("unknown", obj()), obj("terms", obj("fields", "n")), obj(), obj("terms", obj("field", "tag"), "avg", obj("field", "n")))
	}
	return a
}

func (g *gen) searchBody() *orderedjson.Object {
	o := orderedjson.NewObject()
	if !g.one(4) {
		o.Set("query", g.query(0))
	}
	for _, x := range []struct {
		n     int
		key   string
		value any
	}{{3, "size", number(pick(g, 0, 1, 3, 20, 100, 10001, -1))}, {12, "from", number(pick(g, 0, 1, 2, 9999))}, {4, "sort", g.sort()},
		{4, "_source", pick[any](g, false, true, "n", list("user.*", "tag"), obj("includes", list("user"), "excludes", list("user.id")))},
		{3, "aggs", obj("x", g.aggregation(0))}, {10, "track_total_hits", pick[any](g, true, false, rawNumber("2"))}, {10, "seq_no_primary_term", true}, {10, "version", true},
		{15, "fields", list(pick(g, "n", "at", "user.*", "tag"))}, {15, "docvalue_fields", list(pick(g, "n", "at", "flag", "ip"))}, {20, "min_score", rawNumber("0.1")},
		{15, "timeout", "10s"}, {25, "terminate_after", rawNumber("1000")}, {60, "unknown", rawNumber("1")}, {20, "collapse", obj("field", pick(g, "tag.keyword", "n", "tag"))},
		{20, "post_filter", g.query(1)}, {25, "stored_fields", pick[any](g, "_none_", list("n"))}, {25, "explain", false}, {20, "highlight", obj("fields", obj("msg", obj()))}} {
		if g.one(x.n) {
			o.Set(x.key, x.value)
		}
	}
	return o
}

func (g *gen) sort() any {
	field := pick(g, "n", "d", "at", "tag", "tag.keyword", "eventName.keyword", "_id", "none", "ip", "flag")
	order := pick(g, "asc", "desc")
	switch g.IntN(5) {
	case 0:
		return list("_score", obj(field, order))
	case 1:
		return list(obj(field, obj("order", order, "missing", pick(g, "_first", "_last"), "unmapped_type", "long")), "_id")
	case 2:
		return list(obj(field, obj("order", order, "unmapped_type", pick(g, "keyword", "long"))))
	case 3:
		return field
	}
	return list(obj(field, order))
}

func (g *gen) search() {
	params := append(g.expansion(), param{20, "size=" + pick(g, "2", "0", "x")}, param{20, "from=1"}, param{20, "sort=" + pick(g, "n:desc", "tag", "_id")}, param{15, "q=" + pick(g, "fox", "tag:red", "n:1", "(")},
		param{15, "_source=" + pick(g, "false", "n")}, param{20, "track_total_hits=" + pick(g, "true", "false", "1")}, param{15, "routing=r1"}, param{25, "rest_total_hits_as_int=true"},
		param{20, "filter_path=hits.total,hits.hits._id"}, param{25, "preference=_local"}, param{25, "search_type=" + pick(g, "query_then_fetch", "dfs_query_then_fetch")}, param{25, "allow_partial_search_results=true"},
		param{25, "typed_keys=true"}, param{25, "request_cache=false"}, param{25, "version=true"}, param{40, "batched_reduce_size=5"}, param{30, "stored_fields=n"}, param{30, "docvalue_fields=n"})
	where := path(g.targets(), "_search")
	var body any = g.searchBody()
	if g.one(8) {
		body = nil
	} else if g.one(60) {
		body = pick(g, "{", "[]", `{"query":}`, `{"query":{"match_all":{}}}{}`, `{"size":"3"}`, `{"size":null}`, `{"from":-1}`, `{"query":null}`, `{"aggs":{}}`, `{"aggs":{"a b":{"avg":{"field":"n"}}}}`, `{"sort":{}}`, "text")
	}
	g.look(pick(g, "GET", "POST"), g.params(where, params...), body)
}

func (g *gen) count() {
	var body any
	if !g.one(3) {
		body = obj("query", g.query(0))
	}
	if g.one(30) {
		body = `{"size":1}`
	}
	g.look(pick(g, "GET", "POST"), g.params(path(g.targets(), "_count"), append(g.expansion(), param{8, "q=tag:red"}, param{20, "min_score=0.5"}, param{25, "terminate_after=1000"})...), body)
}

func (g *gen) msearch() {
	var b strings.Builder
	for range 1 + g.IntN(3) {
		head := orderedjson.NewObject()
		if !g.one(3) {
			head.Set("index", pick[any](g, g.targets(), list(g.index())))
		}
		for _, x := range []struct {
			n     int
			key   string
			value any
		}{{10, "ignore_unavailable", true}, {12, "allow_no_indices", g.one(2)}, {20, "search_type", "dfs_query_then_fetch"}, {20, "routing", "r1"}, {60, "unknown", rawNumber("1")}, {20, "preference", "_local"}} {
			if g.one(x.n) {
				head.Set(x.key, x.value)
			}
		}
		b.WriteString(text(head) + "\n" + text(g.searchBody()) + "\n")
	}
	body := b.String()
	if g.one(30) {
		body = pick(g, "\n", "{}\n", "{}\n{}", "x\n{}\n", "{}\n{\n")
	}
	if g.dirty {
		g.refreshAll()
	}
	g.steps = append(g.steps, Step{Method: pick(g, "GET", "POST"), Path: g.params(path(Prefix+"*", "_msearch"), param{15, "typed_keys=true"}, param{20, "max_concurrent_searches=" + pick(g, "2", "0")}, param{20, "rest_total_hits_as_int=true"}), Body: body, Lines: true})
}

func (g *gen) refreshAll() {
	g.add("POST", "/"+Prefix+"*/_refresh?expand_wildcards=open,hidden", nil)
	g.dirty = false
}

func (g *gen) byQueryParams() []param {
	return append(g.expansion(), param{3, "refresh=" + pick(g, "true", "false")}, param{5, "conflicts=" + pick(g, "proceed", "abort", "maybe")}, param{12, "max_docs=" + pick(g, "1", "2", "0")},
		param{20, "scroll_size=" + pick(g, "1", "100")}, param{20, "slices=" + pick(g, "1", "auto")}, param{20, "wait_for_completion=true"}, param{20, "requests_per_second=" + pick(g, "-1", "0")}, param{20, "q=tag:red"}, param{20, "routing=r1"})
}

func (g *gen) deleteByQuery() {
	body := obj("query", g.query(0))
	if g.one(15) {
		body = pick(g, obj(), obj("query", obj("match_all", obj()), "size", rawNumber("1")), obj("query", obj("match_all", obj()), "max_docs", rawNumber("1")), obj("query", obj("match_all", obj()), "conflicts", "proceed"), obj("query", obj("match_all", obj()), "script", obj("source", "1")))
	}
	g.look("POST", g.params(path(g.targets(), "_delete_by_query"), g.byQueryParams()...), body)
	g.dirty = true
}

func (g *gen) updateByQuery() {
	var body any
	if !g.one(5) {
		o := obj("query", g.query(0))
		if !g.one(3) {
			o.Set("script", g.script())
		}
		if g.one(12) {
			o.Set(pick(g, "max_docs", "size", "unknown"), rawNumber("1"))
		}
		body = o
	}
	g.look("POST", g.params(path(g.targets(), "_update_by_query"), g.byQueryParams()...), body)
	g.dirty = true
}

func (g *gen) fieldCaps() {
	var body any
	method := "GET"
	if g.one(5) {
		method, body = "POST", obj("index_filter", g.query(0))
	}
	g.look(method, g.params(path(g.targets(), "_field_caps"), append(g.expansion(), param{1, "fields=" + pick(g, "*", "n,tag", "user.*", "none", "at")}, param{6, "include_unmapped=true"})...), body)
}
