package alerting

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// metrics answers the API that a cluster-metrics input names. Those that tell of a
// node's inside have no counterpart here. Errors are the search's: *fault.Error
// becomes the input's.
func (a *API) metrics(input *orderedjson.Object) (*orderedjson.Object, error) {
	if len(input.Array("clusters")) > 0 {
		return nil, evaluatefault.Unsupported("cluster metrics of other clusters")
	}
	params := input.Text("path_params")
	switch kind := input.Text("api_type"); kind {
	case "CLUSTER_HEALTH":
		return a.health(params)
	case "CLUSTER_SETTINGS":
		persistent, transient := a.deps.Settings.Snapshot()
		return jsonForm(rest.O("persistent", settings.Nested(persistent), "transient", settings.Nested(transient))), nil
	case "CAT_SNAPSHOTS": // there is no repository
		reason := fmt.Sprintf("[%s] missing", params)
		if a.deps.Dialect.OlderMonitors { // told by what waited for it
			reason = "RepositoryMissingException[" + reason + "]"
		}
		return nil, evaluatefault.New(http.StatusNotFound, "repository_missing_exception", "%s", reason)
	default:
		return nil, evaluatefault.Unsupported("cluster metrics of [%s]", kind)
	}
}

// health is the cluster's, or that of some indices, on one node: replicas have
// nowhere to be. Of an index that is not there it is red (execute/cluster_metrics).
func (a *API) health(names string) (*orderedjson.Object, error) {
	var asked []string
	if names != "" {
		asked = strings.Split(names, ",")
	}
	found, err := a.store().Resolve(asked, index.Options{Hidden: true})
	status, active, unassigned := "green", 0, 0
	for _, x := range found {
		replicas, replicated := x.Settings.Text("index.number_of_replicas"), 1
		if n, err := strconv.Atoi(replicas); err == nil {
			replicated = n
		}
		if strings.HasPrefix(x.Settings.Text("index.auto_expand_replicas"), "0-") {
			replicated = 0
		}
		active += x.Shards()
		unassigned += x.Shards() * replicated
	}
	if unassigned > 0 {
		status = "yellow"
	}
	if err != nil {
		status = "red"
	}
	percent := 100.0
	if active+unassigned > 0 {
		percent = float64(active) * 100 / float64(active+unassigned)
	}
	return jsonForm(rest.O("cluster_name", a.deps.ClusterName, "status", status, "timed_out", err != nil,
		"number_of_nodes", 1, "number_of_data_nodes", 1, "discovered_master", true, "discovered_cluster_manager", true,
		"active_primary_shards", active, "active_shards", active, "relocating_shards", 0, "initializing_shards", 0,
		"unassigned_shards", unassigned, "delayed_unassigned_shards", 0, "number_of_pending_tasks", 0,
		"number_of_in_flight_fetch", 0, "task_max_waiting_in_queue_millis", 0,
		"active_shards_percent_as_number", json.Number(mapping.JavaDouble(percent)))), nil
}
