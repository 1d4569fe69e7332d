package conformance

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

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
