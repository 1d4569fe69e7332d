package conformance

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Types of fields that queries ask for.
var (
	textual  = []string{"text", "match_only_text"}
	stringy  = []string{"text", "keyword", "match_only_text", "wildcard", "constant_keyword"}
	numeric  = []string{"long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "unsigned_long"}
	wholesOf = []string{"long", "integer", "short", "byte"}
	dated    = []string{"date", "date_nanos"}
)

// query makes up a query, of at most depth levels. nested is the path that it is
// in.
func (g *gen) query(depth int, nested string) *orderedjson.Object {
	for {
		var q *orderedjson.Object
		if depth > 0 && g.one(3) {
			q = g.compound(depth, nested)
		} else {
			q = g.leaf(nested)
		}
		if q != nil {
			return q
		}
	}
}

// leaf makes up a query without others in it; nil where no field fits.
func (g *gen) leaf(nested string) *orderedjson.Object {
	make := choose(g, []weighted[func(string) *orderedjson.Object]{
		{10, g.term}, {6, g.terms}, {3, g.termsSet}, {14, g.rangeQuery}, {6, g.exists}, {6, g.prefix}, {6, g.wildcard}, {6, g.regexp},
		{5, g.fuzzy}, {3, g.ids}, {12, g.match}, {6, g.matchPhrase}, {4, g.matchPhrasePrefix}, {4, g.matchBoolPrefix}, {8, g.multiMatch},
		{12, g.queryString}, {7, g.simpleQueryString}, {4, g.script}, {1, g.matchAll}, {1, g.rare}, {4, g.spans},
	})
	return make(nested)
}

func (g *gen) matchAll(string) *orderedjson.Object {
	return obj(pick(g, "match_all", "match_all", "match_none"), g.boosted(obj()))
}

// short writes a fielded query in its short form now and then.
func (g *gen) fielded(kind, field, main string, value any, options *orderedjson.Object) *orderedjson.Object {
	if options.Len() == 0 && g.one(2) {
		return obj(kind, obj(field, value))
	}
	return obj(kind, obj(field, g.boosted(orderedjson.NewObject(append([]orderedjson.Member{{Key: main, Value: value}}, options.Members()...)...))))
}

func (g *gen) term(nested string) *orderedjson.Object {
	f := g.field(nested)
	if g.one(15) {
		return obj("term", obj(pick(g, "_id", "_index"), pick(g, "1", "2", g.world.Name+"-a", "b-3")))
	}
	if f == nil {
		return nil
	}
	o := obj()
	v := g.value(f)
	if word, ok := v.(string); ok && f.kind == "text" && !g.one(4) {
		v = strings.ToLower(pick(g, append(strings.Fields(word), "fox")...))
	}
	if word, ok := v.(string); ok && g.one(6) {
		o.Set("case_insensitive", true)
		v = strings.ToUpper(word)
	}
	switch {
	case g.one(12) && contains(numeric, f.kind):
		v = text(v)
	case g.odd(5):
		v = pick[any](g, 17.9, "17.9", true, "nope", 4294967296)
	}
	return g.fielded("term", f.path, "value", v, o)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (g *gen) terms(nested string) *orderedjson.Object {
	f := g.field(nested)
	if f == nil {
		return nil
	}
	if g.one(12) {
		return obj("terms", obj("_id", []any{"1", "3", "5", "A2"}))
	}
	if g.one(10) && len(g.world.Docs) > 0 && nested == "" {
		d := pick(g, g.world.Docs...)
		return obj("terms", obj(f.path, obj("index", d.Index, "id", d.ID, "path", f.path)))
	}
	var list []any
	for range g.IntN(4) + g.IntN(2) {
		v := g.value(f)
		if word, ok := v.(string); ok && f.kind == "text" {
			v = strings.ToLower(pick(g, append(strings.Fields(word), "fox")...))
		}
		list = append(list, v)
	}
	if list == nil {
		list = []any{}
	}
	return obj("terms", g.boosted(obj(f.path, list)))
}

func (g *gen) termsSet(nested string) *orderedjson.Object {
	f := g.field(nested, "keyword", "text", "long", "integer")
	if f == nil {
		return nil
	}
	var list []any
	for range 1 + g.IntN(3) {
		v := g.value(f)
		if f.kind == "text" {
			v = strings.ToLower(g.word(f))
		}
		list = append(list, v)
	}
	o := obj("terms", list)
	if n := g.field(nested, wholesOf...); n != nil && g.one(2) {
		o.Set("minimum_should_match_field", n.path)
	} else {
		o.Set("minimum_should_match_script", obj("source", pick(g, "params.num_terms", "1", "Math.min(params.num_terms, 2)", "Math.max(params.num_terms - 1, 1)")))
	}
	return obj("terms_set", obj(f.path, o))
}

func (g *gen) rangeQuery(nested string) *orderedjson.Object {
	var f *known
	switch g.IntN(6) {
	case 0, 1:
		f = g.field(nested, dated...)
	case 2, 3:
		f = g.field(nested, numeric...)
	case 4:
		f = g.field(nested, "ip")
	default:
		f = g.field(nested)
	}
	if f == nil {
		return nil
	}
	o := obj()
	bound := func() any {
		if contains(dated, f.kind) {
			return g.dateBound()
		}
		v := g.value(f)
		if g.one(8) && contains(numeric, f.kind) {
			return pick[any](g, text(v), 1.5, -0.5, "3", 250)
		}
		return v
	}
	if g.one(8) {
		g.maybe(2, o, "from", bound())
		g.maybe(2, o, "to", pick(g, bound(), nil))
		g.maybe(2, o, "include_lower", g.one(2))
		g.maybe(2, o, "include_upper", g.one(2))
	} else {
		if !g.one(4) {
			o.Set(pick(g, "gte", "gt"), bound())
		}
		if !g.one(3) {
			o.Set(pick(g, "lte", "lt"), bound())
		}
	}
	if contains(dated, f.kind) {
		g.maybe(5, o, "time_zone", pick(g, "+09:00", "Europe/Paris", "America/New_York", "-05:30", "UTC", "Asia/Tokyo"))
		if g.one(8) {
			g.formatted(o)
		}
	}
	g.maybe(25, o, "relation", pick(g, "intersects", "within", "contains"))
	return obj("range", obj(f.path, g.boosted(o)))
}

// formatted gives a range's bounds a format, mostly one that they have.
func (g *gen) formatted(o *orderedjson.Object) {
	formats := map[string]any{"yyyy-MM-dd": "2024-01-15", "epoch_millis": "1705314600000", "dd/MM/yyyy": "15/01/2024",
		"strict_date_optional_time": "2024-01-15T10", "yyyy": "2024", "yyyy-MM": "2024-01", "epoch_second||yyyy": 1705314600}
	names := slices.Sorted(maps.Keys(formats))
	format := pick(g, names...)
	for _, k := range o.Keys() {
		if k == "time_zone" || strings.HasPrefix(k, "include") {
			continue
		}
		if o.Set(k, formats[format]); g.odd(4) {
			o.Set(k, formats[pick(g, names...)])
		}
	}
	o.Set("format", format)
}

// dateBound makes up a date as people write it in ranges.
func (g *gen) dateBound() any {
	switch g.IntN(6) {
	case 0:
		return pick(g, "2024", "2024-01", "2024-02", "2023-12-31", "2024-01-15T10", "2024-01-15T10:30", "2024-03-31T01:30:00Z")
	case 1:
		return pick(g, dates...) + "||" + pick(g, "/d", "+1d", "-1M/M", "+1y/y", "/h", "-1h", "+30m/m", "/w", "-1w", "/y", "-10s", "+1M-1d")
	case 2:
		return pick(g, "now-100y", "now+100y/y", "now+100y/d", "now-200y/M", "now/y+300y")
	case 3:
		return pick[any](g, 1705314600000, "1705314600000", 0, -1)
	}
	return pick(g, dates...)
}

func (g *gen) exists(nested string) *orderedjson.Object {
	if nested == "" && g.one(5) {
		return obj("exists", g.boosted(obj("field", pick(g, "o", "items", "nope", "_id", "user", "extra", "o.z", "_source", "o.*", "*"))))
	}
	f := g.field(nested)
	if f == nil {
		return nil
	}
	return obj("exists", g.boosted(obj("field", f.path)))
}

func (g *gen) ids(string) *orderedjson.Object {
	var list []any
	for range g.IntN(5) {
		if len(g.world.Docs) == 0 {
			break
		}
		list = append(list, pick(g, g.world.Docs...).ID)
	}
	if list == nil {
		list = []any{"nope"}
	}
	return obj("ids", g.boosted(obj("values", list)))
}
