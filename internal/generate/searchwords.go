package generate

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// ReadSearch takes a body apart into arguments of a form; implied says that the
// language adds track_total_hits by itself. It is false for a body that the form can't
// say, such as one whose window is another.
func ReadSearch(body *orderedjson.Object, form SearchForm, implied bool) (Search, bool) {
	if form == Raw {
		return Search{Body: body}, true
	}
	var s Search
	for _, m := range body.Members() {
		switch {
		case m.Key == "size":
			s.Size = m.Value
		case m.Key == "query":
			s.Query = m.Value
		case m.Key == "aggregations" || m.Key == "aggs":
			s.Aggregation = m.Value
		case m.Key == "track_total_hits" && m.Value == true && implied:
		default:
			return Search{}, false
		}
	}
	if form == Windowed {
		return s, s.Query != nil
	}
	clauses, ok := windowed(s.Query)
	if !ok || !s.readWindow(clauses[0]) {
		return Search{}, false
	}
	s.Query = nil
	switch {
	case form == InWindow && len(clauses) == 2:
		s.Query = clauses[1]
	case len(clauses) > 1: // of InWindow, too: one query can't be two clauses
		s.Filter = clauses[1:]
	}
	return s, true
}

// Grouped takes group_by out of the aggregations; false where they are no such.
func (s Search) Grouped() (Search, bool) {
	all, _ := s.Aggregation.(*orderedjson.Object)
	if all.Len() != 1 {
		return s, false
	}
	parent := all.Object(monitors.GroupsName)
	composite := parent.Object("composite")
	sources, _ := composite.Get("sources")
	list, _ := sources.([]any)
	var fields []any
	for _, source := range list {
		o, _ := source.(*orderedjson.Object)
		if o.Len() != 1 {
			return s, false
		}
		fields = append(fields, o.Members()[0].Key)
	}
	inner, _ := parent.Get("aggregations")
	grouped := s
	grouped.GroupBy, grouped.Aggregation = fields, inner
	composed := orderedjson.NewObject()
	grouped.setAggregations(composed)
	made, _ := composed.Get("aggregations")
	return grouped, len(fields) > 0 && orderedjson.Equal(made, s.Aggregation)
}

// windowed are the clauses of a query that is nothing but a list of filters.
func windowed(query any) ([]any, bool) {
	q, _ := query.(*orderedjson.Object)
	clauses, _ := q.Object("bool").Get("filter")
	list, _ := clauses.([]any)
	return list, q.Len() == 1 && q.Object("bool").Len() == 1 && len(list) > 0
}

// readWindow reads the clause that the language makes of time_field, last and lag.
func (s *Search) readWindow(clause any) bool {
	c, _ := clause.(*orderedjson.Object)
	fields := c.Object("range")
	if c.Len() != 1 || fields.Len() != 1 {
		return false
	}
	field := fields.Members()[0].Key
	bounds := fields.Object(field)
	lower, _ := bounds.Get("gte")
	upper, _ := bounds.Get("lt")
	from, _ := lower.(string)
	to, _ := upper.(string)
	if field != timeField {
		s.TimeField = field
	}
	if _, lag, lagged := strings.Cut(to, "||-"); lagged {
		s.Lag = lag
	}
	if rest, isLast := strings.CutPrefix(from, "{{period_end}}||-"); isLast {
		s.Last = rest
		whole, ok := spanOf(rest)
		lag, okLag := spanOf(s.Lag)
		if lag.set && ok && okLag {
			s.Last = Duration(Seconds(whole.text) - Seconds(lag.text))
		}
	}
	made, ok := s.window()
	return ok && orderedjson.Equal(made, c)
}
