package insights

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// equals converts f = value.
func (c *converter) equals(left, right Expr) clause.Clause { return c.equalsBy("=", left, right) }

// equalsBy is equals for a comparison that the query writes by an operator.
func (c *converter) equalsBy(op string, left, right Expr) clause.Clause {
	f, ok := c.field(left)
	if !ok {
		return clause.Nothing()
	}
	if isLine(f.Name) {
		c.refuse(f.Place, "Whole line in a comparison", "@message is text in the index, and longer than a keyword can be: only what it holds can be looked for, by like. Better compare the field of the event that is meant.")
		return clause.Nothing()
	}
	switch v := right.(type) {
	case *Text:
		return c.equalsText(f, op, v.Value, v.Place)
	case *Bool:
		return clause.Values(f.Name, v.Value)
	case *Number:
		if n := strings.TrimPrefix(v.Value, "-"); len(n) > 1 && n[0] == '0' && n[1] != '.' || len(n) == 12 {
			return c.equalsText(f, op, v.Value, v.Place) // an account: a text of digits
		}
		return clause.Values(f.Name, json.Number(v.Value))
	case *Bare:
		return c.unquoted(f, op, v.Value, v.Place)
	case *Field:
		if !v.Quoted && !c.isField(v.Name) {
			return c.unquoted(f, op, v.Name, v.Place)
		}
		c.refuse(v.Place, "Comparison of two fields", "Without quotes "+v.Name+" is a field, and a search compares a field with a value only. If it is a value, write it in quotes: "+strconv.Quote(v.Name)+".")
	case *Arithmetic:
		c.refuseArithmetic(v)
	default:
		c.refuse(right.Where(), "Comparison that is not converted", "A field is compared with a text in quotes or with a number.")
	}
	return clause.Nothing()
}

// unquoted corrects a value without quotes, where it can't be a field.
func (c *converter) unquoted(f *Field, op, value string, at Place) clause.Clause {
	c.note(at, "Value without quotes", "Without quotes Insights takes "+value+" for a field, compares two fields, and finds nothing. It is taken for the text "+strconv.Quote(value)+
		": no such field is known, of CloudTrail or from the rest of the query. Write the quotes in the query too.")
	return c.equalsText(f, op, value, at)
}

var shortNumber = pattern.New(`^-?[0-9]{1,9}(\.[0-9]+)?$`)

func (c *converter) equalsText(f *Field, op, value string, at Place) clause.Clause {
	exact, ok := c.exact(f)
	switch {
	case !ok:
		return clause.Nothing()
	case strings.Contains(value, "*"):
		return c.starred(&starred{f, exact, op, value, at})
	case (value == "true" || value == "false") && c.options.Mapping.Type(f.Name) == "":
		return clause.Values(f.Name, value) // texts and booleans alike
	case shortNumber.MatchString(value) && c.options.Mapping.Type(f.Name) == "":
		c.note(at, "Number in quotes", "It is compared as a text, in "+exact+". If the index holds numbers in "+f.Name+", this finds nothing: write it without quotes then, or give --mapping.")
	}
	return lucene.Matcher{Literal: value, Start: true, End: true}.Clause(exact)
}

// starred is a comparison with a value that has a star.
type starred struct {
	field     *Field
	exact, op string
	value     string
	at        Place
}

// starred corrects a star in a value that is compared as a whole: it is what patterns of
// metric filters have, and no other meaning would find anything.
func (c *converter) starred(s *starred) clause.Clause {
	name := s.field.Name
	if !c.isText(s.field, s.exact) {
		return clause.Nothing()
	}
	if strings.Trim(s.value, "*") == "" {
		c.refuse(s.at, "Star as a value", s.op+" compares with the star itself. Where any value is meant, write ispresent("+name+"); where the star is meant, "+name+` like /^\*$/.`)
		return clause.Nothing()
	}
	like, effect := " like ", "finds nothing"
	if s.op == "!=" {
		like, effect = " not like ", "excludes nothing"
	}
	c.note(s.at, "Star in a comparison", "Insights compares letter by letter, so that "+s.op+" looks for the star itself and "+effect+
		": a star is a wildcard in metric filters only. Here it is taken for any text, as it was meant. Write it so in the query too: "+name+like+asRegexp(s.value)+
		". If the star itself is meant: "+name+like+literalRegexp(s.value)+".")
	if strings.HasSuffix(s.value, "*") && !strings.Contains(s.value, lucene.Braces) && !strings.Contains(s.value[:len(s.value)-1], "*") {
		return clause.Query("prefix", orderedjson.One(s.exact, s.value[:len(s.value)-1]))
	}
	return clause.Query("wildcard", orderedjson.One(s.exact, strings.NewReplacer(`\`, `\\`, "?", `\?`, lucene.Braces, `\{\{`).Replace(s.value)))
}

// asRegexp is a value with stars as Insights would have it.
func asRegexp(value string) string {
	start, end := "^", "$"
	if strings.HasPrefix(value, "*") {
		start = ""
	}
	if strings.HasSuffix(value, "*") {
		end = ""
	}
	parts := strings.Split(strings.Trim(value, "*"), "*")
	for i, part := range parts {
		parts[i] = slashed(part)
	}
	return "/" + start + strings.Join(parts, ".*") + end + "/"
}

func literalRegexp(value string) string { return "/^" + slashed(value) + "$/" }

func slashed(text string) string {
	return strings.ReplaceAll(regexp.QuoteMeta(text), "/", `\/`)
}
