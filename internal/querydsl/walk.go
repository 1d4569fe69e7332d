package querydsl

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Clause is one query clause of a canonical body.
type Clause struct {
	Path  string // JSON pointer to {"kind": …} in the body that was walked
	Kind  string // term, range, bool, …
	Field string // the field that the clause is about; "" if none or several
	Body  any    // what stands under Kind
}

// AggregationNode is one aggregation of a canonical body.
type AggregationNode struct {
	Path  string // JSON pointer to {"type": …, "aggregations": …}
	Name  string
	Kind  string // terms, date_histogram, …
	Field string // the field that it aggregates; "" if none or several
	Body  any
	Depth int // 0 at the top
}

// Walk visits every query clause of a canonical search body, outer ones before
// inner ones: of query, post_filter, rescore, highlight and sort, and those in
// the filters of aggregations. The body of a clause that a plugin adds is not
// looked into.
func Walk(canonical *orderedjson.Object, visit func(Clause)) {
	w := &walker{visit: visit}
	w.slots("", canonical, bodySlots)
	w.aggregations("/aggregations", canonical.Object("aggregations"))
	w.highlight("/highlight", canonical.Object("highlight"))
	w.sorts("/sort", canonical.Array("sort"))
	for i, rescore := range canonical.Array("rescore") {
		if o, ok := rescore.(*orderedjson.Object); ok {
			w.slots("/rescore/"+strconv.Itoa(i)+"/query", o.Object("query"), []string{"rescore_query"})
		}
	}
}

// WalkQuery visits the clauses of one query, which is {"kind": {...}}.
func WalkQuery(query *orderedjson.Object, visit func(Clause)) {
	(&walker{visit: visit}).clause("", query)
}

// WalkAggregations visits every aggregation of a canonical search body, parents
// before their children.
func WalkAggregations(canonical *orderedjson.Object, visit func(AggregationNode)) {
	walkAggregations("/aggregations", canonical.Object("aggregations"), 0, visit)
}

func walkAggregations(path string, aggs *orderedjson.Object, depth int, visit func(AggregationNode)) {
	for _, m := range aggs.Members() {
		o, _ := m.Value.(*orderedjson.Object)
		at := path + "/" + pointerEscapes.Replace(m.Key)
		for _, part := range o.Members() {
			if part.Key == "meta" || part.Key == "aggregations" {
				continue
			}
			body, _ := part.Value.(*orderedjson.Object)
			visit(AggregationNode{Path: at, Name: m.Key, Kind: part.Key, Field: body.Text("field"), Body: part.Value, Depth: depth})
		}
		walkAggregations(at+"/aggregations", o.Object("aggregations"), depth+1, visit)
	}
}

var bodySlots = []string{"query", "post_filter"}

// clauseSlots are the options of clauses that hold clauses, one or a list.
var clauseSlots = map[string][]string{
	"bool":               {"must", "filter", "must_not", "should"},
	"boosting":           {"positive", "negative"},
	"constant_score":     {"filter"},
	"dis_max":            {"queries"},
	"function_score":     {"query"},
	"script_score":       {"query"},
	"nested":             {"query"},
	"has_child":          {"query"},
	"has_parent":         {"query"},
	"span_near":          {"clauses"},
	"span_or":            {"clauses"},
	"span_first":         {"match"},
	"span_multi":         {"match"},
	"span_not":           {"include", "exclude"},
	"span_containing":    {"big", "little"},
	"span_within":        {"big", "little"},
	"span_field_masking": {"query"},
}

// fieldClauses are the clauses of the form {"field": …}.
var fieldClauses = map[string]bool{
	"term": true, "terms": true, "terms_set": true, "fuzzy": true, "regexp": true, "prefix": true, "wildcard": true,
	"range": true, "match": true, "match_phrase": true, "match_phrase_prefix": true, "match_bool_prefix": true,
	"common": true, "intervals": true, "span_term": true, "geo_distance": true, "geo_bounding_box": true,
	"geo_polygon": true, "geo_shape": true, "knn": true, "neural": true, "neural_sparse": true, "span_gap": true,
}

// besideTheField are options that such clauses have next to their field.
var besideTheField = map[string]bool{
	"boost": true, "_name": true, "value_type": true, "distance": true, "distance_type": true,
	"validation_method": true, "ignore_unmapped": true, "type": true,
}

