package generation_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func TestLacks(t *testing.T) {
	documents := monitors.Monitor{Type: monitors.DocumentLevel, Input: &monitors.DocumentQueries{}, Options: monitors.Options{DeleteQueryIndexInEveryRun: true}}
	shards := monitors.Monitor{Type: monitors.ClusterMetrics, Input: &monitors.ClusterAPI{Path: "_cat/shards/a", Clusters: []string{"eu"}}}
	policy := monitors.Action{Policy: monitors.DefaultPolicy()}
	for name, c := range map[string]struct {
		version string
		monitor monitors.Monitor
		want    []generation.Feature
	}{
		"plain":             {"1.0.0", monitors.Monitor{Type: monitors.QueryLevel, Input: &monitors.Search{}}, nil},
		"roles":             {"2.3.0", monitors.Monitor{Roles: monitors.Roles{}}, []generation.Feature{generation.BackendRoles}},
		"roles later":       {"2.4.0", monitors.Monitor{Roles: monitors.Roles{}}, nil},
		"documents on 1.3":  {"1.3.14", documents, []generation.Feature{"monitor doc_level_monitor", generation.FreshQueryIndex, generation.FewerNodes}},
		"documents on 2.18": {"2.18.0", documents, []generation.Feature{generation.FewerNodes}},
		"documents on 2.19": {"2.19.4", documents, nil},
		"shards on 1.3":     {"1.3.14", shards, []generation.Feature{generation.RemoteClusters, generation.IndexMetrics}},
		"policy on 1.0":     {"1.0.0", monitors.Monitor{Triggers: []monitors.Trigger{{Actions: []monitors.Action{policy}}}}, []generation.Feature{generation.ExecutionPolicies}},
	} {
		g, ok := generation.Of("opensearch", c.version)
		if got := g.Lacks(c.monitor); !ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if got := (generation.Generation{}).Lacks(documents); got != nil {
		t.Errorf("a cluster of no known version has everything, and lacks %q", got)
	}
	if got := generation.Feature("monitor doc_level_monitor").String(); got != "document-level monitors" {
		t.Errorf("got %q", got)
	}
}

// TestAnyCase: searches that take no notice of the case of letters came with Elasticsearch
// 7.10.
func TestAnyCase(t *testing.T) {
	body, err := orderedjson.Parse([]byte(`{"query":{"bool":{"filter":[{"term":{"f":{"value":"a","case_insensitive":true}}}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	m := monitors.Monitor{Type: monitors.QueryLevel, Input: &monitors.Search{Body: body.(*orderedjson.Object)}}
	for _, c := range []struct {
		distribution, version string
		want                  []generation.Feature
	}{
		{"", "6.8.23", []generation.Feature{generation.AnyCase}},
		{"", "7.9.1", []generation.Feature{generation.AnyCase}},
		{"", "7.10.2", nil},
		{"opensearch", "1.0.0", nil},
	} {
		if g, ok := generation.Of(c.distribution, c.version); !ok || !slices.Equal(g.Lacks(m), c.want) {
			t.Errorf("%s: %q", c.version, g.Lacks(m))
		}
	}
	if got := generation.FirstWith(generation.AnyCase); got != "Elasticsearch 7.10" {
		t.Error(got)
	}
}
