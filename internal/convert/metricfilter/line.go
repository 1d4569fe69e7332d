package metricfilter

import (
	"strings"
)

// line is the field that lines are searched in.
func (c *converter) line(at int) (string, *Problem) {
	if field, ok := c.fields.Line(); ok {
		c.show("@message")
		return field, nil
	}
	return "", cannot(at, "Lines can't be searched here as CloudWatch does",
		"CloudWatch looks for the letters anywhere in a line, and large ones are not small ones. A text field knows only whole words in small letters, and @message.keyword lacks lines of more than %d characters. "+
			"Map @message as wildcard, or as keyword without ignore_above, and say so with --mapping.", keywordLimit)
}

// terms are words that stand anywhere in a line.
func (c *converter) terms(t *Terms) (clauses, *Problem) {
	first := len(t.Wanted) + len(t.Optional) + len(t.Unwanted)
	if first == 0 {
		return clauses{}, nil
	}
	field, problem := c.line(at(t))
	if problem != nil {
		return clauses{}, problem
	}
	if len(t.Optional) > 0 && len(t.Wanted)+len(t.Unwanted) > 0 {
		c.note(t.Optional[0].At, "CloudWatch overlooks ? beside other terms", "Its page says that terms with ? have no effect where others stand without, so they are left out.")
		t = &Terms{Wanted: t.Wanted, Unwanted: t.Unwanted}
	}
	holds, problem := c.each(field, t.Wanted)
	if problem != nil {
		return clauses{}, problem
	}
	should, problem := c.each(field, t.Optional)
	if problem != nil {
		return clauses{}, problem
	}
	if len(should) > 0 {
		holds = append(holds, either(should))
	}
	fails, problem := c.each(field, t.Unwanted)
	return clauses{holds: holds, fails: fails}, problem
}

// at is where the first of the terms stands.
func at(t *Terms) int {
	first := -1
	for _, list := range [][]Value{t.Wanted, t.Optional, t.Unwanted} {
		for _, v := range list {
			if first < 0 || v.At < first {
				first = v.At
			}
		}
	}
	return max(first, 0)
}

func (c *converter) each(field string, values []Value) ([]any, *Problem) {
	var out []any
	for _, v := range values {
		clause := any(nil)
		var problem *Problem
		switch {
		case v.Regex:
			clause, problem = c.inLine(field, v)
		case !v.Quoted && strings.ContainsAny(v.Text, "*"):
			problem = cannot(v.At, "What * means in a term isn't documented", "A term is looked for anywhere in a line, so leave it out at the ends; or write it in quotes, or a regular expression: %%ERR.*%%.")
		default:
			clause = wild{v.Text, true, true}.like(field)
		}
		if problem != nil {
			return nil, problem
		}
		out = append(out, clause)
	}
	return out, nil
}

// inLine is the clause for an expression anywhere in a line.
func (c *converter) inLine(field string, v Value) (any, *Problem) {
	branches, problem := parseRegex(v)
	if problem != nil {
		return nil, problem
	}
	var all []string
	for _, b := range branches {
		all = append(all, b.whole())
	}
	return regexpClause(field, strings.Join(all, "|")), nil
}
