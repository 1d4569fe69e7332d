package sigma

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

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
	case isField:
		return c.reference(f, i, v)
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
