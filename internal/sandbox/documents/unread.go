package documents

import (
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// groups of parameters that are told together.
var paramGroups = map[string]string{
	"master": "master_timeout cluster_manager_timeout",
	"names":  "ignore_unavailable allow_no_indices expand_wildcards ignore_throttled",
	"search": "ignore_throttled request_cache search_type max_concurrent_searches pre_filter_shard_size max_concurrent_shard_requests " +
		"ccs_minimize_roundtrips batched_reduce_size terminate_after explain allow_partial_search_results phase_took " +
		"cancel_after_time_interval suggest_field search_pipeline stats",
}

// unreadParams are, by routes, the parameters that a node refuses, though others of
// the kind take them: asked of 2.19.4, one by one.
const unreadParams = `
PUT /{index}/_doc/{id}, POST /{index}/_doc/{id}, POST /{index}/_doc, PUT /{index}/_create/{id}, POST /{index}/_create/{id}: master local preference
DELETE /{index}/_doc/{id}: master local preference require_alias pipeline
POST /{index}/_update/{id}: master local preference pipeline
PUT /_bulk, POST /_bulk, PUT /{index}/_bulk, POST /{index}/_bulk: master local preference version version_type type
GET /{index}/_doc/{id}, HEAD /{index}/_doc/{id}: timeout master wait_for_active_shards local search
GET /{index}/_source/{id}, HEAD /{index}/_source/{id}: timeout master wait_for_active_shards local version_type
GET /_mget, POST /_mget, GET /{index}/_mget, POST /{index}/_mget: timeout master wait_for_active_shards local version_type search
GET /_search, POST /_search, GET /{index}/_search, POST /{index}/_search: max_concurrent_searches
GET /_count, POST /_count, GET /{index}/_count, POST /{index}/_count: max_concurrent_searches explain suggest_field search_pipeline
GET /_msearch, POST /_msearch, GET /{index}/_msearch, POST /{index}/_msearch: timeout preference request_cache batched_reduce_size terminate_after explain allow_partial_search_results phase_took suggest_field search_pipeline stats
POST /{index}/_delete_by_query: master local pipeline max_concurrent_searches typed_keys
POST /{index}/_update_by_query: master local max_concurrent_searches typed_keys
GET /_field_caps, POST /_field_caps, GET /{index}/_field_caps, POST /{index}/_field_caps: timeout master wait_for_active_shards local routing preference
PUT /{index}: local routing preference
DELETE /, DELETE /{index}: wait_for_active_shards local routing preference
GET /{index}, HEAD /{index}: timeout wait_for_active_shards routing preference
GET /_mapping, GET /_mappings, GET /{index}/_mapping, GET /{index}/_mappings: timeout wait_for_active_shards routing preference
PUT /{index}/_mapping, POST /{index}/_mapping, PUT /{index}/_mappings, POST /{index}/_mappings: wait_for_active_shards local routing preference
GET /_mapping/field/{fields}, GET /{index}/_mapping/field/{fields}: timeout master wait_for_active_shards routing preference
GET /_settings, GET /{index}/_settings, GET /{index}/_settings/{name}: timeout wait_for_active_shards routing preference
PUT /_settings, PUT /{index}/_settings: wait_for_active_shards local routing preference
POST /_open, POST /{index}/_open, POST /_close, POST /{index}/_close: local routing preference
POST /_aliases: wait_for_active_shards local routing preference
PUT /{index}/_alias/{name}, POST /{index}/_alias/{name}, PUT /{index}/_aliases/{name}, POST /{index}/_aliases/{name}, DELETE /{index}/_alias/{name}, DELETE /{index}/_aliases/{name}: wait_for_active_shards local routing preference names
GET /_alias, GET /_alias/{name}, GET /{index}/_alias, GET /{index}/_alias/{name}, HEAD /_alias/{name}, HEAD /{index}/_alias, HEAD /{index}/_alias/{name}: timeout master wait_for_active_shards routing preference
GET /_cluster/health, GET /_cluster/health/{index}: routing preference
GET /_cat/indices, GET /_cat/indices/{index}: wait_for_active_shards routing preference
GET /_cat/aliases, GET /_cat/aliases/{alias}: master
GET /_cat/count, GET /_cat/count/{index}: master wait_for_active_shards local routing preference names
GET /_cat/shards, GET /_cat/shards/{index}: names
GET /_cat/health: master local
PUT /_index_template/{name}, POST /_index_template/{name}, PUT /_template/{name}, POST /_template/{name}, PUT /_component_template/{name}, POST /_component_template/{name}, DELETE /_index_template/{name}, DELETE /_template/{name}, DELETE /_component_template/{name}: timeout wait_for_active_shards local routing preference
GET /_index_template, GET /_index_template/{name}, HEAD /_index_template/{name}, GET /_template, GET /_template/{name}, HEAD /_template/{name}, GET /_component_template, GET /_component_template/{name}, HEAD /_component_template/{name}: timeout wait_for_active_shards routing preference
DELETE /_search/scroll, DELETE /_search/scroll/{scroll_id}: scroll
`

// tellUnread tells the router of them.
func (s *Service) tellUnread(rt *rest.Router) {
	unread := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(unreadParams)) {
		routes, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for route := range strings.SplitSeq(routes, ", ") {
			for name := range strings.FieldsSeq(names) {
				if group := paramGroups[name]; group != "" {
					unread[route] = append(unread[route], strings.Fields(group)...)
				} else {
					unread[route] = append(unread[route], name)
				}
			}
		}
	}
	rt.Unread(unread)
}
