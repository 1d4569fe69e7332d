package metricfilter

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// keywordLimit is ignore_above of the .keyword that dynamic mapping makes, in UTF-16
// units: what is longer stands in the text field only.
const keywordLimit = 256

var operators = map[Operator]string{Less: "lt", LessOrEqual: "lte", Greater: "gt", GreaterOrEqual: "gte"}

func (c *converter) comparison(x *Comparison) (clauses, *Problem) {
	field, problem := c.path(x.Selector)
	if problem != nil {
		return clauses{}, problem
	}
	c.show(field)
	if x.Operator == NotEqual && x.Selector.any() {
		return clauses{}, cannot(x.Selector.At, "A search can't say that some element differs",
			"An index keeps the values of a list without their places, so != holds here where no element is equal, and in CloudWatch where one isn't. Say which values count: = with ||.")
	}
	if bounds, ranged := operators[x.Operator]; ranged {
		c.numeric(field, x)
		return clauses{holds: []any{object("range", object(field, object(bounds, x.Value.Number())))}}, nil
	}
	clause, problem := c.equal(field, x)
	switch {
	case problem != nil:
		return clauses{}, problem
	case x.Operator == Equal:
		return clauses{holds: []any{clause}}, nil
	default: // an event without the value doesn't match (the page)
		return clauses{holds: []any{exists(field)}, fails: []any{clause}}, nil
	}
}

// numeric says where a number is compared of which nobody knows that it is one.
func (c *converter) numeric(field string, x *Comparison) {
	if c.fields.Type(field) == "" {
		c.note(x.Value.At, "A number is compared", "%s has to be mapped as a number for that, as it is where events have numbers there. For a text in digits write it in quotes. --mapping tells.", field)
	}
}

// equal is the clause for a value that is the same.
func (c *converter) equal(field string, x *Comparison) (any, *Problem) {
	v := x.Value
	kind := c.kind(field)
	switch {
	case kind == dates:
		return nil, cannot(x.Selector.At, "A time can't be compared as a text", "%s is mapped as a date, so it isn't searched by how it is written. Take it out: a monitor's window is a time range already.", field)
	case v.Regex:
		return c.matching(field, v)
	case v.IsNumber() && kind == unknown:
		c.numeric(field, x)
		return term(field, v.Number()), nil
	case v.IsNumber() && kind == numbers:
		return term(field, v.Number()), nil
	case v.looksNumeric() && (kind == unknown || kind == numbers):
		return nil, cannot(v.At, "A number can't have a wildcard here", "An index compares numbers by value, not by their digits. Write a range, such as $.status >= 400 && $.status < 500; or, for a text, quotes: %q.", v.Text)
	}
	w, problem := v.wildcard()
	if problem != nil {
		return nil, problem
	}
	if w.before && w.after && w.text == "" {
		return exists(field), nil
	}
	if kind == numbers || kind == flags {
		return nil, cannot(v.At, "A text is compared with something else", "%s is mapped as %s, and how CloudWatch compares that with a text isn't documented. Write a number without quotes, or IS TRUE.", field, c.fields.Type(field))
	}
	exact := c.fields.Exact(field)
	if problem := c.fits(exact, field, w, v); problem != nil {
		return nil, problem
	}
	return w.like(exact), nil
}

// fits says where a .keyword is too short for what is asked.
func (c *converter) fits(exact, field string, w wild, v Value) *Problem {
	if exact == field {
		return nil
	}
	if length := len(utf16.Encode([]rune(w.text))); length > keywordLimit && !w.before && !w.after {
		return cannot(v.At, "A text is too long to be compared", "%s holds texts of %d characters at most, and this one has %d.", exact, keywordLimit, length)
	}
	if w.before || w.after {
		c.long(exact, v.At)
	}
	return nil
}

func (c *converter) long(exact string, at int) {
	if strings.HasSuffix(exact, ".keyword") && longFields[strings.TrimSuffix(exact, ".keyword")] {
		c.note(at, "Long texts are not searched", "%s lacks texts of more than %d characters, which this field of CloudTrail often has.", exact, keywordLimit)
	}
}

func (c *converter) is(x *Is) (clauses, *Problem) {
	field, problem := c.path(x.Selector)
	if problem != nil {
		return clauses{}, problem
	}
	c.show(field)
	if x.What == "NULL" {
		return clauses{}, cannot(x.Selector.At, "A search can't find null", "An index keeps no null: it can't be told from a value that is missing. If either will do, write NOT EXISTS.")
	}
	return clauses{holds: []any{term(field, x.What == "TRUE")}}, nil
}

func (c *converter) missing(x *Missing) (clauses, *Problem) {
	field, problem := c.path(x.Selector)
	if problem != nil {
		return clauses{}, problem
	}
	switch {
	case x.Selector.any():
		return clauses{}, cannot(x.Selector.At, "NOT EXISTS of any element isn't documented", "Name the list itself, or what has to stand in it.")
	case slices.Contains(nullable, field):
		return clauses{}, cannot(x.Selector.At, "A search can't tell null from what is missing", "CloudTrail writes null in %s where there is nothing, which is something to NOT EXISTS. Name a field below it.", field)
	case c.kind(field) == unknown && !inRecord(field):
		c.note(x.Selector.At, "null counts as missing", "NOT EXISTS doesn't hold in CloudWatch where %s is null. An index keeps no null, so it does here.", field)
	}
	return clauses{fails: []any{exists(field)}}, nil
}
