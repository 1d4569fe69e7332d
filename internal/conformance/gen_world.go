package conformance

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var (
	texts = []string{"quick brown fox", "The Quick fox jumps", "lazy dog", "brown dog brown", "GET /index.html HTTP/1.1", "user@example.com failed login",
		"foo_bar foo-bar", "don't stop", "10.0.0.1 denied", "", "ÄÖ Straße über", "日本語 text", "error: disk full on node-7", "a b c a b", "fox",
		"arn:aws:iam::123456789012:user/Bob", "Quick", "quick quick quick", "42 is 3.14", "😀 smile"}
	words = []string{"alpha", "beta", "Alpha", "gamma", "foo-bar", "foo_bar", "", "42", "true", "ConsoleLogin", "AccessDenied", "a b", "ÄÖ", "x*y", "10.0.0.1",
		"arn:aws:iam::123456789012:user/Bob", "zeta", "NULL", "日本語"}
	wholes  = []string{"0", "1", "2", "3", "5", "7", "10", "42", "100", "-1", "-7", "200", "404", "500", "2147483647", "9007199254740993"}
	decimal = []string{"0.5", "1.5", "2.25", "-3.75", "0.1", "0.2", "99.99", "1e3", "7", "0", "3.0"}
	dates   = []string{"2024-01-15", "2024-01-15T10:30:00Z", "2024-01-15T23:59:59.999Z", "2024-02-29T00:00:00Z", "2024-03-31T01:30:00+02:00", "2023-12-31T23:30:00Z",
		"2024-06-01T12:00:00.123Z", "2020-02-07T12:00:00Z", "1969-12-31T23:59:59Z", "2024-10-27T01:15:00Z"}
	ips = []string{"10.0.0.1", "10.0.0.2", "10.0.1.1", "192.168.1.10", "::1", "2001:db8::1", "8.8.8.8", "0.0.0.0"}
)

// valueOf makes a value of a type up.
func (g *gen) valueOf(kind string) any {
	switch kind {
	case "long", "integer", "short", "byte", "unsigned_long":
		n := json.Number(pick(g, wholes...))
		if kind != "long" && len(n) > 5 {
			n = "11"
		}
		if kind == "byte" && len(n) > 2 {
			n = "99"
		}
		if kind == "unsigned_long" && n[0] == '-' {
			n = "18446744073709551615"
		}
		return n
	case "double", "float", "half_float", "scaled_float":
		return json.Number(pick(g, decimal...))
	case "boolean":
		return g.one(2)
	case "date", "date_nanos":
		return pick(g, dates...)
	case "ip":
		return pick(g, ips...)
	case "text", "match_only_text":
		return pick(g, texts...)
	}
	return pick(g, words...)
}

// column is a field that documents of a world may have.
type column struct {
	path   string // dotted
	kind   string
	nested bool // kind is of the objects' fields
	def    *orderedjson.Object
}

// awkward writes a value otherwise than plainly: as a text, as a number, in a
// list, as null.
func (g *gen) awkward(c column, v any) any {
	switch g.IntN(14) {
	case 0, 1:
		return []any{v, g.valueOf(c.kind)}
	case 2:
		return nil
	case 3:
		if _, ok := v.(string); !ok {
			return text(v)
		}
	case 4:
		return []any{}
	case 5:
		return []any{v, nil, v}
	case 6:
		if c.kind == "date" {
			return json.Number(pick(g, "1705314600000", "0", "-1", "1718440200123"))
		}
	}
	return v
}

// World makes up the n-th world of a seed.
func MakeWorld(prefix string, seed, n uint64) (*World, Refusals) {
	g := newGen(seed, n<<20)
	w := &World{Name: fmt.Sprintf("%s%04d", prefix, n)}
	style := g.IntN(5)
	count := choose(g, []weighted[int]{{5, 1}, {3, 2}, {1, 3}})
	columns, refused := supported(g.columns(style))
	for i := range count {
		if i > 0 && g.one(2) {
			var more Refusals
			columns, more = supported(g.columns(style)) // of other types
			refused = append(refused, more...)
		}
		name := w.Name + "-" + string(rune('a'+i))
		body, more := taken(g.indexBody(style, columns))
		refused = append(refused, more...)
		w.Indices = append(w.Indices, &Index{name, body})
		for k := range 6 + g.IntN(30) {
			id := fmt.Sprint(k + 1)
			if g.one(8) {
				id = pick(g, "A", "b-", "x_", "0") + id
			}
			w.Docs = append(w.Docs, &Doc{name, id, g.document(columns)})
		}
	}
	return w, append(refused, w.Build()...)
}

