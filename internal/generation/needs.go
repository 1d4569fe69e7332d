package generation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// The features of monitors that later versions brought (alerting-api.md section 0,
// from source; that 1.3.14 knows neither lists of indices nor of shards is recorded,
// but not which 2.x was the first that does).
const (
	BackendRoles     Feature = "rbac_roles"
	IndexMetrics     Feature = "cluster metrics of indices and shards"
	FewerNodes       Feature = "fan_out_enabled"
	FreshQueryIndex  Feature = "delete_query_index_in_every_run"
	AlertForFindings Feature = "should_create_single_alert_for_findings"

	// AnyCase came with Elasticsearch 7.10 (its documentation; not run): before it a
	// search that asks for it fails in each run.
	AnyCase Feature = "case_insensitive"
)

// firstWithAnyCase is older than every OpenSearch.
var firstWithAnyCase = Release{7, 10}

// typeWords are types of monitors, for people.
var typeWords = map[monitors.Type]string{
	monitors.BucketLevel: "bucket-level monitors", monitors.DocumentLevel: "document-level monitors", monitors.ClusterMetrics: "cluster-metrics monitors",
}

// String is what the feature is called.
func (f Feature) String() string {
	if kind, ok := strings.CutPrefix(string(f), string(monitorFeature(""))); ok {
		if words := typeWords[monitors.Type(kind)]; words != "" {
			return words
		}
		return "monitors of the type " + kind
	}
	return string(f)
}

// FirstWith is where a feature came, for people: such as "OpenSearch 2.4", or what it is
// made of.
func FirstWith(f Feature) string {
	if f == AnyCase {
		return fmt.Sprintf("Elasticsearch %d.%d", firstWithAnyCase.Major, firstWithAnyCase.Minor)
	}
	first, later := since[f]
	if !later {
		first = Release{1, 0}
	}
	return fmt.Sprintf("OpenSearch %d.%d", first.Major, first.Minor)
}

// Lacks are the features that a monitor uses and the generation has not. A server
// would refuse some of them, and drop others without a word.
func (g Generation) Lacks(m monitors.Monitor) []Feature {
	var lacking []Feature
	for _, f := range needs(m) {
		if !g.Has(f) {
			lacking = append(lacking, f)
		}
	}
	return lacking
}

// LacksOf are the features that a destination uses, beside its kind, and the
// generation has not: a legacy one can't be switched off, and a topic wants a role
// (SNS.kt of the plugin; not run).
func (g Generation) LacksOf(d destinations.Destination) []Feature {
	var lacking []Feature
	if !d.Enabled && !g.Has(Muting) {
		lacking = append(lacking, Muting)
	}
	if topic, ok := d.Settings.(*destinations.SNSSettings); ok && topic.RoleARN == "" && !g.Has(RolelessTopics) {
		lacking = append(lacking, RolelessTopics)
	}
	return lacking
}

func needs(m monitors.Monitor) []Feature {
	uses := []Feature{}
	use := func(f Feature, used bool) {
		if used {
			uses = append(uses, f)
		}
	}
	use(monitorFeature(m.Type), m.Type != "" && m.Type != monitors.QueryLevel && m.Type != monitors.Composite)
	use(BackendRoles, m.Roles != nil)
	use(Seconds, m.Schedule.Interval != nil && m.Schedule.Interval.Unit == monitors.Seconds)
	use(FreshQueryIndex, m.Options.DeleteQueryIndexInEveryRun)
	use(AlertForFindings, m.Options.ShouldCreateSingleAlertForFinding)
	switch in := m.Input.(type) {
	case *monitors.Search:
		use(AnyCase, asksAnyCase(in.Body))
	case *monitors.DocumentQueries:
		use(FewerNodes, !in.FanOut)
	case *monitors.ClusterAPI:
		use(RemoteClusters, len(in.Clusters) > 0)
		call, _ := monitors.ClusterCallOf("/" + strings.TrimPrefix(in.Path, "/"))
		use(IndexMetrics, call.APIType == "CAT_INDICES" || call.APIType == "CAT_SHARDS")
	}
	use(ExecutionPolicies, hasPolicies(m))
	return uses
}

func hasPolicies(m monitors.Monitor) bool {
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			if a.Policy != nil {
				return true
			}
		}
	}
	return false
}

// asksAnyCase tells whether something within a search body is case_insensitive.
func asksAnyCase(body any) bool {
	switch v := body.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if m.Key == "case_insensitive" && m.Value == true || asksAnyCase(m.Value) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, asksAnyCase)
	}
	return false
}
