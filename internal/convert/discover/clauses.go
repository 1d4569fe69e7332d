package discover

import (
	"encoding/json"
	"slices"

	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// sieve makes of a query the list of clauses that a monitor's filter is.
type sieve struct {
	*converter
	window  *jsontext.Node // the clause that is left out
	filter  []any
	mustNot []any
}

// list are the clauses of a query.
func (s *sieve) list(query *jsontext.Node) []any {
	s.take(query)
	if len(s.mustNot) > 0 {
		s.filter = append(s.filter, one("bool", one("must_not", s.mustNot)))
	}
	return s.filter
}

// known are the members of a bool that are read; what stands beside them keeps a bool as
// it is.
var known = []string{"must", "filter", "should", "must_not", "minimum_should_match", "boost", "adjust_pure_negative"}

func isPlain(b *jsontext.Node) bool {
	return !slices.ContainsFunc(b.Members, func(m jsontext.Member) bool { return !slices.Contains(known, m.Key) })
}

// take takes a clause that must hold.
func (s *sieve) take(clause *jsontext.Node) {
	if clause == s.window {
		return
	}
	if len(clause.Members) == 1 {
		inner := clause.Members[0].Value
		switch clause.Members[0].Key {
		case "match_all":
			return
		case "constant_score":
			if filter := inner.Get("filter"); filter != nil {
				s.take(filter)
				return
			}
		case "bool":
			if isPlain(inner) {
				s.takeBool(inner)
				return
			}
		}
	}
	s.filter = append(s.filter, clause.Value())
}

func (s *sieve) takeBool(b *jsontext.Node) {
	must := append(b.Get("must").List(), b.Get("filter").List()...)
	for _, clause := range must {
		s.take(clause)
	}
	for _, clause := range b.Get("must_not").List() {
		s.mustNot = append(s.mustNot, clause.Value())
	}
	should, least := b.Get("should").List(), b.Get("minimum_should_match")
	if len(should) == 0 {
		return
	}
	if least == nil && len(must) > 0 {
		s.note(b.Get("should"), "Clauses that decide nothing", "Beside must or filter, and without minimum_should_match, should changes the order of what is found, and finds nothing more or less. It is left out.")
		return
	}
	if needed := least; len(should) == 1 && (needed == nil || saysOne(needed)) {
		s.take(should[0])
		return
	}
	list := make([]any, len(should))
	for i, clause := range should {
		list[i] = clause.Value()
	}
	body := orderedjson.NewObject(orderedjson.Member{Key: "should", Value: list})
	if least != nil {
		body.Set("minimum_should_match", least.Value())
	} else {
		body.Set("minimum_should_match", json.Number("1"))
	}
	s.filter = append(s.filter, one("bool", body))
}

func saysOne(n *jsontext.Node) bool {
	number, _ := n.Scalar.(json.Number)
	return number == "1" || n.Text() == "1"
}

var one = orderedjson.One

var fixedTime = pattern.New(`[\[{"(>=]\s*"?(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}`)

// fixed tells of times that stay as they are, and so are past soon.
func (c *converter) fixed(n *jsontext.Node, window *jsontext.Node) {
	if n == window {
		return
	}
	for _, m := range n.Members {
		switch {
		case m.Key == "range":
			for _, field := range m.Value.Members {
				for _, bound := range field.Value.Members {
					if at, text := readMoment(bound.Value); at.known && !at.relative && slices.Contains([]string{"gte", "gt", "lte", "lt", "from", "to"}, bound.Key) && c.isTime(field.Key, bound.Value) {
						c.note(bound.Value, "Fixed time in the query", "This bound of "+field.Key+" stays at "+text+", whenever the monitor runs. Take the clause out of the request if it came from the page's time range.")
					}
				}
			}
		case m.Key == "query_string" && fixedTime.MatchString(m.Value.Get("query").Text()):
			c.note(m.Value.Get("query"), "Fixed time in the query", "The text holds a time that stays as it is, whenever the monitor runs.")
		}
		c.fixed(m.Value, window)
	}
	for _, item := range n.Items {
		c.fixed(item, window)
	}
}

// isTime tells whether a bound is a time: a long number is one only of a date.
func (c *converter) isTime(field string, bound *jsontext.Node) bool {
	_, number := bound.Scalar.(json.Number)
	return !number || c.options.Mapping.Type(field) == "date" || field == "@timestamp" || field == "eventTime"
}