// columns makes up which fields there are.
func (g *gen) columns(style int) []column {
	kinds := []string{"text", "keyword", "long", "double", "boolean", "date", "ip", "integer", "float", "keyword", "text"}
	if style > 1 {
		kinds = append(kinds, "short", "byte", "half_float", "scaled_float", "date_nanos", "unsigned_long", "constant_keyword", "wildcard", "match_only_text", "binary", "date_range", "flat_object")
	}
	names := []string{"msg", "tag", "n", "d", "flag", "at", "ip", "k", "f", "word", "body", "o.x", "o.y", "o.z.w", "@timestamp", "user.name", "a-b"}
	var out []column
	for i, name := range names {
		kind := kinds[min(i, len(kinds)-1)]
		if i >= 7 || g.one(6) {
			kind = pick(g, kinds...)
		}
		if g.one(6) {
			continue
		}
		out = append(out, column{path: name, kind: kind, def: g.definition(kind)})
	}
	if style > 0 && !g.one(3) {
		for _, inner := range []string{"items.k", "items.n", "items.t", "items.at"} {
			kind := pick(g, "keyword", "long", "text", "date", "double")
			out = append(out, column{path: inner, kind: kind, nested: true, def: g.definition(kind)})
		}
	}
	return out
}

// definition makes up a field's mapping.
func (g *gen) definition(kind string) *orderedjson.Object {
	o := obj("type", kind)
	switch kind {
	case "text", "match_only_text":
		if g.one(2) {
			o.Set("fields", obj("keyword", obj("type", "keyword", "ignore_above", 256)))
		}
		g.maybe(6, o, "analyzer", pick(g, "standard", "simple", "whitespace", "keyword", "stop", "english", "fingerprint"))
		g.maybe(12, o, "norms", false)
		g.maybe(12, o, "index_options", pick(g, "docs", "freqs", "positions", "offsets"))
		g.maybe(14, o, "position_increment_gap", pick(g, 0, 1, 50))
		g.maybe(14, o, "search_analyzer", "standard")
		g.maybe(14, o, "fielddata", true)
		g.maybe(20, o, "store", true)
		g.maybe(20, o, "similarity", "boolean")
		g.maybe(20, o, "index_prefixes", obj())
		g.maybe(20, o, "index_phrases", true)
	case "keyword":
		g.maybe(5, o, "ignore_above", pick(g, 5, 10))
		g.maybe(8, o, "null_value", "NULL")
		g.maybe(8, o, "normalizer", "lowercase")
		g.maybe(10, o, "doc_values", false)
		g.maybe(10, o, "index", false)
		g.maybe(20, o, "store", true)
		g.maybe(20, o, "eager_global_ordinals", true)
		g.maybe(16, o, "split_queries_on_whitespace", true)
		if g.one(8) {
			o.Set("fields", obj("raw", obj("type", "text")))
		}
	case "scaled_float":
		o.Set("scaling_factor", pick(g, 10, 100, 1000))
	case "date":
		g.maybe(4, o, "format", pick(g, "strict_date_optional_time||epoch_millis", "epoch_second||date_optional_time", "yyyy-MM-dd||strict_date_time||strict_date_time_no_millis||epoch_millis", "date_optional_time"))
		g.maybe(10, o, "null_value", "2000-01-01")
	case "boolean":
		g.maybe(8, o, "null_value", true)
	case "long", "integer", "short", "byte", "double", "float", "half_float":
		g.maybe(8, o, "null_value", 7)
		g.maybe(8, o, "coerce", false)
	}
	if kind != "text" && kind != "keyword" && kind != "flat_object" && kind != "binary" {
		g.maybe(6, o, "ignore_malformed", true)
		g.maybe(16, o, "doc_values", false)
		g.maybe(16, o, "index", false)
		g.maybe(24, o, "store", true)
	}
	g.maybe(30, o, "copy_to", "all")
	g.maybe(40, o, "boost", 2)
	g.maybe(40, o, "meta", obj("unit", "ms"))
	return o
}

