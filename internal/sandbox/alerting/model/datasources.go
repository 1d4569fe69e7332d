package model

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// DataSources names the indices that a monitor writes to. Over REST they can
// only be the defaults.
type DataSources struct {
	names           map[string]string
	mappings        *orderedjson.Object
	findingsEnabled bool
}

// dataSourceFields are the names with their defaults, in the order of printing.
var dataSourceFields = []struct{ key, byDefault string }{
	{"query_index", ".opensearch-alerting-queries"},
	{"findings_index", ".opensearch-alerting-finding-history-write"},
	{"findings_index_pattern", "<.opensearch-alerting-finding-history-{now/d}-1>"},
	{"alerts_index", ".opendistro-alerting-alerts"},
	{"alerts_history_index", ".opendistro-alerting-alert-history-write"},
	{"alerts_history_index_pattern", "<.opendistro-alerting-alert-history-{now/d}-1>"},
	{"comments_index", ".opensearch-alerting-comments-history-write"},
	{"comments_index_pattern", "<.opensearch-alerting-comments-history-{now/d}-1>"},
}

// DefaultDataSources are those of a monitor that names none.
func DefaultDataSources() DataSources {
	d := DataSources{names: map[string]string{}, mappings: &orderedjson.Object{}}
	for _, f := range dataSourceFields {
		d.names[f.key] = f.byDefault
	}
	return d
}

// parseDataSources reads data sources; what they leave out is empty, and the
// first three that count must not be.
func parseDataSources(r *xcontent.Reader) DataSources {
	d := DataSources{names: map[string]string{}, mappings: &orderedjson.Object{}}
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		switch name {
		case "query_index_mappings_by_type":
			d.mappings = r.Map()
		case "findings_enabled":
			d.findingsEnabled = r.Bool()
		default:
			for _, f := range dataSourceFields {
				if f.key == name {
					d.names[name] = r.Text()
				}
			}
		}
	}
	xcontent.Check(d.names["query_index"] != "", "Query index cannot be empty")
	xcontent.Check(d.names["findings_index"] != "", "Findings index cannot be empty")
	xcontent.Check(d.names["alerts_index"] != "", "Alerts index cannot be empty")
	d.checkMappings()
	return d
}

func (d DataSources) checkMappings() {
	if d.mappings.Len() == 0 {
		return
	}
	xcontent.Check(d.names["query_index"] != dataSourceFields[0].byDefault,
		"Custom query index mappings are configurable only if a custom query index is configured too.")
	text := d.mappings.Object("text")
	xcontent.Check(d.mappings.Len() == 1 && text.Len() == 1 && text.Has("analyzer"),
		"Custom query index mappings are currently configurable only for 'text' fields and mapping parameter can only be 'analyzer'")
}

// areDefault tells whether the indices are those that REST allows.
func (d DataSources) areDefault() bool {
	for _, f := range dataSourceFields {
		switch f.key {
		case "query_index", "findings_index", "alerts_index":
			if d.names[f.key] != f.byDefault {
				return false
			}
		}
	}
	return true
}

func (d DataSources) stored() *orderedjson.Object {
	o := &orderedjson.Object{}
	for _, f := range dataSourceFields {
		o.Set(f.key, d.names[f.key])
	}
	o.Set("query_index_mappings_by_type", d.mappings)
	o.Set("findings_enabled", d.findingsEnabled)
	return o
}
