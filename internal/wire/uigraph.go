package wire

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// uiGraphType is the visual editor.
const uiGraphType = "graph"

// uiUnits are the editor's units of a time range.
var uiUnits = map[string]monitors.Unit{"m": monitors.Minutes, "h": monitors.Hours, "d": monitors.Days}

// uiGraphSearch is a graph in the form that the visual editor opens; what is there
// already stays where it asks the same. Editors before 2.7 know one filter, under
// another key: it stands there too.
func uiGraphSearch(live *orderedjson.Object, search *monitors.Search) *orderedjson.Object {
	if said := uiGraph(live, graphType(*search.Graph)); said != nil && asks(search, *said) {
		return live
	}
	if live == nil {
		live = orderedjson.NewObject()
	}
	g := search.Graph
	aggregations, groups, filters := []any{}, []any{}, []any{}
	if !g.CountsDocuments() {
		aggregations = append(aggregations, orderedjson.NewObject(
			orderedjson.Member{Key: "aggregationType", Value: string(g.Aggregation)},
			orderedjson.Member{Key: "fieldName", Value: g.Field}))
	}
	if g.GroupBy != "" {
		groups = append(groups, g.GroupBy)
	}
	groups = append(groups, anyList(g.Groups)...)
	for _, filter := range g.Where {
		filters = append(filters, encodeFilter(filter))
	}
	live.Set("searchType", uiGraphType)
	live.Set("timeField", g.TimeField)
	live.Set("aggregations", aggregations)
	live.Set("groupBy", groups)
	live.Set("bucketValue", number(g.Last.Value))
	for unit, ours := range uiUnits {
		if ours == g.Last.Unit {
			live.Set("bucketUnitOfTime", unit)
		}
	}
	live.Set("filters", filters)
	live.Delete("where")
	if len(filters) == 1 {
		live.Set("where", filters[0])
	}
	return live
}

// encodeFilter is a filter as the editor keeps it; the value is there as "" where
// the operator takes none.
func encodeFilter(f monitors.Filter) *orderedjson.Object {
	o := wrapped("fieldName", []any{orderedjson.NewObject(
		orderedjson.Member{Key: "label", Value: f.Field}, orderedjson.Member{Key: "type", Value: string(f.Type)})})
	o.Set("operator", f.Operator.EditorName())
	if f.Value == nil {
		o.Set("fieldValue", "")
	} else {
		o.Set("fieldValue", f.Value)
	}
	setWhere(o, "fieldRangeStart", f.From, f.From != nil)
	setWhere(o, "fieldRangeEnd", f.To, f.To != nil)
	return o
}

// uiGraph reads what the visual editor shows of a search; nil where it is not
// opened there, or in a form that none of its versions from 1.1 on has.
func uiGraph(search *orderedjson.Object, kind monitors.Type) *monitors.Graph {
	if search.Text("searchType") != uiGraphType {
		return nil
	}
	r := &reader{}
	o := object{Object: search, r: r}
	unit, known := uiUnits[o.text("bucketUnitOfTime")]
	g := &monitors.Graph{
		TimeField: o.text("timeField"), Aggregation: monitors.Count,
		Last: monitors.Interval{Value: o.integer("bucketValue", 0), Unit: unit},
	}
	for _, v := range o.list("aggregations") { // the last one counts
		aggregation, _ := r.object(v, "aggregations")
		g.Aggregation, g.Field = monitors.Aggregation(aggregation.text("aggregationType")), aggregation.text("fieldName")
	}
	groups := o.texts("groupBy")
	switch {
	case kind == monitors.BucketLevel:
		g.Groups = groups
		known = known && len(groups) > 0 && len(o.list("aggregations")) < 2 // several figures have no words here
	case len(groups) > 0:
		g.GroupBy = groups[0]
	}
	filters := o.list("filters")
	if where := search.Object("where"); len(filters) == 0 && len(where.Array("fieldName")) > 0 {
		filters = []any{where}
	}
	for _, v := range filters {
		filter, ok := decodeFilter(r, v)
		known = known && ok
		g.Where = append(g.Where, filter)
	}
	if !known || r.err != nil || g.Last.Value < 1 || g.TimeField == "" {
		return nil
	}
	return g
}

// graphType is the type of the monitor that a graph is of.
func graphType(g monitors.Graph) monitors.Type {
	if g.IsGrouped() {
		return monitors.BucketLevel
	}
	return monitors.QueryLevel
}

func decodeFilter(r *reader, v any) (monitors.Filter, bool) {
	o, ok := r.object(v, "filters")
	if !ok {
		return monitors.Filter{}, false
	}
	operator, known := monitors.OperatorOf(o.text("operator"))
	field, _ := r.object(at(o.list("fieldName"), 0), "fieldName")
	f := monitors.Filter{Field: field.text("label"), Type: monitors.FieldType(field.text("type")), Operator: operator}
	switch operator {
	case monitors.IsNull, monitors.IsNotNull:
	case monitors.InRange, monitors.NotInRange:
		f.From, f.To = o.value("fieldRangeStart"), o.value("fieldRangeEnd")
		known = known && isScalar(f.From) && isScalar(f.To)
	default:
		f.Value = o.value("fieldValue")
		known = known && isScalar(f.Value)
	}
	return f, known && r.err == nil
}

func isScalar(v any) bool {
	switch v.(type) {
	case string, bool, json.Number:
		return true
	}
	return false
}

// at is an element of a list, nil where there is none.
func at(list []any, i int) any {
	if i >= len(list) {
		return nil
	}
	return list[i]
}

// asks tells whether a search, which is canonical, is what the editor makes of a
// graph.
func asks(search *monitors.Search, g monitors.Graph) bool {
	body, err := querydsl.Canonical(g.Body())
	return err == nil && orderedjson.Equal(querydsl.Portable(body), querydsl.Portable(search.Body))
}
