package settings

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// kind is how a setting's value is read.
type kind int

const (
	text kind = iota
	integer
	boolean
	duration
	list
	rate // of scripts: 75/5m
)

// Setting describes one setting.
type Setting struct {
	Name    string
	Default Value
	// Fallback is the older name whose value counts where this one is not set.
	Fallback string

	kind kind
	// least is the smallest integer, where there is one.
	least *int
	// final: it can be set in the node's file only.
	final bool
	// static: likewise, in other words of the server's.
	static bool
	// listed: it is shown among the defaults.
	listed bool
}

func atLeast(n int) *int { return &n }

// alertingSettings are plugins.alerting.* with their defaults, as 2.19.4 lists
// them (limits/read_settings). Those of the first generation had the prefix
// opendistro.alerting., which is still taken (limits/old_setting_names).
var alertingSettings = []Setting{
	{Name: "alert_backoff_millis", kind: duration, Default: Value{Text: "50ms"}, Fallback: "o"},
	{Name: "index_timeout", kind: duration, Default: Value{Text: "60s"}, Fallback: "o"},
	{Name: "move_alerts_backoff_count", kind: integer, Default: Value{Text: "3"}, Fallback: "o"},
	{Name: "alert_history_max_age", kind: duration, Default: Value{Text: "30d"}, Fallback: "o"},
	{Name: "request_timeout", kind: duration, Default: Value{Text: "10s"}, Fallback: "o"},
	{Name: "destination.allow_list", kind: list, Default: Value{IsList: true, List: []string{"chime", "slack", "custom_webhook", "email", "test_action"}}, Fallback: "o"},
	{Name: "comments_history_rollover_period", kind: duration, Default: Value{Text: "12h"}},
	{Name: "max_comment_character_length", kind: integer, Default: Value{Text: "2000"}, least: atLeast(0)},
	{Name: "max_actionable_alert_count", kind: integer, Default: Value{Text: "50"}, least: atLeast(-1)},
	{Name: "action_throttle_max_value", kind: duration, Default: Value{Text: "24h"}, Fallback: "o"},
	{Name: "alert_history_rollover_period", kind: duration, Default: Value{Text: "12h"}, Fallback: "o"},
	{Name: "alert_history_max_docs", kind: integer, Default: Value{Text: "1000"}, Fallback: "o"},
	{Name: "alert_backoff_count", kind: integer, Default: Value{Text: "2"}, Fallback: "o"},
	{Name: "alert_history_retention_period", kind: duration, Default: Value{Text: "60d"}, Fallback: "o"},
	{Name: "cross_cluster_monitoring_enabled", kind: boolean, Default: Value{Text: "true"}},
	{Name: "input_timeout", kind: duration, Default: Value{Text: "30s"}, Fallback: "o"},
	{Name: "alert_findings_indexing_batch_size", kind: integer, Default: Value{Text: "1000"}, least: atLeast(1)},
	{Name: "alert_finding_max_docs", kind: integer, Default: Value{Text: "1000"}},
	{Name: "bulk_timeout", kind: duration, Default: Value{Text: "120s"}, Fallback: "o"},
	{Name: "alert_finding_rollover_period", kind: duration, Default: Value{Text: "12h"}},
	{Name: "finding_history_max_age", kind: duration, Default: Value{Text: "30d"}},
	{Name: "monitor.max_monitors", kind: integer, Default: Value{Text: "1000"}, Fallback: "o"},
	{Name: "monitor.doc_level_monitor_shard_fetch_size", kind: integer, Default: Value{Text: "10000"}, least: atLeast(1)},
	{Name: "monitor.percolate_query_docs_size_memory_percentage_limit", kind: integer, Default: Value{Text: "10"}, least: atLeast(0)},
	{Name: "monitor.doc_level_monitor_fanout_max_duration", kind: duration, Default: Value{Text: "3m"}},
	{Name: "monitor.doc_level_monitor_fan_out_nodes", kind: integer, Default: Value{Text: "1000"}, least: atLeast(1)},
	{Name: "monitor.percolate_query_max_num_docs_in_memory", kind: integer, Default: Value{Text: "50000"}, least: atLeast(1000)},
	{Name: "monitor.doc_level_monitor_execution_max_duration", kind: duration, Default: Value{Text: "4m"}},
	{Name: "monitor.doc_level_monitor_query_field_names_enabled", kind: boolean, Default: Value{Text: "true"}},
	{Name: "max_comments_per_notification", kind: integer, Default: Value{Text: "3"}, least: atLeast(0)},
	{Name: "comments_history_retention_period", kind: duration, Default: Value{Text: "60d"}},
	{Name: "alert_finding_enabled", kind: boolean, Default: Value{Text: "true"}},
	{Name: "comments_enabled", kind: boolean, Default: Value{Text: "false"}},
	{Name: "comments_history_max_docs", kind: integer, Default: Value{Text: "1000"}, least: atLeast(0)},
	{Name: "max_comments_per_alert", kind: integer, Default: Value{Text: "500"}, least: atLeast(0)},
	{Name: "comments_history_max_age", kind: duration, Default: Value{Text: "30d"}},
	{Name: "finding_history_retention_period", kind: duration, Default: Value{Text: "60d"}},
	{Name: "move_alerts_backoff_millis", kind: duration, Default: Value{Text: "250ms"}, Fallback: "o"},
	{Name: "alert_history_enabled", kind: boolean, Default: Value{Text: "true"}, Fallback: "o"},
	{Name: "filter_by_backend_roles", kind: boolean, Default: Value{Text: "false"}, Fallback: "o"},
}

