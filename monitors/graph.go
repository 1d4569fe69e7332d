package monitors

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Graph is a search as the visual editor of the Dashboards has it: a figure over the
// documents of a time range, for a bucket-level monitor over those of each group.
type Graph struct {
	TimeField string

	// Last is how long the time range is: minutes, hours or days.
	Last Interval

	// Aggregation is what is made of Field: Count, Avg, Min, Max or Sum. Count
	// without a field is the number of documents.
	Aggregation Aggregation
	Field       string

	// GroupBy is a field whose most frequent values are counted beside the figure,
	// "" for none. It has no part in conditions.
	GroupBy string

	// Groups are the fields whose values make the groups of a bucket-level monitor,
	// one or two; nil for a query-level one.
	Groups []string

	// Where are filters that all must hold.
	Where []Filter
}

// Aggregation is a figure, in the editor's words.
type Aggregation string

// The aggregations that the editor offers.
const (
	Count Aggregation = "count"
	Avg   Aggregation = "avg"
	Min   Aggregation = "min"
	Max   Aggregation = "max"
	Sum   Aggregation = "sum"
)

// Aggregations are all of them.
var Aggregations = []string{string(Count), string(Avg), string(Min), string(Max), string(Sum)}

// metricName is the editor's only name for a figure, and what conditions read.
const metricName = "metric"

// GroupName is how the editor calls the aggregation of GroupBy, GroupsName that of
// Groups.
const (
	GroupName  = "terms_agg"
	GroupsName = "composite_agg"
)

// CountsDocuments is true where the figure is the number of documents found.
func (g Graph) CountsDocuments() bool { return g.Field == "" }

// Body is the search that the editor makes of a graph (alerting-api 7,
// formikToGraphQuery): not canonical yet.
func (g Graph) Body() *orderedjson.Object {
	from := "{{period_end}}||-" + g.Last.String()
	if _, unknown := Unknown(string(g.Last.Unit)); unknown {
		from = string(g.Last.Unit)
	}
	window := one("range", one(g.TimeField, orderedjson.NewObject(
		orderedjson.Member{Key: "gte", Value: from},
		orderedjson.Member{Key: "lte", Value: "{{period_end}}"},
		orderedjson.Member{Key: "format", Value: "epoch_millis"})))
	clauses := []any{window}
	for _, filter := range g.Where {
		clauses = append(clauses, filter.Query())
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "size", Value: number(0)},
		orderedjson.Member{Key: "aggregations", Value: g.aggregations()},
		orderedjson.Member{Key: "query", Value: one("bool", one("filter", clauses))})
}

func (g Graph) aggregations() *orderedjson.Object {
	if g.IsGrouped() {
		return g.groups()
	}
	all := orderedjson.NewObject()
	if !g.CountsDocuments() {
		all.Set(metricName, g.figure())
	}
	if g.GroupBy != "" {
		all.Set(GroupName, one("terms", one("field", g.GroupBy)))
	}
	return all
}

// fields are a graph in the words of the configuration.
func (g Graph) fields(indices []string) *orderedjson.Object {
	f := orderedjson.NewObject()
	f.Set("indices", texts(indices))
	f.Set("time_field", g.TimeField)
	f.Set("last", g.Last.String())
	f.Set("aggregation", string(g.Aggregation))
	setIf(f, "field", g.Field, g.Field != "")
	setIf(f, "group_by", g.GroupBy, g.GroupBy != "")
	setIf(f, "group_by", texts(g.Groups), g.IsGrouped())
	if len(g.Where) > 0 {
		var list []any
		for _, filter := range g.Where {
			list = append(list, filter.fields())
		}
		f.Set("where", list)
	}
	return f
}

var one = orderedjson.One

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }
