package conformance

import (
	"encoding/json"
	"fmt"
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

// leaf makes up a query without others in it; nil where no field fits.
func (g *gen) leaf(nested string) *orderedjson.Object {
	make := choose(g, []weighted[func(string) *orderedjson.Object]{
		{10, g.term}, {6, g.terms}, {3, g.termsSet}, {14, g.rangeQuery}, {6, g.exists}, {6, g.prefix}, {6, g.wildcard}, {6, g.regexp},
		{5, g.fuzzy}, {3, g.ids}, {12, g.match}, {6, g.matchPhrase}, {4, g.matchPhrasePrefix}, {4, g.matchBoolPrefix}, {8, g.multiMatch},
		{12, g.queryString}, {7, g.simpleQueryString}, {4, g.script}, {1, g.matchAll}, {1, g.rare},
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

// part is a piece of a value's text.
func (g *gen) part(f *known) string {
	r := []rune(g.word(f))
	if len(r) == 0 {
		return ""
	}
	return string(r[:1+g.IntN(len(r))])
}

func (g *gen) patternField(nested string) *known {
	if g.odd(4) {
		return g.field(nested)
	}
	return g.field(nested, stringy...)
}

func (g *gen) rewrite(o *orderedjson.Object) {
	g.maybe(25, o, "rewrite", pick(g, "constant_score", "scoring_boolean", "constant_score_boolean", "top_terms_2", "top_terms_boost_3", "top_terms_blended_freqs_2"))
}

func (g *gen) caseOf(word string) string {
	if g.one(4) {
		return strings.ToUpper(word)
	}
	if g.one(2) {
		return strings.ToLower(word)
	}
	return word
}

func (g *gen) prefix(nested string) *orderedjson.Object {
	f := g.patternField(nested)
	if f == nil {
		return nil
	}
	o := obj()
	g.maybe(5, o, "case_insensitive", g.one(2))
	g.rewrite(o)
	return g.fielded("prefix", f.path, "value", g.caseOf(g.part(f)), o)
}

func (g *gen) wildcard(nested string) *orderedjson.Object {
	f := g.patternField(nested)
	if f == nil {
		return nil
	}
	p := g.caseOf(g.part(f))
	r := []rune(p)
	switch g.IntN(7) {
	case 0, 1:
		p = "*" + p + "*"
	case 2:
		p += "*"
	case 3:
		p = "*" + p
	case 4:
		if len(r) > 0 {
			r[g.IntN(len(r))] = '?'
			p = string(r) + pick(g, "", "*")
		}
	case 5:
		if len(r) > 1 {
			p = string(r[0]) + "*" + string(r[len(r)-1]) + pick(g, "", "*", "?")
		}
	case 6:
		p = pick(g, "*", "?*", "", "x\\*y", "\\*", "**", "???")
	}
	o := obj()
	g.maybe(5, o, "case_insensitive", g.one(2))
	g.rewrite(o)
	return g.fielded("wildcard", f.path, pick(g, "value", "value", "wildcard"), p, o)
}

func (g *gen) regexp(nested string) *orderedjson.Object {
	f := g.patternField(nested)
	if f == nil {
		return nil
	}
	p := g.caseOf(g.part(f))
	quoted := strings.NewReplacer(".", "\\.", "*", "\\*", "/", "\\/", "+", "\\+", "(", "\\(", "@", "\\@", "#", "\\#").Replace(p)
	switch g.IntN(11) {
	case 0:
		quoted += ".*"
	case 1:
		quoted = ".*" + quoted + ".*"
	case 2:
		quoted = "[" + pick(g, "a-f", "^a-f", "qfb", "A-Z", "0-9") + "].*"
	case 3:
		quoted = "(" + quoted + "|" + pick(g, "fox", "alpha", "b.*", "[0-9]+") + ")"
	case 4:
		quoted = pick(g, ".{3}", ".{2,4}", "[a-z]+", "a?l?pha", "(fo+x)?", "b(e|r).*", "<1-50>", "~(fox)", "@", "a&a", "~(a.*)", "[^ ]*", "\\w+", "\\d+", "\"fox\"", "#", "fo{1,}x", "[a-c&&[^b]]", "(", "[a", "a{2", "*a")
	case 5:
		quoted = "~(" + quoted + ")"
	case 6:
		quoted = quoted + "&.*"
	}
	o := obj()
	g.maybe(6, o, "case_insensitive", g.one(2))
	g.maybe(12, o, "flags", pick(g, "ALL", "NONE", "INTERVAL", "COMPLEMENT|INTERVAL", "INTERSECTION", "ANYSTRING", "EMPTY"))
	g.maybe(25, o, "max_determinized_states", pick(g, 10000, 2))
	g.rewrite(o)
	return g.fielded("regexp", f.path, "value", quoted, o)
}

// mistyped changes a letter or two of a word.
func (g *gen) mistyped(word string) string {
	r := []rune(word)
	for range 1 + g.IntN(2) {
		if len(r) == 0 {
			break
		}
		i := g.IntN(len(r))
		switch g.IntN(4) {
		case 0:
			r[i] = 'x'
		case 1:
			r = append(r[:i], r[i+1:]...)
		case 2:
			r = append(r[:i], append([]rune{'e'}, r[i:]...)...)
		case 3:
			j := (i + 1) % len(r)
			r[i], r[j] = r[j], r[i]
		}
	}
	return string(r)
}

func (g *gen) fuzzy(nested string) *orderedjson.Object {
	f := g.patternField(nested)
	if f == nil {
		return nil
	}
	o := obj()
	g.maybe(2, o, "fuzziness", pick[any](g, "AUTO", 0, 1, 2, "1", "AUTO:2,4", "AUTO:1,3"))
	g.maybe(5, o, "prefix_length", pick(g, 0, 1, 2))
	g.maybe(8, o, "transpositions", g.one(2))
	g.maybe(8, o, "max_expansions", pick(g, 1, 2, 50))
	g.rewrite(o)
	return g.fielded("fuzzy", f.path, "value", g.mistyped(g.caseOf(g.word(f))), o)
}

// scripts of filters are few: a node compiles 75 of a context in five minutes.
var filterScripts = []struct {
	kinds  []string
	source string
}{
	{numeric, "doc['%s'].size() > 0 && doc['%s'].value > params.p"},
	{numeric, "doc['%s'].length >= 1"},
	{[]string{"keyword"}, "doc['%s'].size() != 0 && doc['%s'].value.length() > params.p"},
	{[]string{"keyword"}, "if (doc['%s'].empty) { return false } return doc['%s'].value.contains('a')"},
	{[]string{"boolean"}, "doc['%s'].size() > 0 && doc['%s'].value"},
	{dated, "doc['%s'].size() > 0 && doc['%s'].value.getMonthValue() == params.p"},
}

func (g *gen) script(nested string) *orderedjson.Object {
	s := pick(g, filterScripts...)
	// Of all worlds the same few names, so that scripts come again.
	f := g.field(nested, s.kinds...)
	if f == nil || !contains([]string{"n", "d", "tag", "flag", "at", "k", "f", "@timestamp"}, f.path) {
		return nil
	}
	return obj("script", obj("script", obj("source", strings.ReplaceAll(s.source, "%s", f.path), "params", obj("p", pick(g, 1, 2, 5)))))
}

// rare are the queries that hardly anybody writes in a monitor.
func (g *gen) rare(nested string) *orderedjson.Object {
	f := g.field(nested, textual...)
	if f == nil {
		return nil
	}
	word := strings.ToLower(g.word(f))
	switch g.IntN(14) {
	case 0:
		return obj("more_like_this", obj("fields", []any{f.path}, "like", g.value(f), "min_term_freq", 1, "min_doc_freq", 1))
	case 1:
		return obj("span_term", obj(f.path, word))
	case 2:
		return obj("span_near", obj("clauses", []any{obj("span_term", obj(f.path, "quick")), obj("span_term", obj(f.path, word))}, "slop", 2, "in_order", g.one(2)))
	case 3:
		return obj("intervals", obj(f.path, obj("match", obj("query", word, "ordered", true))))
	case 4:
		return obj("combined_fields", obj("query", word, "fields", []any{f.path}))
	case 5:
		return obj("script_score", obj("query", g.query(0, nested), "script", obj("source", "_score * params.p", "params", obj("p", 2))))
	case 6:
		return obj("wrapper", obj("query", "eyJtYXRjaF9hbGwiOnt9fQ=="))
	case 7:
		return obj("span_first", obj("match", obj("span_term", obj(f.path, word)), "end", 2))
	case 8:
		return obj("span_or", obj("clauses", []any{obj("span_term", obj(f.path, word)), obj("span_term", obj(f.path, "fox"))}))
	case 9:
		return obj("common", obj(f.path, obj("query", word, "cutoff_frequency", json.Number("0.01"))))
	case 10:
		if d := g.field(nested, dated...); d != nil {
			return obj("distance_feature", obj("field", d.path, "origin", "2024-01-15", "pivot", "7d"))
		}
	case 11:
		return obj("span_not", obj("include", obj("span_term", obj(f.path, word)), "exclude", obj("span_term", obj(f.path, "quick"))))
	case 12:
		return obj("span_multi", obj("match", obj("prefix", obj(f.path, word))))
	case 13:
		return obj("geo_distance", obj("distance", "1km", fmt.Sprint(f.path), "1,1"))
	}
	return nil
}
