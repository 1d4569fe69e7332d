package conformance

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// phrase is some consecutive words of a value.
func (g *gen) phrase(f *known) string {
	v, ok := g.value(f).(string)
	if !ok {
		return text(g.value(f))
	}
	parts := strings.Fields(v)
	if len(parts) == 0 {
		return v
	}
	from := g.IntN(len(parts))
	out := parts[from : from+1+g.IntN(min(3, len(parts)-from))]
	switch g.IntN(8) {
	case 0:
		out = append([]string{g.word(f)}, out...)
	case 1:
		if len(out) > 1 {
			out = []string{out[1], out[0]}
		}
	}
	return g.caseOf(strings.Join(out, " "))
}

func (g *gen) textField(nested string) *known {
	switch g.IntN(8) {
	case 0:
		if g.odd(2) || g.one(2) {
			return g.field(nested)
		}
	case 1:
		return g.field(nested, "keyword")
	}
	if f := g.field(nested, textual...); f != nil {
		return f
	}
	return g.field(nested)
}

func (g *gen) minimum(o *orderedjson.Object) {
	g.maybe(6, o, "minimum_should_match", pick[any](g, 1, 2, "50%", "-1", "2<50%", "75%", "-25%"))
}

func (g *gen) fuzzyOptions(o *orderedjson.Object) {
	if !g.one(6) {
		return
	}
	o.Set("fuzziness", pick[any](g, "AUTO", 1, 2, 0))
	g.maybe(3, o, "prefix_length", 1)
	g.maybe(5, o, "max_expansions", pick(g, 2, 50))
	g.maybe(6, o, "fuzzy_transpositions", false)
	g.maybe(8, o, "fuzzy_rewrite", "constant_score")
}

func (g *gen) match(nested string) *orderedjson.Object {
	f := g.textField(nested)
	if f == nil {
		return nil
	}
	var v any = g.phrase(f)
	if !contains(stringy, f.kind) {
		v = g.value(f)
	}
	o := obj()
	g.maybe(4, o, "operator", pick(g, "and", "or", "AND"))
	g.minimum(o)
	g.fuzzyOptions(o)
	g.maybe(10, o, "lenient", true)
	g.maybe(10, o, "zero_terms_query", pick(g, "all", "none"))
	g.maybe(12, o, "analyzer", pick(g, "standard", "whitespace", "keyword", "simple", "stop", "english"))
	g.maybe(16, o, "auto_generate_synonyms_phrase_query", false)
	g.maybe(30, o, "cutoff_frequency", 0.1)
	return g.fielded("match", f.path, "query", v, o)
}

func (g *gen) matchPhrase(nested string) *orderedjson.Object {
	f := g.textField(nested)
	if f == nil {
		return nil
	}
	o := obj()
	g.maybe(4, o, "slop", pick(g, 0, 1, 2, 5))
	g.maybe(12, o, "analyzer", pick(g, "standard", "whitespace", "keyword"))
	g.maybe(12, o, "zero_terms_query", pick(g, "all", "none"))
	return g.fielded("match_phrase", f.path, "query", g.phrase(f), o)
}

func (g *gen) matchPhrasePrefix(nested string) *orderedjson.Object {
	f := g.textField(nested)
	if f == nil {
		return nil
	}
	p := []rune(g.phrase(f))
	o := obj()
	g.maybe(5, o, "slop", pick(g, 0, 1, 2))
	g.maybe(5, o, "max_expansions", pick(g, 1, 2, 50))
	g.maybe(12, o, "analyzer", "whitespace")
	g.maybe(12, o, "zero_terms_query", "all")
	return g.fielded("match_phrase_prefix", f.path, "query", string(p[:len(p)-g.IntN(len(p)/2+1)]), o)
}

func (g *gen) matchBoolPrefix(nested string) *orderedjson.Object {
	f := g.textField(nested)
	if f == nil {
		return nil
	}
	p := []rune(g.phrase(f))
	o := obj()
	g.maybe(4, o, "operator", pick(g, "and", "or"))
	g.minimum(o)
	g.fuzzyOptions(o)
	g.maybe(12, o, "analyzer", "whitespace")
	return g.fielded("match_bool_prefix", f.path, "query", string(p[:len(p)-g.IntN(len(p)/2+1)]), o)
}

// someFields lists fields, patterns of them, boosted ones.
func (g *gen) someFields(nested string, most int) []any {
	var out []any
	for range 1 + g.IntN(most) {
		f := g.textField(nested)
		if f == nil {
			continue
		}
		name := f.path
		switch g.IntN(10) {
		case 0:
			name = pick(g, "o.*", "m*", "*.keyword", "*", "t*", "nope")
		case 1, 2:
			name += "^" + pick(g, "2", "0.5", "3")
		}
		out = append(out, name)
	}
	return out
}

