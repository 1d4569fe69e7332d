package generate

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// Graph is the block of a search in the words of the visual editor.
func Graph(in *monitors.Search) Block {
	b := Block{Type: "graph"}
	g := in.Graph
	b.Set("indices", texts(in.Indices))
	if g.TimeField != timeField {
		b.Set("time_field", g.TimeField)
	}
	b.Set("last", g.Last.String())
	if g.Aggregation != monitors.Count || g.Field != "" {
		b.Set("aggregation", string(g.Aggregation))
	}
	b.Set("field", unlessEmpty(g.Field))
	b.Set("group_by", unlessEmpty(g.GroupBy))
	if g.IsGrouped() {
		b.Set("group_by", texts(g.Groups))
	}
	for _, filter := range g.Where {
		b.Blocks = append(b.Blocks, where(filter))
	}
	return b
}

// where is the block of a filter.
func where(f monitors.Filter) Block {
	b := Block{Type: "where"}
	b.Set("field", f.Field)
	if f.Type != f.GuessType() {
		b.Set("type", string(f.Type))
	}
	switch f.Operator {
	case monitors.IsNull, monitors.IsNotNull:
		b.Set(string(f.Operator), true)
	case monitors.InRange, monitors.NotInRange:
		b.Set(string(f.Operator), []any{f.From, f.To})
	default:
		b.Set(string(f.Operator), f.Value)
	}
	return b
}

func unlessEmpty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// documentQueries is the block of a document-level monitor's queries.
func documentQueries(in *monitors.DocumentQueries, o monitors.Options) (Block, Reason) {
	b := Block{Type: "document_queries"}
	b.Set("indices", texts(in.Indices))
	b.Set("description", unlessEmpty(in.Description))
	if !in.FanOut {
		b.Set("fan_out_enabled", false)
	}
	if o.DeleteQueryIndexInEveryRun {
		b.Set("delete_query_index_in_every_run", true)
	}
	if o.ShouldCreateSingleAlertForFinding {
		b.Set("should_create_single_alert_for_findings", true)
	}
	labels := Names{Taken: map[string]bool{}}
	for _, q := range in.Queries {
		if q.Name == "" || len(q.QueryFieldNames) > 0 {
			return b, OddQuery
		}
		label := q.Label
		if label == "" || labels.Taken[label] {
			label = labels.LabelOr(q.Name, "query")
		}
		labels.Taken[label] = true
		b.Blocks = append(b.Blocks, documentQuery(q, label))
	}
	if len(in.Queries) == 0 {
		return b, OddInput
	}
	return b, ""
}

func documentQuery(q monitors.DocumentQuery, label string) Block {
	b := Block{Type: "query", Labels: []string{label}}
	if q.Name != label {
		b.Set("name", q.Name)
	}
	b.Set("query", q.Query)
	if len(q.Tags) > 0 {
		b.Set("tags", texts(q.Tags))
	}
	if len(q.Fields) > 0 {
		b.Set("fields", texts(q.Fields))
	}
	return b
}

// clusterMetrics is the block of a call of one of the cluster's own APIs.
func clusterMetrics(in *monitors.ClusterAPI) (Block, Reason) {
	b := Block{Type: "cluster_metrics"}
	if !slices.Contains(monitors.ClusterPaths(), in.Path) {
		return b, OddInput
	}
	b.Set("path", in.Path)
	b.Set("path_params", unlessEmpty(in.PathParams))
	if len(in.Clusters) > 0 {
		b.Set("clusters", texts(in.Clusters))
	}
	return b, ""
}