// jobSettings are plugins.scheduled_jobs.*, once opendistro.scheduled_jobs.*.
var jobSettings = []Setting{
	{Name: "request_timeout", kind: duration, Default: Value{Text: "10s"}, Fallback: "o"},
	{Name: "sweeper.backoff_millis", kind: duration, Default: Value{Text: "50ms"}, Fallback: "o"},
	{Name: "sweeper.period", kind: duration, Default: Value{Text: "5m"}, Fallback: "o"},
	{Name: "sweeper.page_size", kind: integer, Default: Value{Text: "100"}, Fallback: "o"},
	{Name: "enabled", kind: boolean, Default: Value{Text: "true"}, Fallback: "o"},
	{Name: "retry_count", kind: integer, Default: Value{Text: "3"}, Fallback: "o"},
}

// otherSettings have full names. The notifications plugin's come from its
// source; of the core's only those that tools around alerting set are known, and
// they change nothing here.
var otherSettings = []Setting{
	{Name: "plugins.destination.host.deny_list", kind: list, Default: Value{IsList: true}, final: true},
	{Name: "opensearch.notifications.core.allowed_config_types", kind: list, Default: Value{IsList: true, List: []string{
		"slack", "chime", "microsoft_teams", "webhook", "email", "sns", "ses_account", "smtp_account", "email_group",
	}}},
	{Name: "opensearch.notifications.core.http.host_deny_list", kind: list, Default: Value{IsList: true}},
	{Name: "opensearch.notifications.core.http.max_connections", kind: integer, Default: Value{Text: "60"}},
	{Name: "opensearch.notifications.core.http.max_connection_per_route", kind: integer, Default: Value{Text: "20"}},
	{Name: "opensearch.notifications.core.http.connection_timeout", kind: integer, Default: Value{Text: "5000"}},
	{Name: "opensearch.notifications.core.http.socket_timeout", kind: integer, Default: Value{Text: "50000"}},
	{Name: "opensearch.notifications.core.max_http_response_size", kind: integer, Default: Value{Text: "104857600"}},
	{Name: "opensearch.notifications.core.email.size_limit", kind: integer, Default: Value{Text: "10000000"}},
	{Name: "opensearch.notifications.core.email.minimum_header_length", kind: integer, Default: Value{Text: "160"}},
	{Name: "opensearch.notifications.general.filter_by_backend_roles", kind: boolean, Default: Value{Text: "false"}},
	{Name: "opensearch.notifications.general.default_items_query_count", kind: integer, Default: Value{Text: "100"}},
	{Name: "opensearch.notifications.general.operation_timeout_ms", kind: integer, Default: Value{Text: "60000"}},
	{Name: "action.auto_create_index", Default: Value{Text: "true"}},
	{Name: "action.destructive_requires_name", kind: boolean, Default: Value{Text: "false"}},
	{Name: "cluster.blocks.read_only", kind: boolean, Default: Value{Text: "false"}},
	{Name: "cluster.blocks.read_only_allow_delete", kind: boolean, Default: Value{Text: "false"}},
	{Name: "cluster.max_shards_per_node", kind: integer, Default: Value{Text: "1000"}, least: atLeast(1)},
	{Name: "cluster.routing.allocation.enable", Default: Value{Text: "all"}},
	{Name: "cluster.routing.allocation.disk.threshold_enabled", kind: boolean, Default: Value{Text: "true"}},
	{Name: "search.allow_expensive_queries", kind: boolean, Default: Value{Text: "true"}},
	{Name: "search.max_buckets", kind: integer, Default: Value{Text: "65535"}, least: atLeast(0)},
	{Name: "search.default_search_timeout", kind: duration, Default: Value{Text: "-1"}},
}

