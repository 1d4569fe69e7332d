package elastalert

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// place is where something stands.
type place = hcl.Range

// refusedSettings change what is found or told in ways that no monitor has.
var refusedSettings = map[string]string{
	"match_enhancements": "Enhancements are modules in Python that change or drop what was found. Write what they do as a filter, or into the message.",
	"limit_execution":    "It runs at some times only. Add quiet_hours to the monitor's trigger by hand, and take it out here.",
}

// leftOut are settings that are left out, with what that means.
var leftOut = map[string]string{
	"aggregation":                      "ElastAlert gathers what it finds, and tells it together, later. The monitor tells what each run finds, at once: sooner, and in more messages.",
	"summary_table_fields":             "The table of what was gathered is left out: each run tells what it found by itself.",
	"exponential_realert":              "The silence after a message does not grow: more is told than ElastAlert would.",
	"top_count_keys":                   "The most frequent values are left out of the message: a monitor could count them in aggregations.",
	"attach_related":                   "The related events are left out of the message.",
	"generate_kibana_discover_url":     "The link to Discover is left out of the message.",
	"generate_opensearch_discover_url": "The link to Discover is left out of the message.",
	"doc_type":                         "Types of documents are gone since Elasticsearch 7: if an index held several, add a filter.",
	"alert_subject_max_len":            "Subjects are not cut.",
}

// known are settings that are read, or that say only how ElastAlert itself runs.
var known = strings.Fields(`
name type index alert import filter description is_enabled priority owner category timeframe num_events query_key compare_key compare_field
blacklist whitelist ignore_null filter_by_list realert run_every buffer_time query_delay timestamp_field timestamp_type timestamp_format
timestamp_format_expr timestamp_to_datetime_format_expr query_timezone use_count_query use_terms_query terms_size min_doc_count
max_query_size scroll_keepalive max_scrolling_count scan_entire_timeframe use_strftime_index search_extra_index use_local_time
custom_pretty_ts_format alert_text alert_text_args alert_text_kw alert_text_type alert_subject alert_subject_args alert_missing_value
include include_fields _source_enabled raw_count_keys top_count_number run_enhancements_first aggregation_key aggregate_by_match_time
aggregation_alert_time_compared_with_timestamp_field summary_table_type summary_table_max_rows summary_prefix summary_suffix
include_rule_params_in_matches include_rule_params_in_first_match_only jinja_root_name jinja_template_path jinja_filters
rules_folder scan_subdirectories rules_loader writeback_index writeback_alias writeback_suffix alert_time_limit old_query_limit
disable_rules_on_error skip_invalid show_disabled_rules max_threads limit_execution_margin notify_email notify_all_errors notify_alert
add_metadata_alert replace_dots_in_field_names string_multi_field_name logging profile aws_region ca_certs client_cert client_key
verify_certs use_ssl ssl_show_warn from_addr email email_reply_to email_from_field email_add_domain email_format cc bcc
metadata realert_key shorten_kibana_discover_url shorten_opensearch_discover_url`)

// families are how settings begin that belong to alerters, or to ElastAlert itself.
var families = []string{
	"es_", "statsd_", "kibana_", "opensearch_", "slack_", "mattermost_", "ms_teams_", "ms_power_automate_", "sns_", "smtp_", "email_", "http_post", "jira_", "opsgenie_", "pagerduty_",
	"telegram_", "victorops_", "servicenow_", "alerta_", "hive_", "zbx_", "discord_", "dingtalk_", "lark_", "linenotify_", "line_", "workwechat_", "chatwork_", "datadog_", "ses_",
	"rocket_chat_", "gelf_", "iris_", "googlechat_", "gitter_", "exotel_", "twilio_", "stomp_", "command", "pipe_", "sqs_", "tencent_", "alertmanager_", "pagertree_", "timestamp_",
}

// settings looks at all settings of a rule for those that are not converted.
func (r *rule) settings() {
	var unknown []yamltext.Pair
	for _, p := range r.documents[0].pairs {
		name := p.Key.Value
		if slices.Contains(known, name) || refusedSettings[name] != "" || leftOut[name] != "" || slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(name, f) }) {
			continue
		}
		unknown = append(unknown, p)
	}
	for _, name := range slices.Sorted(maps.Keys(refusedSettings)) {
		if s := r.get(name); s.there() && len(items(s.value)) > 0 {
			r.refuse(s.at(), "Setting that is not converted", "%s: %s", name, refusedSettings[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(leftOut)) {
		if s := r.get(name); s.there() && s.truth(true) {
			r.note(s.at(), "Setting that is left out", "%s: %s", name, leftOut[name])
		}
	}
	if s := r.get("realert_key"); s.there() {
		r.note(s.at(), "Setting that is left out", "realert_key: the monitor is silent for itself alone, and not together with other rules: more is told.")
	}
	if len(unknown) > 0 {
		var names []string
		for _, p := range unknown {
			names = append(names, p.Key.Value)
		}
		r.note(r.documents[0].text.At(unknown[0].Key), "Settings that are not known", "ElastAlert takes what it doesn't know for a property of the rule, or a module's own: %s. They are left out.", strings.Join(names, ", "))
	}
}

// start is where a rule begins.
func (r *rule) start() place {
	d := r.documents[0]
	if len(d.pairs) == 0 {
		return d.source.Whole()
	}
	if p, ok := d.member("name"); ok {
		return d.text.At(p.Key)
	}
	return d.text.At(d.pairs[0].Key)
}
