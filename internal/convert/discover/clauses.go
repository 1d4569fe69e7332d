package discover

import (
	"encoding/json"
	"regexp"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sieve makes of a query the list of clauses that a monitor's filter is.
type sieve struct {
	*converter
	window  *node // the clause that is left out
	filter  []any
	mustNot []any
}

// list are the clauses of a query.
func (s *sieve) list(query *node) []any {
	s.take(query)
	if len(s.mustNot) > 0 {
		s.filter = append(s.filter, one("bool", one("must_not", s.mustNot)))
	}
	return s.filter
}

// known are the members of a bool that are read; what stands beside them keeps a bool as
// it is.
var known = []string{"must", "filter", "should", "must_not", "minimum_should_match", "boost", "adjust_pure_negative"}

func isPlain(b *node) bool {
	return !slices.ContainsFunc(b.members, func(m member) bool { return !slices.Contains(known, m.key) })
}

// take takes a clause that must hold.
func (s *sieve) take(clause *node) {
	if clause == s.window {
		return
	}
	if len(clause.members) == 1 {
		inner := clause.members[0].value
		switch clause.members[0].key {
		case "match_all":
			return
		case "constant_score":
			if filter := inner.get("filter"); filter != nil {
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
	s.filter = append(s.filter, clause.value())
}

func (s *sieve) takeBool(b *node) {
	must := append(b.get("must").list(), b.get("filter").list()...)
	for _, clause := range must {
		s.take(clause)
	}
	for _, clause := range b.get("must_not").list() {
		s.mustNot = append(s.mustNot, clause.value())
	}
	should, least := b.get("should").list(), b.get("minimum_should_match")
	if len(should) == 0 {
		return
	}
	if least == nil && len(must) > 0 {
		s.note(b.get("should"), "Clauses that decide nothing", "Beside must or filter, and without minimum_should_match, should changes the order of what is found, and finds nothing more or less. It is left out.")
		return
	}
	if needed := least; len(should) == 1 && (needed == nil || saysOne(needed)) {
		s.take(should[0])
		return
	}
	list := make([]any, len(should))
	for i, clause := range should {
		list[i] = clause.value()
	}
	body := orderedjson.NewObject(orderedjson.Member{Key: "should", Value: list})
	if least != nil {
		body.Set("minimum_should_match", least.value())
	} else {
		body.Set("minimum_should_match", json.Number("1"))
	}
	s.filter = append(s.filter, one("bool", body))
}

func saysOne(n *node) bool {
	number, _ := n.scalar.(json.Number)
	return number == "1" || n.text() == "1"
}

func one(key string, value any) *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: key, Value: value})
}

var fixedTime = regexp.MustCompile(`[\[{"(>=]\s*"?(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}`)

// fixed tells of times that stay as they are, and so are past soon.
func (c *converter) fixed(n *node, window *node) {
	if n == window {
		return
	}
	for _, m := range n.members {
		switch {
		case m.key == "range":
			for _, field := range m.value.members {
				for _, bound := range field.value.members {
					if at, text := readMoment(bound.value); at.known && !at.relative && slices.Contains([]string{"gte", "gt", "lte", "lt", "from", "to"}, bound.key) && c.isTime(field.key, bound.value) {
						c.note(bound.value, "Fixed time in the query", "This bound of "+field.key+" stays at "+text+", whenever the monitor runs. Take the clause out of the request if it came from the page's time range.")
					}
				}
			}
		case m.key == "query_string" && fixedTime.MatchString(m.value.get("query").text()):
			c.note(m.value.get("query"), "Fixed time in the query", "The text holds a time that stays as it is, whenever the monitor runs.")
		}
		c.fixed(m.value, window)
	}
	for _, item := range n.items {
		c.fixed(item, window)
	}
}

// isTime tells whether a bound is a time: a long number is one only of a date.
func (c *converter) isTime(field string, bound *node) bool {
	_, number := bound.scalar.(json.Number)
	return !number || c.options.Mapping.Type(field) == "date" || field == "@timestamp" || field == "eventTime"
}
