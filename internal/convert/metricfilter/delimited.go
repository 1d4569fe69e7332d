package metricfilter

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// delimited is a line of fields, as a regular expression for all of it. A blank divides
// fields; what stands in quotes or brackets is one.
//
// What can't be said so is refused: numbers that are compared by value, and lines whose
// fields hold what an expression can't tell apart.
func (c *converter) delimited(d *Delimited) (clauses, *Problem) {
	field, problem := c.line(d.Fields[0].At)
	if problem != nil {
		return clauses{}, problem
	}
	c.note(d.Fields[0].At, "A line is held against one expression", "A line in which a quote or a bracket stands within a word has no match here; what its fields are isn't documented.")
	all := clauses{}
	for i, f := range d.Fields {
		if f.Condition == nil {
			continue
		}
		one, problem := c.ofField(f.Condition, func(in inner) any { return regexpClause(field, d.shape(i, in)) })
		if problem != nil {
			return clauses{}, problem
		}
		all.holds, all.fails = append(all.holds, one.holds...), append(all.fails, one.fails...)
	}
	if len(all.holds) == 0 || c.negated { // any other clause that holds has the shape
		all.holds = append(all.holds, regexpClause(field, d.shape(-1, nil)))
	}
	for _, clause := range slices.Concat(all.holds, all.fails) {
		if tooLong(clause) {
			return clauses{}, cannot(d.Fields[0].At, "The expression for a line would be too long", "A server takes regular expressions of %d characters. Name fewer fields, with ... for the others.", maxRegex)
		}
	}
	return all, nil
}

// tooLong tells whether a clause has an expression that a server refuses.
func tooLong(clause any) bool {
	o, _ := clause.(*orderedjson.Object)
	if in := o.Object("regexp"); in.Len() == 1 {
		text, _ := in.Members()[0].Value.(string)
		return len(text) > maxRegex
	}
	list, _ := o.Object("bool").Get("should")
	clauses, _ := list.([]any)
	return slices.ContainsFunc(clauses, tooLong)
}

// What a field of any text looks like: in quotes, in brackets, or bare.
const anyField = `(\"[^"]*\"|\[[^\]]*\]|[^ "\[\]]+)`

// maxRegex is index.max_regex_length, as it is unless somebody sets it.
const maxRegex = 1000

// inner is what a field holds, given what may stand for any text there and which
// characters can't; false where the field can't hold it.
type inner func(anything, not string) (string, bool)

// around is an expression for a field that holds something.
func (in inner) around() string {
	var ways []string
	for _, w := range []struct{ open, anything, not, shut string }{
		{`\"`, `[^"]*`, `"`, `\"`}, {`\[`, `[^\]]*`, "]", `\]`}, {"", `[^ "\[\]]*`, ` "[]`, ""},
	} {
		if text, ok := in(w.anything, w.not); ok && w.open+text != "" {
			ways = append(ways, w.open+text+w.shut)
		}
	}
	return "(" + strings.Join(ways, "|") + ")"
}

// shape is an expression for lines with as many fields; the one at a place holds
// something.
func (d *Delimited) shape(place int, in inner) string {
	var b strings.Builder
	for i, f := range d.Fields {
		last := i == len(d.Fields)-1
		switch {
		case f.Ellipsis && last && i == 0:
			return ".*"
		case f.Ellipsis && last:
			b.WriteString("( +" + anyField + ")*")
			continue
		case f.Ellipsis:
			b.WriteString("(" + anyField + " +)*")
			continue
		case i == place && in != nil:
			b.WriteString(in.around())
		default:
			b.WriteString(anyField)
		}
		if !last && !(d.Fields[i+1].Ellipsis && i+1 == len(d.Fields)-1) {
			b.WriteString(" +")
		}
	}
	return b.String()
}

// ofField are the clauses of a condition on one field.
func (c *converter) ofField(condition Condition, of func(inner) any) (clauses, *Problem) {
	switch x := condition.(type) {
	case *All:
		var all clauses
		for _, inner := range x.Of {
			one, problem := c.ofField(inner, of)
			if problem != nil {
				return clauses{}, problem
			}
			all.holds, all.fails = append(all.holds, one.holds...), append(all.fails, one.fails...)
		}
		return all, nil
	case *Any:
		var should []any
		for _, inner := range x.Of {
			one, problem := c.ofField(inner, of)
			if problem != nil {
				return clauses{}, problem
			}
			should = append(should, one.clause())
		}
		return clauses{holds: []any{either(should)}}, nil
	case *Comparison:
		return c.fieldCompared(x, of)
	}
	return clauses{}, nil
}

func (c *converter) fieldCompared(x *Comparison, of func(inner) any) (clauses, *Problem) {
	_, ranged := operators[x.Operator]
	switch {
	case ranged:
		return clauses{}, cannot(x.Value.At, "A piece of a line can't be compared as a number", "A line is one text to an index. Let what writes to the index take it apart (a Logstash or ingest pipeline), and compare the field.")
	case x.Value.Regex:
		return clauses{}, cannot(x.Value.At, "An expression inside of a line's field can't be converted", "Let what writes to the index take the line apart, and match the field.")
	}
	w, problem := x.Value.wildcard()
	if problem != nil {
		return clauses{}, problem
	}
	if !w.before && !w.after && strings.TrimSpace(w.text) == "" {
		return clauses{}, cannot(x.Value.At, "A field of a line isn't empty", "Whether CloudWatch finds \"\" or - there isn't documented.")
	}
	clause := of(w.inner)
	if w.text == "" {
		clause = of(nil) // whatever stands there
	}
	if x.Operator == NotEqual {
		c.negated = true
		return clauses{fails: []any{clause}}, nil
	}
	return clauses{holds: []any{clause}}, nil
}

// inner is a text with its wildcards as a field holds it.
func (w wild) inner(anything, not string) (string, bool) {
	text := luceneLiteral(w.text)
	if w.before {
		text = anything + text
	}
	if w.after {
		text += anything
	}
	return text, !strings.ContainsAny(w.text, not)
}

func luceneLiteral(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteString(escaped(byte(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
