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

// field is a field of the index.
type field struct {
	name  string
	exact string // in which its texts stand whole
	kind  string // its type, empty where it is not known
}

var numeric = []string{"long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "unsigned_long"}

// known is the field of the index that an item names; false where it is none that can be
// asked for.
func (c *converter) known(i *item) (field, bool) {
	f := field{name: i.field, kind: c.options.Mapping.Type(i.field)}
	for _, part := range strings.Split(f.name, ".") {
		if _, err := strconv.Atoi(part); err == nil || part == "" || strings.ContainsAny(part, "[]*") {
			c.refuse(i.key, "Field that an index has not", f.name+" names an item of a list, or several fields at once. An index has the values of a list under one name, and doesn't know which item a value belongs to.")
			return f, false
		}
	}
	if !c.hasField(f.name) {
		if c.options.Mapping != nil {
			c.note(i.key, "Field that is not mapped", "The mapping has no field "+f.name+". As long as no event brings it, conditions on it find nothing.")
		} else {
			c.note(i.key, "Field that events don't have", "CloudTrail's events have no field "+f.name+", so that conditions on it find nothing.")
		}
	}
	if c.options.Mapping == nil {
		f.kind = c.usual(f.name)
	}
	f.exact = c.options.Exact(f.name)
	if exact, ok := c.options.Mapping.Exact(f.name); !ok && (f.kind == "text" || f.kind == "match_only_text") && i.asksText() {
		c.refuse(i.key, "Text that can't be compared as a whole", f.name+" is text in the index, without a keyword beside it: only its words can be looked for. Map it with a keyword field first.")
		return f, false
	} else if ok {
		f.kind = c.options.Mapping.Type(exact)
	}
	return f, true
}

// usual is the type that a field has by itself, as far as it is known without a mapping.
func (c *converter) usual(name string) string {
	switch {
	case name == "readOnly" || name == "managementEvent":
		return "boolean"
	case c.options.Family == convert.LogAWS && strings.HasSuffix(name, ".ip"): // as ECS has them
		return "ip"
	}
	return ""
}

// asksText tells whether a value is looked for in whole texts.
func (i *item) asksText() bool {
	return slices.ContainsFunc(i.values, func(v *value) bool {
		return v.kind != isNull && v.kind != isThere && !(v.kind == isText && len(v.texts) == 1 && v.texts[0].anything())
	})
}

// match converts one value.
func (c *converter) match(f field, i *item, v *value) clause.Clause {
	switch v.kind {
	case isNull:
		return clause.None(exist(f))
	case isThere:
		if v.yes {
			return exist(f)
		}
		return clause.None(exist(f))
	case isBound:
		return c.bounded(f, i, v)
	case isNumber:
		return c.number(f, v.number)
	case isBool:
		return c.boolean(f, v.yes)
	case isNetwork:
		return c.network(f, v)
	case isRegexp:
		return c.expression(f, i, v)
	}
	if unclear(v.node) {
		c.note(v.node, "Word that may be true or false", v.text+" is a text here, as YAML 1.2 has it. Tools that read YAML 1.1 take it for "+map[bool]string{true: "true", false: "false"}[strings.EqualFold(v.text, "yes") || strings.EqualFold(v.text, "on")]+": write it in quotes.")
	}
	var parts []clause.Clause
	for _, w := range v.texts {
		parts = append(parts, c.text(f, i, v, w))
	}
	return clause.Any(parts)
}

func exist(f field) clause.Clause { return clause.Query("exists", orderedjson.One("field", f.name)) }

// bounded compares by size.
func (c *converter) bounded(f field, i *item, v *value) clause.Clause {
	if f.kind == "" || slices.Contains(numeric, f.kind) {
		return clause.Query("range", orderedjson.One(f.name, orderedjson.One(i.asked, json.Number(v.number))))
	}
	c.refuse(i.key, "Comparison by size with what is no number", f.name+" is of the type "+f.kind+" in the index, and "+i.asked+" compares numbers.")
	return clause.Nothing()
}

// number asks for a number, or for a text that reads so.
func (c *converter) number(f field, number string) clause.Clause {
	switch {
	case slices.Contains(numeric, f.kind):
		return clause.Values(f.name, json.Number(number))
	case f.kind != "" || f.exact == f.name:
		return clause.Values(f.exact, number)
	}
	return apart(f, clause.Values(f.exact, number), json.Number(number))
}

// apart asks for a text, or in a field that has no texts for what is none.
func apart(f field, text clause.Clause, other any) clause.Clause {
	return clause.Any([]clause.Clause{text, clause.All([]clause.Clause{
		clause.Values(f.name, other), clause.None(clause.Query("exists", orderedjson.One("field", f.exact))),
	})})
}

// truth reads a word that may be a text or a boolean in events.
func truth(text string) (yes, ok bool) {
	return strings.EqualFold(text, "true"), strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
}

// boolean asks for true or false, or for the word.
func (c *converter) boolean(f field, yes bool) clause.Clause {
	word := strconv.FormatBool(yes)
	switch f.kind {
	case "boolean":
		return clause.Values(f.name, yes)
	case "":
		if f.exact != f.name {
			return apart(f, clause.Query("term", orderedjson.One(f.exact, clause.AnyCase(word))), yes)
		}
		fallthrough // a field of booleans takes this, too
	default:
		return clause.Query("term", orderedjson.One(f.exact, clause.AnyCase(word)))
	}
}

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
	if !i.cased && w.has(func(r rune) bool { return lucene.HasCase(r) && lucene.BeyondASCII(r) }) {
		query, asked = "regexp", w.regexp()
		if n := utf8.RuneCountInString(asked); n > longestRegexp {
			c.refuse(v.node, "Text that is too long", fmt.Sprintf("Searches fold the case of ASCII's letters alone, and as a regular expression it is of %d characters, where indices take 1,000 by default. With cased it is asked for as it stands.", n))
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
	found, err := lucene.Read(v.regexp, lucene.Flags{AnyCase: strings.Contains(v.flags, "i"), Lines: strings.Contains(v.flags, "m"), OneLine: !strings.Contains(v.flags, "s")})
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