// remoteSettings are those of plugins.alerting.* that tell where monitors lie, and
// whom alerts are shown to (3.5.0, limits/read_settings).
var remoteSettings = []Setting{
	{Name: "notification_context_results_allowed_roles", kind: list, Default: Value{IsList: true}},
	{Name: "remote_metadata_endpoint", final: true},
	{Name: "remote_metadata_region", final: true},
	{Name: "remote_metadata_service_name", final: true},
	{Name: "remote_metadata_type", final: true},
}

// alertingOf are the settings of the alerting plugin of a server.
func alertingOf(d dialect.Dialect) []Setting {
	known := slices.Clone(alertingSettings)
	if d.OlderSettings {
		known = slices.DeleteFunc(known, func(s Setting) bool { return s.Fallback == "" && s.Name != "max_actionable_alert_count" })
	}
	if d.RemoteMetadata {
		known = append(known, remoteSettings...)
	}
	for i := range known {
		if known[i].Name == "comments_enabled" && d.CommentsOn {
			known[i].Default = Value{Text: "true"}
		}
	}
	return known
}

func buildRegistry(d dialect.Dialect) map[string]Setting {
	all := map[string]Setting{}
	add := func(s Setting, prefix string) {
		if s.Fallback != "" {
			old := s
			old.Fallback = ""
			old.Name = "opendistro." + prefix + s.Name
			s.Fallback = old.Name
			all[old.Name] = old
		}
		s.Name, s.listed = "plugins."+prefix+s.Name, true
		all[s.Name] = s
	}
	for _, s := range alertingOf(d) {
		add(s, "alerting.")
	}
	for _, s := range jobSettings {
		add(s, "scheduled_jobs.")
	}
	for _, s := range otherSettings {
		if d.LegacyDestinations && strings.HasPrefix(s.Name, "opensearch.notifications.") {
			continue
		}
		s.listed = strings.HasPrefix(s.Name, "plugins.") || strings.HasPrefix(s.Name, "opensearch.")
		all[s.Name] = s
	}
	for _, s := range scriptSettings {
		all[s.Name] = s
	}
	return all
}

// oldNames are the settings of a server from before any had the prefix plugins.
func oldNames(newer map[string]Setting) map[string]Setting {
	all := map[string]Setting{}
	for name, s := range newer {
		if strings.HasPrefix(name, "plugins.") {
			continue
		}
		s.listed = s.listed || strings.HasPrefix(name, "opendistro.")
		all[name] = s
	}
	const denied = "opendistro.destination.host.deny_list"
	all[denied] = Setting{Name: denied, kind: list, Default: Value{IsList: true}, final: true, listed: true}
	return all
}

func (s *Store) lookup(name string) (Setting, bool) {
	setting, ok := s.registry[name]
	if !ok && strings.HasPrefix(name, "logger.") {
		return Setting{Name: name}, true
	}
	if !ok {
		return contextSetting(name)
	}
	return setting, ok
}

// Defaults are the defaults of the settings that are not set in one of the
// layers, by full name.
func (s *Store) Defaults(layers ...map[string]Value) map[string]Value {
	defaults := map[string]Value{}
	for name, setting := range s.registry {
		set := !setting.listed
		for _, layer := range layers {
			_, here := layer[name]
			set = set || here
		}
		if !set {
			defaults[name] = setting.Default
		}
	}
	return defaults
}
