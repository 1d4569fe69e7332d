package insights

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// converter makes a monitor of a query.
type converter struct {
	source  convert.Source
	options convert.Options
	result  *convert.Result
	names   map[string]Expr // what fields … as NAME gave a name to
	fields  map[string]bool // names that the query uses as fields
	present map[string]bool // fields that it says are there
	lacking []Place         // of comparisons that hold where a field is missing
	told    map[string]bool // notes that are told once
}

func (c *converter) refuse(at Place, summary, detail string) {
	c.result.Refuse(c.source.Range(at.From, at.To), summary, detail)
}

func (c *converter) note(at Place, summary, detail string) {
	c.result.Note(c.source.Range(at.From, at.To), summary, detail)
}

// noteOnce tells a note at the first of several places that it is about.
func (c *converter) noteOnce(at Place, summary, detail string) {
	if !c.told[summary+detail] {
		c.told[summary+detail] = true
		c.note(at, summary, detail)
	}
}

// nothing is what a refused condition becomes; the monitor is left out anyway.

// condition converts a condition.
func (c *converter) condition(e Expr) clause.Clause {
	switch e := e.(type) {
	case *And:
		return clause.All(c.conditions(e.Parts))
	case *Or:
		return clause.Any(c.conditions(e.Parts))
	case *Not:
		c.negates(e.Part)
		return clause.None(c.condition(e.Part))
	case *Compare:
		return c.compare(e)
	case *Like:
		return c.like(e)
	case *In:
		return c.in(e)
	case *Call:
		return c.call(e)
	case *Field:
		if given, ok := c.names[e.Name]; ok && !e.Quoted {
			if _, isField := given.(*Field); !isField {
				return c.condition(given)
			}
		}
		c.refuse(e.Place, "Field instead of a condition", "What should "+e.Name+" be? A condition compares it, such as: "+e.Name+` = "…", or ispresent(`+e.Name+").")
	case *Arithmetic:
		c.refuseArithmetic(e)
	default:
		c.refuse(e.Where(), "Value instead of a condition", "A condition compares a field with a value, such as: eventName = \"ConsoleLogin\".")
	}
	return clause.Nothing()
}

func (c *converter) conditions(parts []Expr) []clause.Clause {
	out := make([]clause.Clause, len(parts))
	for i, part := range parts {
		out[i] = c.condition(part)
	}
	return out
}

func (c *converter) refuseArithmetic(e Expr) {
	c.refuse(e.Where(), "Arithmetic in a condition", "A search compares fields as they are stored, and reckons nothing. Write the value that comes out, or store what is reckoned with the events.")
}

// negates remembers a comparison that holds for events without its field.
func (c *converter) negates(e Expr) {
	var left Expr
	switch e := e.(type) {
	case *Compare:
		left = e.Left
	case *Like:
		left = e.Left
	case *In:
		left = e.Left
	default:
		return
	}
	if f, ok := left.(*Field); ok && !c.present[f.Name] {
		c.lacking = append(c.lacking, f.Place)
	}
}

// compare converts = != < <= > >=, with the field on either side.
func (c *converter) compare(e *Compare) clause.Clause {
	left, right, op := e.Left, e.Right, e.Op
	if isValue(left) && !isValue(right) {
		left, right = right, left
		op = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}[op]
		if op == "" {
			op = e.Op
		}
	}
	call, isCall := left.(*Call)
	if f, ok := left.(*Field); ok && !f.Quoted {
		if given, named := c.names[f.Name].(*Call); named {
			call, isCall = given, true
		}
	}
	switch {
	case isCall:
		return c.compareCall(e, call, right)
	case op == "=":
		return c.equals(left, right)
	case op == "!=":
		c.negates(&Compare{Left: left})
		return clause.None(c.equalsBy(op, left, right))
	default:
		return c.ordered(e, left, op, right)
	}
}

func isValue(e Expr) bool {
	switch e.(type) {
	case *Text, *Number, *Bool, *Bare, *Span:
		return true
	}
	return false
}

