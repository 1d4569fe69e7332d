package wire

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

func decodeInput(r *reader, v any, path string) monitors.Input {
	o, ok := r.object(v, path)
	if !ok {
		return nil
	}
	if in, ok := o.child("search"); ok {
		return decodeSearch(in)
	}
	if in, ok := o.child("doc_level_input"); ok {
		return decodeDocumentQueries(in)
	}
	if in, ok := o.child("uri"); ok {
		return &monitors.ClusterAPI{
			Path: in.text("path"), PathParams: in.text("path_params"), Clusters: in.texts("clusters"),
			APIType: in.text("api_type"), URL: in.text("url"),
		}
	}
	return &monitors.OtherInput{Body: o.Object}
}

func decodeSearch(o object) *monitors.Search {
	search := &monitors.Search{Indices: o.texts("indices")}
	if body, ok := o.child("query"); ok {
		search.Body = body.Object
	}
	return search
}

func decodeDocumentQueries(o object) *monitors.DocumentQueries {
	in := &monitors.DocumentQueries{
		Description: o.text("description"), Indices: o.texts("indices"), FanOut: o.boolean("fan_out_enabled", true),
	}
	for i, v := range o.list("queries") {
		q, ok := o.r.object(v, fmt.Sprintf("%s[%d]", o.at("queries"), i))
		if !ok {
			continue
		}
		in.Queries = append(in.Queries, monitors.DocumentQuery{
			ID: q.text("id"), Name: q.required("name"), Query: q.required("query"),
			Fields: q.texts("fields"), Tags: q.texts("tags"), QueryFieldNames: q.texts("query_field_names"),
		})
	}
	return in
}

func encodeInput(input monitors.Input) *orderedjson.Object {
	switch in := input.(type) {
	case *monitors.Search:
		o := orderedjson.NewObject(orderedjson.Member{Key: "indices", Value: anyList(in.Indices)})
		body := in.Body
		if body == nil {
			body = orderedjson.NewObject()
		}
		o.Set("query", body)
		return wrapped("search", o)
	case *monitors.DocumentQueries:
		return wrapped("doc_level_input", encodeDocumentQueries(in))
	case *monitors.ClusterAPI:
		in = in.AsAsked()
		o := orderedjson.NewObject()
		setText(o, "api_type", in.APIType)
		setText(o, "path", in.Path)
		o.Set("path_params", in.PathParams)
		setText(o, "url", in.URL)
		setWhere(o, "clusters", anyList(in.Clusters), len(in.Clusters) > 0) // 1.3 refuses a field that it doesn't know here
		return wrapped("uri", o)
	case *monitors.OtherInput:
		return in.Body
	default:
		return orderedjson.NewObject()
	}
}

// WithoutNewerDefaults takes out of a search what 1.x refuses and newer servers add by
// themselves: show_only_intersecting of an adjacency_matrix, where it is false (recorded
// on 1.3.14, 2.19.4 and 3.5.0).
func WithoutNewerDefaults(body *orderedjson.Object) {
	for _, v := range body.Array("inputs") {
		input, _ := v.(*orderedjson.Object)
		search := input.Object("search")
		asked := false
		querydsl.WalkAggregations(search.Object("query"), func(a querydsl.AggregationNode) { asked = asked || a.Kind == "adjacency_matrix" })
		if !asked {
			continue
		}
		query := orderedjson.Clone(search.Object("query")).(*orderedjson.Object)
		querydsl.WalkAggregations(query, func(a querydsl.AggregationNode) {
			matrix, _ := a.Body.(*orderedjson.Object)
			if only, _ := matrix.Get("show_only_intersecting"); a.Kind == "adjacency_matrix" && only == false {
				matrix.Delete("show_only_intersecting")
			}
		})
		search.Set("query", query)
	}
}

// WithoutClusters takes what 1.3 does not know out of the input of a body for
// cluster metrics: it refuses clusters, and makes another URL of path and parameters
// (recorded on 1.3.14: monitor_errors/cluster_metrics), so that it is left to make it.
func WithoutClusters(body *orderedjson.Object) {
	for _, v := range body.Array("inputs") {
		input, _ := v.(*orderedjson.Object)
		if uri := input.Object("uri"); uri != nil && uri.Has("path") {
			uri.Delete("clusters")
			uri.Delete("url")
		}
	}
}

func encodeDocumentQueries(in *monitors.DocumentQueries) *orderedjson.Object {
	queries := []any{}
	for _, q := range in.Queries {
		o := orderedjson.NewObject()
		setText(o, "id", q.ID)
		o.Set("name", q.Name)
		o.Set("fields", anyList(q.Fields))
		o.Set("query", q.Query)
		o.Set("tags", anyList(q.Tags))
		o.Set("query_field_names", anyList(q.QueryFieldNames))
		queries = append(queries, o)
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "description", Value: in.Description},
		orderedjson.Member{Key: "indices", Value: anyList(in.Indices)},
		orderedjson.Member{Key: "queries", Value: queries},
		orderedjson.Member{Key: "fan_out_enabled", Value: in.FanOut})
}

var wrapped = orderedjson.One