// indexBody makes up the body of an index: all dynamic, mapped in part, in whole.
func (g *gen) indexBody(style int, columns []column) *orderedjson.Object {
	body := obj()
	settings := obj()
	g.maybe(4, settings, "index.number_of_shards", pick(g, 2, 3, 5))
	g.maybe(12, settings, "index.mapping.ignore_malformed", true)
	g.maybe(16, settings, "index.mapping.coerce", false)
	if settings.Len() > 0 {
		body.Set("settings", settings)
	}
	if style == 0 {
		return settled(body)
	}
	mappings := obj()
	properties := obj()
	for _, c := range columns {
		if style == 1 && g.one(2) && !c.nested {
			continue // left to dynamic mapping
		}
		declare(properties, c)
	}
	mappings.Set("properties", properties)
	if items := properties.Object("items"); items != nil {
		items.Set("type", "nested")
		g.maybe(6, items, "include_in_parent", true)
		g.maybe(8, items, "include_in_root", true)
	}
	g.maybe(8, mappings, "dynamic", pick[any](g, false, "strict", true, "false"))
	g.maybe(10, mappings, "date_detection", false)
	g.maybe(10, mappings, "numeric_detection", true)
	g.maybe(16, mappings, "dynamic_date_formats", []any{"yyyy-MM-dd"})
	g.maybe(16, mappings, "_source", obj("excludes", []any{"n"}))
	if g.one(8) {
		mappings.Set("dynamic_templates", g.dynamicTemplates())
	}
	if g.one(6) && properties.Has("k") {
		properties.Set("link", obj("type", "alias", "path", "k"))
	}
	body.Set("mappings", mappings)
	return settled(body)
}

func (g *gen) dynamicTemplates() []any {
	return []any{pick(g,
		obj("strings", obj("match_mapping_type", "string", "mapping", obj("type", "keyword"))),
		obj("longs", obj("match_mapping_type", "long", "mapping", obj("type", "integer"))),
		obj("tagged", obj("match", "t*", "unmatch", "*x", "mapping", obj("type", "keyword", "ignore_above", 5))),
		obj("below", obj("path_match", "o.*", "path_unmatch", "*.w", "mapping", obj("type", "text", "analyzer", "whitespace"))),
		obj("any", obj("match_mapping_type", "*", "mapping", obj("type", "{dynamic_type}", "doc_values", false))),
		obj("regex", obj("match_pattern", "regex", "match", "^[a-k]$", "mapping", obj("type", "keyword"))))}
}

// declare puts a column's definition at its place.
func declare(properties *orderedjson.Object, c column) {
	parts := strings.Split(c.path, ".")
	at := properties
	for _, p := range parts[:len(parts)-1] {
		inner := at.Object(p)
		if inner == nil {
			inner = obj("properties", obj())
			at.Set(p, inner)
		}
		at = inner.Object("properties")
		if at == nil {
			return // a leaf has that name
		}
	}
	at.Set(parts[len(parts)-1], orderedjson.Clone(c.def))
}

// document makes up a document.
func (g *gen) document(columns []column) *orderedjson.Object {
	out := obj()
	for _, c := range columns {
		if c.nested || g.one(5) {
			continue
		}
		v := g.written(c)
		parts := strings.Split(c.path, ".")
		if g.one(12) {
			out.Set(c.path, v) // dotted
			continue
		}
		at := out
		for _, p := range parts[:len(parts)-1] {
			inner := at.Object(p)
			if inner == nil {
				inner = obj()
				at.Set(p, inner)
			}
			at = inner
		}
		at.Set(parts[len(parts)-1], v)
	}
	g.items(out, columns)
	g.maybe(12, out, "extra", pick[any](g, "surprise", 5, true, "2024-05-05", 1.5, obj("deep", "er")))
	g.maybe(40, out, pick(g, "n", "at", "flag", "ip"), pick[any](g, "not one", obj("x", 1), []any{"a", 1}, "12.7", true))
	return settled(out)
}

func (g *gen) written(c column) any {
	switch c.kind {
	case "date_range":
		return obj("gte", pick(g, dates...), "lt", "2025-01-01")
	case "flat_object":
		return obj("a", pick(g, words...), "b", obj("c", pick(g, words...)))
	case "binary":
		return "c29tZQ=="
	case "constant_keyword":
		return "alpha"
	}
	v := g.valueOf(c.kind)
	if g.one(5) {
		return g.awkward(c, v)
	}
	return v
}

// items makes up the objects of a nested field.
func (g *gen) items(out *orderedjson.Object, columns []column) {
	var list []any
	for range g.IntN(4) {
		item := obj()
		for _, c := range columns {
			if c.nested && !g.one(5) {
				item.Set(strings.TrimPrefix(c.path, "items."), g.valueOf(c.kind))
			}
		}
		if item.Len() > 0 {
			list = append(list, item)
		}
	}
	switch {
	case len(list) == 1 && g.one(2):
		out.Set("items", list[0])
	case len(list) > 0:
		out.Set("items", list)
	}
}