type walker struct{ visit func(Clause) }

func (w *walker) clause(path string, v any) {
	query, _ := v.(*orderedjson.Object)
	for _, m := range query.Members() {
		body, _ := m.Value.(*orderedjson.Object)
		w.visit(Clause{Path: path, Kind: m.Key, Field: fieldOf(m.Key, body), Body: m.Value})
		at := path + "/" + m.Key
		w.slots(at, body, clauseSlots[m.Key])
		for i, function := range body.Array("functions") {
			if o, ok := function.(*orderedjson.Object); ok && m.Key == "function_score" {
				w.slots(at+"/functions/"+strconv.Itoa(i), o, []string{"filter"})
			}
		}
		if hits := body.Object("inner_hits"); hits != nil {
			w.highlight(at+"/inner_hits/highlight", hits.Object("highlight"))
			w.sorts(at+"/inner_hits/sort", hits.Array("sort"))
		}
	}
}

func fieldOf(kind string, body *orderedjson.Object) string {
	if !fieldClauses[kind] {
		return body.Text("field")
	}
	for _, m := range body.Members() {
		if !besideTheField[m.Key] {
			return m.Key
		}
	}
	return ""
}

func (w *walker) slots(path string, o *orderedjson.Object, names []string) {
	for _, name := range names {
		v, ok := o.Get(name)
		if !ok {
			continue
		}
		at := path + "/" + name
		list, isList := v.([]any)
		if !isList {
			w.clause(at, v)
		}
		for i, item := range list {
			w.clause(at+"/"+strconv.Itoa(i), item)
		}
	}
}

func (w *walker) aggregations(path string, aggs *orderedjson.Object) {
	for _, m := range aggs.Members() {
		o, _ := m.Value.(*orderedjson.Object)
		at := path + "/" + pointerEscapes.Replace(m.Key)
		if filter := o.Object("filter"); filter != nil {
			w.clause(at+"/filter", filter)
		}
		for _, kind := range []string{"filters", "adjacency_matrix"} {
			w.filters(at+"/"+kind+"/filters", o.Object(kind))
		}
		for _, kind := range []string{"significant_terms", "significant_text"} {
			w.slots(at+"/"+kind, o.Object(kind), []string{"background_filter"})
		}
		if hits := o.Object("top_hits"); hits != nil {
			w.highlight(at+"/top_hits/highlight", hits.Object("highlight"))
			w.sorts(at+"/top_hits/sort", hits.Array("sort"))
		}
		w.aggregations(at+"/aggregations", o.Object("aggregations"))
	}
}

func (w *walker) filters(path string, body *orderedjson.Object) {
	for i, item := range body.Array("filters") {
		w.clause(path+"/"+strconv.Itoa(i), item)
	}
	for _, m := range body.Object("filters").Members() {
		w.clause(path+"/"+pointerEscapes.Replace(m.Key), m.Value)
	}
}

func (w *walker) highlight(path string, highlight *orderedjson.Object) {
	w.slots(path, highlight, []string{"highlight_query"})
	for _, m := range highlight.Object("fields").Members() {
		if o, ok := m.Value.(*orderedjson.Object); ok {
			w.slots(path+"/fields/"+pointerEscapes.Replace(m.Key), o, []string{"highlight_query"})
		}
	}
	for i, item := range highlight.Array("fields") {
		o, _ := item.(*orderedjson.Object)
		for _, m := range o.Members() {
			if inner, ok := m.Value.(*orderedjson.Object); ok {
				w.slots(path+"/fields/"+strconv.Itoa(i)+"/"+pointerEscapes.Replace(m.Key), inner, []string{"highlight_query"})
			}
		}
	}
}

func (w *walker) sorts(path string, sorts []any) {
	for i, item := range sorts {
		o, _ := item.(*orderedjson.Object)
		for _, m := range o.Members() {
			sort, _ := m.Value.(*orderedjson.Object)
			at := path + "/" + strconv.Itoa(i) + "/" + pointerEscapes.Replace(m.Key)
			w.slots(at, sort, []string{"nested_filter"})
			for nested := sort.Object("nested"); nested != nil; nested = nested.Object("nested") {
				at += "/nested"
				w.slots(at, nested, []string{"filter"})
			}
		}
	}
}