// ordered converts a comparison by size.
func (c *converter) ordered(e *Compare, left Expr, op string, right Expr) clause.Clause {
	f, ok := c.field(left)
	if !ok {
		return clause.Nothing()
	}
	if f.Name == "@timestamp" || f.Name == c.options.Family.TimeField() {
		c.refuse(e.Place, "Time range in the query", "A monitor looks at the time up to each run: --last says how far back. Take this condition out.")
		return clause.Nothing()
	}
	n, ok := right.(*Number)
	if !ok {
		c.refuse(right.Where(), "Comparison by size with what is no number", op+" compares numbers here: in Insights, too, only they are compared by their size for certain.")
		return clause.Nothing()
	}
	switch c.options.Mapping.Type(f.Name) {
	case "text", "keyword", "match_only_text", "wildcard", "constant_keyword":
		c.refuse(e.Place, "Numbers that are stored as text", f.Name+" is text in the index, where 9 is more than 10. Map it as a number first.")
		return clause.Nothing()
	}
	return clause.Query("range", orderedjson.One(f.Name, orderedjson.One(map[string]string{"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}[op], json.Number(n.Value))))
}

// in converts a list of values.
func (c *converter) in(e *In) clause.Clause {
	var parts []clause.Clause
	for _, v := range e.Values {
		parts = append(parts, c.equals(e.Left, v))
	}
	return clause.Any(parts)
}

// call converts a function that is true or false.
func (c *converter) call(e *Call) clause.Clause {
	argument := func(n int) bool {
		if len(e.Args) == n {
			return true
		}
		c.refuse(e.Place, "Wrong number of arguments", e.Name+" takes "+map[int]string{1: "one argument: a field.", 2: "two arguments: a field and a text."}[n])
		return false
	}
	switch e.Name {
	case "ispresent", "isempty", "isblank":
		if !argument(1) {
			return clause.Nothing()
		}
		f, ok := c.field(e.Args[0])
		if !ok {
			return clause.Nothing()
		}
		return c.presence(e.Name, f)
	case "strcontains":
		if !argument(2) {
			return clause.Nothing()
		}
		return c.like(&Like{Place: e.Place, Left: e.Args[0], Pattern: textOf(e.Args[1]), At: e.Args[1].Where()})
	}
	c.refuse(e.Place, "Function that is not converted", e.Name+" is reckoned for each event when the query runs, which a search can't. Converted are ispresent, isempty, isblank and strcontains, and tolower and toupper compared with a text.")
	return clause.Nothing()
}

func textOf(e Expr) string {
	if t, ok := e.(*Text); ok {
		return t.Value
	}
	return ""
}

// presence converts ispresent, isempty and isblank.
func (c *converter) presence(name string, f *Field) clause.Clause {
	there := clause.Query("exists", orderedjson.One("field", f.Name))
	if name == "ispresent" {
		return there
	}
	exact, ok := c.exact(f)
	switch {
	case !ok:
		return clause.Nothing()
	case isLine(f.Name):
		return clause.None(there)
	case name == "isempty":
		return clause.Any([]clause.Clause{clause.None(there), clause.Values(exact, "")})
	}
	return clause.Any([]clause.Clause{clause.None(there), clause.Query("regexp", orderedjson.One(exact, "[ \t\n\v\f\r]*"))})
}

// compareCall converts a function that is compared.
func (c *converter) compareCall(e *Compare, call *Call, right Expr) clause.Clause {
	switch v := right.(type) {
	case *Number, *Bool:
		number, _ := v.(*Number)
		boolean, _ := v.(*Bool)
		yes := boolean != nil && boolean.Value || number != nil && number.Value == "1"
		no := boolean != nil && !boolean.Value || number != nil && number.Value == "0"
		if (e.Op == "=" || e.Op == "!=") && (yes || no) && call.isCondition() {
			if yes == (e.Op == "=") {
				return c.call(call)
			}
			return clause.None(c.call(call))
		}
	case *Text:
		if (call.Name == "tolower" || call.Name == "toupper") && len(call.Args) == 1 && (e.Op == "=" || e.Op == "!=") {
			return c.anyCase(e, call, v)
		}
	}
	if call.isCondition() {
		c.refuse(e.Place, "Comparison of a condition", call.Name+" is true or false: leave the comparison out, or compare with 1 or 0.")
		return clause.Nothing()
	}
	return c.call(call)
}

func (e *Call) isCondition() bool {
	return e.Name == "ispresent" || e.Name == "isempty" || e.Name == "isblank" || e.Name == "strcontains"
}

// anyCase converts tolower(f) = "text".
func (c *converter) anyCase(e *Compare, call *Call, v *Text) clause.Clause {
	f, ok := c.field(call.Args[0])
	if !ok {
		return clause.Nothing()
	}
	exact, ok := c.exact(f)
	if !ok {
		return clause.Nothing()
	}
	change := strings.ToLower
	if call.Name == "toupper" {
		change = strings.ToUpper
	}
	if change(v.Value) != v.Value || strings.ContainsFunc(v.Value, lucene.BeyondASCII) || isLine(f.Name) {
		c.refuse(v.Place, "Comparison that can't hold", "What "+call.Name+" makes never is "+v.Value+", or holds letters whose case searches don't know.")
		return clause.Nothing()
	}
	equal := clause.Values(exact, v.Value)
	if strings.ContainsFunc(v.Value, lucene.HasCase) {
		equal = clause.Query("term", orderedjson.One(exact, clause.AnyCase(v.Value)))
	}
	if e.Op == "!=" {
		c.negates(&Compare{Left: f})
		return clause.None(equal)
	}
	return equal
}
