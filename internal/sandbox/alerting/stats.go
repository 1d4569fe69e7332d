package alerting

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The metrics of the statistics.
const (
	schedulingMetrics = "job_scheduling_metrics"
	jobsInfo          = "jobs_info"
)

// stats is GET /stats, for the one node or for none.
func (a *API) stats(r *rest.Request) (rest.Response, error) {
	metrics, err := readMetrics(r)
	if err != nil {
		return rest.Response{}, err
	}
	node := r.Param("nodeId")
	r.Param("timeout")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	ours := slices.Contains([]string{"", "_all", "_local", "_cluster_manager", "_master", a.deps.NodeID, a.deps.NodeName}, node)
	nodes, count := &orderedjson.Object{}, 0
	if ours {
		nodes, count = rest.O(a.deps.NodeID, a.nodeStats(metrics)), 1
	}
	enabled := a.deps.Settings.Bool("plugins.scheduled_jobs.enabled")
	exists := a.store().Get(configIndex) != nil
	var health any
	if exists {
		health = "yellow" // its replica has no node to live on
	}
	body := rest.O(
		"_nodes", rest.O("total", count, "successful", count, "failed", 0),
		"cluster_name", a.deps.ClusterName,
		"opendistro.scheduled_jobs.enabled", enabled, "plugins.scheduled_jobs.enabled", enabled,
		"scheduled_job_index_exists", exists, "scheduled_job_index_status", health,
		"nodes_on_schedule", count, "nodes_not_on_schedule", 0, "nodes", nodes,
	)
	if a.deps.Dialect.OpendistroNames {
		body.Delete("plugins.scheduled_jobs.enabled")
	}
	return rest.JSON(http.StatusOK, body), nil
}

// readMetrics reads which metrics are asked for; none named are all.
func readMetrics(r *rest.Request) ([]string, error) {
	all := []string{schedulingMetrics, jobsInfo}
	asked := r.List("metric")
	if len(asked) == 0 || len(asked) == 1 && asked[0] == "_all" {
		return all, nil
	}
	if slices.Contains(asked, "_all") {
		return nil, rest.IllegalArgument("request [%s] contains _all and individual metrics [%s]",
			r.Path, strings.Join(asked, ","))
	}
	unknown := []string{}
	for _, m := range asked {
		if !slices.Contains(all, m) {
			unknown = append(unknown, "["+m+"]")
		}
	}
	switch len(unknown) {
	case 0:
		return asked, nil
	case 1:
		return nil, rest.IllegalArgument("request [%s] contains unrecognized metric: %s", r.Path, unknown[0])
	}
	return nil, rest.IllegalArgument("request [%s] contains unrecognized metrics: %s", r.Path, strings.Join(unknown, ", "))
}

// roles are the node's, sorted.
func (a *API) roles() []any {
	if a.deps.Dialect.MasterRole {
		return []any{"DATA", "INGEST", "MASTER", "REMOTE_CLUSTER_CLIENT"}
	}
	return []any{"CLUSTER_MANAGER", "DATA", "INGEST", "REMOTE_CLUSTER_CLIENT"}
}

func (a *API) nodeStats(metrics []string) *orderedjson.Object {
	o := rest.O("name", a.deps.NodeName, "schedule_status", "green",
		"roles", a.roles())
	if slices.Contains(metrics, schedulingMetrics) {
		o.Set(schedulingMetrics, rest.O("last_full_sweep_time_millis", 0, "full_sweep_on_time", true))
	}
	if slices.Contains(metrics, jobsInfo) {
		o.Set(jobsInfo, a.schedule.info())
	}
	return o
}