func (g *gen) multiMatch(nested string) *orderedjson.Object {
	f := g.textField(nested)
	if f == nil {
		return nil
	}
	o := obj("query", g.phrase(f))
	if !g.one(8) {
		o.Set("fields", g.someFields(nested, 3))
	}
	kind := pick(g, "", "", "best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix")
	if kind != "" {
		o.Set("type", kind)
	}
	g.maybe(4, o, "operator", pick(g, "and", "or"))
	g.maybe(8, o, "minimum_should_match", pick[any](g, 1, 2, "50%"))
	g.maybe(6, o, "tie_breaker", pick[any](g, 0.3, 1.0, 0))
	g.maybe(5, o, "lenient", g.one(2))
	g.maybe(14, o, "analyzer", pick(g, "standard", "whitespace"))
	g.maybe(14, o, "zero_terms_query", pick(g, "all", "none"))
	g.maybe(14, o, "slop", pick(g, 1, 2))
	if kind == "" || kind == "best_fields" || kind == "most_fields" || kind == "bool_prefix" {
		g.fuzzyOptions(o)
	}
	return obj("multi_match", g.boosted(o))
}

// bare is a word that a query string can hold as it is.
func (g *gen) bare(f *known) string {
	w := g.word(f)
	w = strings.NewReplacer("/", "\\/", ":", "\\:", "\"", "", "(", "", ")", "", "-", "\\-", "!", "", "*", "\\*", " ", "\\ ").Replace(w)
	if w == "" || w == "\\" {
		return "fox"
	}
	return w
}

// broken are clauses that make a query string fail, or nearly.
var broken = []string{"fox AND", "(fox", "\"fox", "fox:", "[a TO", "a:b:c", "fox~~", "", "NOT", "AND", "\\", "fox^", "fox^x", "{1 TO}", "/a", "+", "fox OR OR dog", "field:", "~2"}

// clause makes up a clause of a query string.
func (g *gen) clause(nested string, depth int) string {
	f := g.field(nested)
	if g.one(2) {
		f = g.textField(nested)
	}
	if f == nil {
		return "fox"
	}
	field := ""
	if !g.one(3) {
		field = f.path + ":"
		if g.one(20) {
			field = pick(g, "o.\\*:", "nope:", "m\\*:", "\\*:")
		}
	}
	word := g.bare(f)
	if g.odd(8) {
		return pick(g, broken...)
	}
	switch g.IntN(17) {
	case 0:
		return field + "\"" + strings.ReplaceAll(g.phrase(f), "\"", "") + "\"" + pick(g, "", "", "~2", "^2")
	case 1:
		return field + string([]rune(word)[:1]) + "*"
	case 2:
		return field + "*" + word + pick(g, "", "*")
	case 3:
		return field + g.bare(&known{kind: "keyword", values: []any{g.mistyped(word)}}) + pick(g, "~", "~1", "~2")
	case 4:
		return field + pick(g, "[%s TO %s]", "{%s TO %s}", "[%s TO %s}")
	case 5, 6:
		low, high := g.bare(f), g.bare(f)
		if contains(dated, f.kind) {
			low, high = pick(g, "2024", "2023-12-31", "2024\\-01\\-15", "now-100y"), pick(g, "2024-02", "2025", "*", "now+100y")
		}
		return field + pick(g, "[", "{") + low + " TO " + pick(g, high, "*") + pick(g, "]", "}")
	case 7:
		return f.path + ":" + pick(g, ">", ">=", "<", "<=") + pick(g, "", " ") + g.bare(f)
	case 8:
		return "_exists_:" + pick(g, f.path, "nope", "o", "items")
	case 9:
		return field + "/" + strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(word), "\\", ""), "/", "\\/") + pick(g, "", ".*") + "/"
	case 10:
		if depth > 0 {
			return field + "(" + g.expression(nested, depth-1) + ")" + pick(g, "", "", "^3")
		}
	case 11:
		return field + word + "^" + pick(g, "2", "0.5")
	case 12:
		return field + strings.Replace(word, string([]rune(word)[:1]), "?", 1)
	case 13:
		return pick(g, "*:*", "*", "fox", "TO", "to", "\\u0066ox", "a&&b")
	}
	return field + word
}

