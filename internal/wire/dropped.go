package wire

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The fields that the server reads, by the object they stand in; it drops any
// other without a word (observed on 2.19.4: monitors/unknown_fields). Those of
// actions are not here, since unknown ones are refused; nor are, from 3.7
// on, metadata and target, which the server takes and we don't send.
var (
	monitorFields = []string{
		"type", "schema_version", "name", "monitor_type", "user", "enabled", "enabled_time", "last_update_time", "schedule",
		"inputs", "triggers", "ui_metadata", "data_sources", "delete_query_index_in_every_run", "should_create_single_alert_for_findings",
		"owner", "rbac_roles",
	}
	workflowFields = []string{"workflow_type", "audit_delegate_monitor_alerts"}
	intervalFields = []string{"interval", "unit"}
	cronFields     = []string{"expression", "timezone"}
	triggerFields  = []string{"id", "name", "severity", "condition", "actions"}
	inputFields    = map[string][]string{
		"search":          {"indices", "query"},
		"doc_level_input": {"description", "indices", "queries", "fan_out_enabled"},
		"uri":             {"api_type", "path", "path_params", "url", "clusters"},
	}
	documentQueryFields = []string{"id", "name", "fields", "query", "tags", "query_field_names"}

	// droppedKnowingly are fields that the Dashboards write, and the server drops.
	droppedKnowingly = []string{"min_time_between_executions", "rolling_window_size", "query_ids", "id", "_id"}
)

// DroppedFields lists what of a monitor's body DecodeMonitor does not read, by
// path: what the server would drop, most often typing errors. Server-owned fields,
// and those that the Dashboards write for themselves, are not told.
func DroppedFields(body *orderedjson.Object) []string {
	d := &dropped{}
	o := object{Object: body, r: &reader{}}
	known := monitorFields
	if isWorkflow(nil, body) {
		known = slices.Concat(monitorFields, workflowFields)
	}
	d.add(o, known)
	schedule := object{Object: body.Object("schedule"), path: "schedule", r: o.r}
	d.addChild(schedule, "period", intervalFields)
	d.addChild(schedule, "cron", cronFields)
	for i, v := range body.Array("inputs") {
		element, _ := v.(*orderedjson.Object)
		input := object{Object: element, path: fmt.Sprintf("inputs[%d]", i), r: o.r}
		for _, kind := range slices.Sorted(maps.Keys(inputFields)) {
			d.addChild(input, kind, inputFields[kind])
		}
		for j, q := range element.Object("doc_level_input").Array("queries") {
			query, _ := q.(*orderedjson.Object)
			d.add(object{Object: query, path: fmt.Sprintf("%s.doc_level_input.queries[%d]", input.path, j), r: o.r}, documentQueryFields)
		}
	}
	for i, v := range body.Array("triggers") {
		element, _ := v.(*orderedjson.Object)
		wrapper, trigger := unwrapTrigger(object{Object: element, path: fmt.Sprintf("triggers[%d]", i), r: o.r}, "")
		if slices.Contains([]string{queryWrapper, bucketWrapper, documentWrapper, chainedWrapper}, wrapper) {
			d.add(trigger, triggerFields)
		}
	}
	d.addUnsent(body)
	return d.paths
}

// dataSources are the values of data_sources that every monitor has that is not
// another plugin's (2.4 and later).
var dataSources = map[string]any{
	"query_index":                  ".opensearch-alerting-queries",
	"findings_index":               ".opensearch-alerting-finding-history-write",
	"findings_index_pattern":       "<.opensearch-alerting-finding-history-{now/d}-1>",
	"alerts_index":                 ".opendistro-alerting-alerts",
	"alerts_history_index":         ".opendistro-alerting-alert-history-write",
	"alerts_history_index_pattern": "<.opendistro-alerting-alert-history-{now/d}-1>",
	"comments_index":               ".opensearch-alerting-comments-history-write",
	"comments_index_pattern":       "<.opensearch-alerting-comments-history-{now/d}-1>",
	"findings_enabled":             false,
}

// addUnsent lists what we never send, where it says anything: a monitor with other
// indices, or another owner, belongs to another plugin.
func (d *dropped) addUnsent(body *orderedjson.Object) {
	for _, m := range body.Object("data_sources").Members() {
		empty, _ := m.Value.(*orderedjson.Object)
		if m.Value != nil && m.Value != dataSources[m.Key] && (empty == nil || empty.Len() > 0) {
			d.paths = append(d.paths, "data_sources."+m.Key)
		}
	}
	if owner := value(body, "owner"); owner != nil && owner != defaultOwner {
		d.paths = append(d.paths, "owner")
	}
}

type dropped struct{ paths []string }

func (d *dropped) add(o object, known []string) {
	for _, key := range o.Keys() {
		if !slices.Contains(known, key) && !slices.Contains(droppedKnowingly, key) {
			d.paths = append(d.paths, strings.TrimPrefix(o.at(key), "."))
		}
	}
}

func (d *dropped) addChild(o object, key string, known []string) {
	if child := o.Object.Object(key); child != nil {
		d.add(object{Object: child, path: o.at(key), r: o.r}, known)
	}
}
