package sigma

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// text asks for a text with wildcards.
func (c *converter) text(f field, i *item, v *value, w wild) clause.Clause {
	if w.anything() {
		return exist(f)
	}
	literal, isLiteral := w.literal()
	switch {
	case f.kind != "" && !slices.Contains([]string{"keyword", "constant_keyword", "wildcard"}, f.kind):
		return c.typed(f, v, literal, isLiteral)
	case !isLiteral && convert.MayBeCut(f.name, f.exact):
		c.note(i.key, "Values that may be too long", "Of "+f.name+" only values of up to 256 characters are in "+f.exact+", by default: longer ones are not looked at.")
	}
	if yes, ok := truth(literal); ok && isLiteral && !i.cased {
		return c.boolean(f, yes)
	}
	asked := c.written(f, i, v, w)
	if isLiteral && f.kind == "" && f.exact != f.name && decimal.MatchString(literal) && len(literal) != 12 { // 12: an account, always a text
		return apart(f, asked, json.Number(literal))
	}
	return asked
}

// written is a text as term, prefix, wildcard or regexp ask for it.
func (c *converter) written(f field, i *item, v *value, w wild) clause.Clause {
	letters := !i.cased && w.has(func(r rune) bool { return lucene.HasCase(r) && !lucene.BeyondASCII(r) })
	query, asked := "wildcard", w.pattern()
	if text, ok := w.literal(); ok {
		if query, asked = "term", text; !letters {
			query = ""
		}
	} else if text, ok := w.prefix(); ok {
		query, asked = "prefix", text
	}
	beyond := !i.cased && w.has(func(r rune) bool { return lucene.HasCase(r) && lucene.BeyondASCII(r) })
	if beyond || strings.Contains(asked, lucene.Braces) {
		query, asked = "regexp", w.regexp()
		if n := utf8.RuneCountInString(asked); n > longestRegexp {
			c.refuse(v.node, "Text that is too long", fmt.Sprintf("It holds {{, or letters beyond ASCII, and so must be asked for as a regular expression: that is of %d characters, where indices take 1,000 by default.", n))
		}
	}
	switch {
	case query == "":
		return clause.Values(f.exact, asked)
	case letters:
		return clause.Query(query, orderedjson.One(f.exact, clause.AnyCase(asked)))
	}
	return clause.Query(query, orderedjson.One(f.exact, asked))
}

// longestRegexp is what index.max_regex_length allows by default.
const longestRegexp = 1000

// typed asks for a text in a field that holds none.
func (c *converter) typed(f field, v *value, literal string, isLiteral bool) clause.Clause {
	_, err := netip.ParseAddr(literal)
	yes, isTruth := truth(literal)
	switch {
	case isLiteral && f.kind == "boolean" && isTruth:
		return clause.Values(f.name, yes)
	case isLiteral && slices.Contains(numeric, f.kind) && decimal.MatchString(literal):
		return clause.Values(f.name, json.Number(literal))
	case isLiteral && f.kind == "ip" && err == nil:
		return clause.Values(f.name, literal)
	}
	c.refuse(v.node, "Value that a field can't have", f.name+" is of the type "+f.kind+" in the index, which has no texts such as "+strconv.Quote(v.text)+".")
	return clause.Nothing()
}

// expression asks by a regular expression.
func (c *converter) expression(f field, i *item, v *value) clause.Clause {
	if f.kind != "" && !slices.Contains([]string{"keyword", "wildcard"}, f.kind) {
		c.refuse(i.key, "Regular expression on what is no text", f.name+" is of the type "+f.kind+" in the index, and only texts can be asked by an expression.")
		return clause.Nothing()
	}
	found, err := lucene.Read(v.text, lucene.Flags{AnyCase: strings.Contains(v.flags, "i"), Lines: strings.Contains(v.flags, "m"), OneLine: !strings.Contains(v.flags, "s")})
	if err != nil {
		c.refuse(v.node, "Regular expression that is not converted", "Of this expression a search can't ask everything: "+err.Error()+".")
		return clause.Nothing()
	}
	if convert.MayBeCut(f.name, f.exact) {
		c.note(i.key, "Values that may be too long", "Of "+f.name+" only values of up to 256 characters are in "+f.exact+", by default: longer ones are not looked at.")
	}
	var parts []clause.Clause
	for _, m := range found {
		if m.Free() {
			return exist(f)
		}
		parts = append(parts, m.Clause(f.exact))
	}
	return clause.Any(parts)
}
