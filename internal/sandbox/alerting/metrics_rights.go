package alerting

import (
	"net/http"

	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// metricActions are the actions of the APIs that a cluster-metrics input may name.
var metricActions = map[string]string{
	"CLUSTER_HEALTH":   "cluster:monitor/health",
	"CLUSTER_SETTINGS": "cluster:monitor/state",
	"CAT_SNAPSHOTS":    "cluster:admin/snapshot/get",
}

// forbidsTo tells what a search of somebody's monitor is refused with, "" for nothing.
// nil: the server is not secured.
func (a *API) forbidsTo(owner *orderedjson.Object) func(indices []string) string {
	if a.deps.Rights == nil || owner == nil {
		return nil
	}
	return func(indices []string) string { return a.refusal(ownedBy(owner), searching, indices) }
}

// metricsFor answers cluster-metrics inputs of somebody's monitor.
func (a *API) metricsFor(owner *orderedjson.Object) func(*orderedjson.Object) (*orderedjson.Object, error) {
	return func(input *orderedjson.Object) (*orderedjson.Object, error) {
		if action, known := metricActions[input.Text("api_type")]; known {
			if reason := a.refusal(ownedBy(owner), action, nil); reason != "" {
				return nil, evaluatefault.New(http.StatusForbidden, "security_exception", "%s", reason)
			}
		}
		return a.metrics(input)
	}
}
