package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// aggregations goes through aggregations for what they look at. Those that look at
// documents that don't match, and unknown ones, keep everything.
func (l *look) aggregations(list []*aggregation) {
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		l.aggregation(a)
		l.aggregations(a.subs)
	}
}

func (l *look) aggregation(a *aggregation) {
	if a.body.Has("script") {
		l.watch.need(KeepAll)
		return
	}
	switch a.kind {
	case "filter":
		l.clause(a.body)
	case "filters":
		list, _ := a.filters()
		for _, q := range list {
			l.clause(q.body)
		}
	case "nested", "reverse_nested":
		l.watch.Every = true
	case "top_hits":
		l.topHits(a)
	case "terms":
		l.values(a.body)
		if integer(a.body, "min_doc_count", 1) == 0 {
			l.watch.need(KeepAll)
		}
	case "multi_terms", "composite", "date_histogram", "histogram", "range", "date_range", "ip_range", "missing", "cardinality",
		"value_count", "sum", "avg", "min", "max", "stats", "extended_stats", "percentiles", "percentile_ranks",
		"median_absolute_deviation", "weighted_avg":
		l.values(a.body)
	default:
		l.watch.need(KeepAll)
	}
}

func (l *look) topHits(a *aggregation) {
	l.watch.Sources, l.watch.topHits = true, true
	r, err := a.hitsRequest()
	if err != nil {
		return
	}
	for _, k := range r.sorts {
		if strings.HasPrefix(k.field, "_") || k.script != nil {
			l.watch.need(KeepAll)
		}
		l.field(k.field)
	}
	for _, d := range append(r.docvalues, r.fields...) {
		l.field(d.field)
		l.watch.Every = l.watch.Every || strings.Contains(d.field, "*")
	}
}

// values notes every "field" of an aggregation.
func (l *look) values(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.values(x)
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			switch text, ok := m.Value.(string); {
			case ok && m.Key == "field":
				l.field(text)
			case m.Key == "script":
				l.watch.need(KeepAll)
			default:
				l.values(m.Value)
			}
		}
	}
}
