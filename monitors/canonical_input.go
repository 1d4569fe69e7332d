package monitors

import (
	"net/url"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func canonicalInput(input Input) (Input, error) {
	switch in := input.(type) {
	case *Search:
		body, err := canonicalBody(in.Body)
		if err != nil {
			return nil, err
		}
		return &Search{Indices: orNil(in.Indices), Body: body}, nil
	case *DocumentQueries:
		return in.canonical(), nil
	case *ClusterAPI:
		return in.canonical(), nil
	default:
		return input, nil
	}
}

// canonicalBody is exactly what the server stores for a search body.
func canonicalBody(body *orderedjson.Object) (*orderedjson.Object, error) {
	if body == nil {
		body = orderedjson.NewObject()
	}
	return querydsl.Canonical(body)
}

func (in *DocumentQueries) canonical() *DocumentQueries {
	filled := *in
	filled.Indices = orNil(in.Indices)
	filled.Queries = mapped(in.Queries, func(q DocumentQuery) DocumentQuery {
		q.Fields, q.Tags, q.QueryFieldNames = orNil(q.Fields), orNil(q.Tags), orNil(q.QueryFieldNames)
		return q
	})
	return &filled
}

// apiTypes are the calls that cluster-metrics monitors can make
// (alerting-api.md 1.3).
var apiTypes = []struct{ path, apiType string }{
	{"_cat/indices", "CAT_INDICES"},
	{"_cat/pending_tasks", "CAT_PENDING_TASKS"},
	{"_cat/recovery", "CAT_RECOVERY"},
	{"_cat/shards", "CAT_SHARDS"},
	{"_cat/snapshots", "CAT_SNAPSHOTS"},
	{"_cat/tasks", "CAT_TASKS"},
	{"_cluster/health", "CLUSTER_HEALTH"},
	{"_cluster/settings", "CLUSTER_SETTINGS"},
	{"_cluster/stats", "CLUSTER_STATS"},
	{"_nodes/stats", "NODES_STATS"},
}

// ownAddress begins the url that the server derives.
const ownAddress = "http://localhost:9200/"

// canonical derives what the server derives: path and url of each other, and
// the api_type of the path, whatever was sent (observed on 2.19.4:
// monitor_errors/cluster_metrics).
func (in *ClusterAPI) canonical() *ClusterAPI {
	filled := *in
	filled.Clusters = orNil(in.Clusters)
	if in.Path == "" {
		if u, err := url.Parse(in.URL); err == nil {
			filled.Path = u.Path
		}
	} else if in.URL == "" {
		filled.URL = ownAddress + strings.TrimPrefix(in.Path, "/")
		if in.PathParams != "" {
			filled.URL = strings.TrimSuffix(filled.URL, "/") + "/" + strings.TrimPrefix(in.PathParams, "/")
		}
	}
	path, _, _ := strings.Cut(strings.Trim(filled.Path, "/"), "?")
	for _, api := range apiTypes {
		if path == api.path || strings.HasPrefix(path, api.path+"/") {
			filled.APIType = api.apiType
		}
	}
	return &filled
}

// orNil copies a list; an empty one is nil, so that both compare equal.
func orNil(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}