func (g *gen) expression(nested string, depth int) string {
	var b strings.Builder
	for i := range 1 + g.IntN(4) {
		if i > 0 {
			b.WriteString(pick(g, " ", " ", " AND ", " OR ", " && ", " || ", " AND NOT ", " OR NOT "))
		}
		b.WriteString(pick(g, "", "", "", "", "+", "-", "NOT ", "!"))
		b.WriteString(g.clause(nested, depth))
	}
	out := b.String()
	if f := g.field(nested); f != nil && strings.Contains(out, "%s TO") {
		out = strings.ReplaceAll(out, "%s", g.bare(f))
	}
	return out
}

func (g *gen) queryString(nested string) *orderedjson.Object {
	o := obj("query", g.expression(nested, 2))
	if f := g.textField(nested); f != nil {
		switch g.IntN(4) {
		case 0, 1:
			o.Set("default_field", pick(g, f.path, f.path, f.path, "*", "o.*"))
		case 2:
			o.Set("fields", g.someFields(nested, 3))
		}
	}
	g.maybe(4, o, "default_operator", pick(g, "and", "or", "AND"))
	g.maybe(8, o, "lenient", g.one(2))
	g.maybe(8, o, "analyze_wildcard", true)
	g.maybe(14, o, "allow_leading_wildcard", false)
	g.maybe(10, o, "minimum_should_match", pick[any](g, 1, 2, "50%"))
	g.maybe(14, o, "phrase_slop", pick(g, 1, 2))
	g.maybe(14, o, "fuzziness", pick[any](g, "AUTO", 1))
	g.maybe(20, o, "fuzzy_prefix_length", 1)
	g.maybe(20, o, "fuzzy_max_expansions", 2)
	g.maybe(20, o, "fuzzy_transpositions", false)
	g.maybe(16, o, "analyzer", pick(g, "standard", "whitespace", "keyword"))
	g.maybe(20, o, "quote_analyzer", "whitespace")
	g.maybe(20, o, "quote_field_suffix", ".keyword")
	g.maybe(16, o, "time_zone", pick(g, "+09:00", "Europe/Paris"))
	g.maybe(16, o, "type", pick(g, "best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix"))
	g.maybe(20, o, "tie_breaker", 0.5)
	g.maybe(20, o, "escape", true)
	g.maybe(20, o, "auto_generate_synonyms_phrase_query", false)
	g.maybe(25, o, "enable_position_increments", false)
	g.maybe(25, o, "max_determinized_states", 100)
	g.maybe(25, o, "rewrite", "constant_score")
	return obj("query_string", g.boosted(o))
}

func (g *gen) simpleQueryString(nested string) *orderedjson.Object {
	var b strings.Builder
	for i := range 1 + g.IntN(4) {
		f := g.textField(nested)
		if f == nil {
			return nil
		}
		if i > 0 {
			b.WriteString(pick(g, " ", " ", " + ", " | ", "+", "|"))
		}
		b.WriteString(pick(g, "", "", "", "-", "+"))
		word := g.word(f)
		switch g.IntN(9) {
		case 0:
			word = `"` + strings.ReplaceAll(g.phrase(f), `"`, "") + `"` + pick(g, "", "~2", "~1")
		case 1:
			word = g.part(f) + "*"
		case 2:
			word = g.mistyped(word) + pick(g, "~", "~1", "~2")
		case 3:
			word = "(" + word + pick(g, " ", " | ", " + ") + g.word(f) + ")"
		case 4:
			word = pick(g, "fox*", "(fox", "\"fox", "\\-fox", "a:b", "|", "+", "-", "*", "~", "fox~x", "\\", "(|fox)", ")")
		}
		b.WriteString(word)
	}
	o := obj("query", b.String())
	if !g.one(5) {
		o.Set("fields", g.someFields(nested, 3))
	}
	g.maybe(3, o, "default_operator", pick(g, "and", "or"))
	g.maybe(8, o, "lenient", g.one(2))
	g.maybe(10, o, "flags", pick(g, "ALL", "NONE", "AND|OR", "PREFIX|PHRASE", "OR|NOT|PREFIX", "FUZZY|SLOP", "WHITESPACE", "PRECEDENCE|AND", "ESCAPE"))
	g.maybe(10, o, "minimum_should_match", pick[any](g, 1, 2, "50%"))
	g.maybe(10, o, "analyze_wildcard", true)
	g.maybe(16, o, "analyzer", pick(g, "standard", "whitespace", "keyword"))
	g.maybe(20, o, "quote_field_suffix", ".keyword")
	g.maybe(20, o, "fuzzy_prefix_length", 1)
	g.maybe(20, o, "fuzzy_max_expansions", 2)
	g.maybe(20, o, "fuzzy_transpositions", false)
	g.maybe(20, o, "auto_generate_synonyms_phrase_query", false)
	return obj("simple_query_string", g.boosted(o))
}
