package generate

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// Search are the arguments of an extraction_query block that make its body. The zero
// value of each is an absent one.
type Search struct {
	TimeField, Last, Lag       any
	Filter, Query, Aggregation any
	GroupBy, Size, Body        any
}

// Arguments are those that are there, in the order in which they are written.
func (s Search) Arguments() []Attribute {
	var b Block
	b.Set("time_field", s.TimeField)
	b.Set("last", s.Last)
	b.Set("lag", s.Lag)
	b.Set("filter", s.Filter)
	b.Set("query", s.Query)
	b.Set("group_by", s.GroupBy)
	b.Set("aggregations", s.Aggregation)
	b.Set("size", s.Size)
	b.Set("body", s.Body)
	return b.Attributes
}

// ExtractionQuery is the block of a search over indices.
func ExtractionQuery(indices []string, s Search) Block {
	b := Block{Type: "extraction_query"}
	b.Set("indices", texts(indices))
	b.Attributes = append(b.Attributes, s.Arguments()...)
	return b
}

// SearchForm is the way in which a search is written.
type SearchForm int

// The forms.
const (
	Filtered SearchForm = iota // a window and filter
	InWindow                   // a window and query
	Windowed                   // query alone, which sees to its window itself
	Raw                        // body
)

// Form tells how a search is written.
func (s Search) Form() SearchForm {
	switch {
	case s.Body != nil:
		return Raw
	case s.Query != nil && s.TimeField == nil && s.Last == nil && s.Lag == nil:
		return Windowed
	case s.Query != nil:
		return InWindow
	default:
		return Filtered
	}
}

const (
	timeField = "@timestamp"
	groupPage = "1000" // see schema
)

// Compose is the body that the arguments make, as the language has it: not canonical
// yet. It is false for a window that can't be told.
func (s Search) Compose() (*orderedjson.Object, bool) {
	if body, raw := s.Body.(*orderedjson.Object); raw {
		return body, true
	}
	window, ok := s.window()
	if !ok || s.Body != nil {
		return nil, false
	}
	body := orderedjson.NewObject()
	if s.Size != nil {
		body.Set("size", s.Size)
	}
	switch s.Form() {
	case Windowed:
		body.Set("query", s.Query)
	case InWindow:
		body.Set("query", filtered([]any{window, s.Query}))
	default:
		clauses := []any{window}
		if list, isList := s.Filter.([]any); isList {
			clauses = append(clauses, list...)
		} else if s.Filter != nil {
			clauses = append(clauses, s.Filter)
		}
		body.Set("query", filtered(clauses))
	}
	s.setAggregations(body)
	return body, true
}

func (s Search) setAggregations(body *orderedjson.Object) {
	groups, grouped := s.GroupBy.([]any)
	switch {
	case !grouped && s.Aggregation != nil:
		body.Set("aggregations", s.Aggregation)
		return
	case !grouped:
		return
	}
	var sources []any
	for _, field := range groups {
		name, _ := field.(string)
		sources = append(sources, one(name, one("terms", one("field", name))))
	}
	parent := one("composite", orderedjson.NewObject(
		orderedjson.Member{Key: "size", Value: json.Number(groupPage)}, orderedjson.Member{Key: "sources", Value: sources}))
	if s.Aggregation != nil {
		parent.Set("aggregations", s.Aggregation)
	}
	body.Set("aggregations", one(monitors.GroupsName, parent))
}

var one = orderedjson.One

func filtered(clauses []any) *orderedjson.Object { return one("bool", one("filter", clauses)) }

// window is the clause of a time range.
func (s Search) window() (*orderedjson.Object, bool) {
	field := timeField
	if s.TimeField != nil {
		field, _ = s.TimeField.(string)
	}
	last, okLast := spanOf(s.Last)
	lag, okLag := spanOf(s.Lag)
	if field == "" || !okLast || !okLag {
		return nil, false
	}
	bounds := orderedjson.NewObject()
	switch {
	case last.set:
		bounds.Set("gte", "{{period_end}}||-"+last.plus(lag))
	case lag.set:
		bounds.Set("gte", "{{period_start}}||-"+lag.text)
	default:
		bounds.Set("gte", "{{period_start}}")
	}
	bounds.Set("lt", "{{period_end}}"+lag.back())
	bounds.Set("format", "epoch_millis")
	return one("range", one(field, bounds)), true
}

// span is a duration as it is written.
type span struct {
	text string
	set  bool
}

var spanForm = pattern.New(`^[0-9]+[smhd]$`)

// spanOf reads a duration; false for what is none that is known.
func spanOf(v any) (span, bool) {
	if v == nil {
		return span{}, true
	}
	text, _ := v.(string)
	return span{text, true}, spanForm.MatchString(text)
}

func (s span) back() string {
	if !s.set {
		return ""
	}
	return "||-" + s.text
}

func (s span) plus(lag span) string {
	if !lag.set {
		return s.text
	}
	return Duration(Seconds(s.text) + Seconds(lag.text))
}
