package alerting

import (
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// configIndex is where monitors lie, each as {"monitor": {…}}, beside documents
// of the plugin's own such as a monitor's metadata.
const configIndex = ".opendistro-alerting-config"

// metadataSuffix ends the id of a monitor's metadata.
const metadataSuffix = "-metadata"

// ensureConfigIndex makes the index where it is missing, as the first save does,
// even one that is refused later.
func (a *API) ensureConfigIndex() error {
	if a.store().Get(configIndex) != nil {
		return nil
	}
	return a.store().Create(configIndex, jsonForm(rest.O(
		"settings", rest.O("index.hidden", true),
		"mappings", a.configMapping(),
	)))
}

// put writes a document whose source was built here.
func (a *API) put(w index.Write) (index.Written, error) {
	w.Source = jsonForm(w.Source)
	return a.store().Write(w)
}

// jsonForm brings an object that was built here, with Go's numbers, to the types
// that reading JSON yields.
func jsonForm(o *orderedjson.Object) *orderedjson.Object {
	text, _ := orderedjson.Marshal(o) // holds JSON's types and Go's numbers only
	v, _ := orderedjson.Parse(text)
	parsed, _ := v.(*orderedjson.Object)
	return parsed
}

// refreshInterval is how long searches may not see a write that did not ask for a
// refresh.
const refreshInterval = time.Second

// refreshLater lets searches see what was written without a refresh.
func (a *API) refreshLater() {
	a.deps.Clock.AfterFunc(refreshInterval, func() { _ = a.store().Refresh(configIndex) })
}

// blocked is the fault of a write to an index under a write block, which a full
// disk sets (limits/read_only_index); nil where there is none.
func (a *API) blocked(name string) *fault.Fault {
	x := a.store().Get(name)
	if x == nil || x.Settings.Text("index.blocks.read_only_allow_delete") != "true" {
		return nil
	}
	return fault.New(fault.ClusterBlock, "index [%s] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded "+
		"flood-stage watermark, index has read-only-allow-delete block];", name)
}

// read finds a document of the config index. Errors: the index is missing.
func (a *API) read(id string) (*index.Doc, error) {
	doc, _, err := a.store().Read(configIndex, id)
	if err != nil {
		return nil, fault.MissingIndex(configIndex)
	}
	return doc, nil
}

// The parts of the plugin's mappings: only what a search can find is mapped, all
// else is kept but not indexed (dynamic: false).
func keyword() *orderedjson.Object   { return rest.O("type", "keyword") }
func disabled() *orderedjson.Object  { return rest.O("type", "object", "enabled", false) }
func typed(t string) any             { return rest.O("type", t) }
func properties(kv ...any) any       { return rest.O("properties", rest.O(kv...)) }
func nestedProperties(kv ...any) any { return rest.O("type", "nested", "properties", rest.O(kv...)) }

func textWithKeyword() any {
	return rest.O("type", "text", "fields", rest.O("keyword", rest.O("type", "keyword", "ignore_above", 256)))
}

func roleTexts() any {
	return rest.O("type", "text", "fields", rest.O("keyword", keyword()))
}

func dateField() any {
	return rest.O("type", "date", "format", "strict_date_time||epoch_millis")
}

// jobFields are what monitors and workflows have in common.
func jobFields() *orderedjson.Object {
	return rest.O(
		"schema_version", typed("integer"), "name", textWithKeyword(), "owner", textWithKeyword(),
		"user", properties("name", textWithKeyword(), "backend_roles", roleTexts(), "roles", roleTexts(),
			"custom_attribute_names", roleTexts()),
		"type", keyword(), "enabled", typed("boolean"), "enabled_time", dateField(), "last_update_time", dateField(),
		"schedule", properties(
			"period", properties("interval", typed("integer"), "unit", keyword()),
			"cron", properties("expression", typed("text"), "timezone", keyword())),
		"group_by_fields", textWithKeyword(),
	)
}

// triggerFields are the mapped fields of a trigger, bare or query-level; those of
// other kinds cannot be searched (search/by_triggers).
func triggerFields() []any {
	return []any{
		"name", textWithKeyword(), "min_time_between_executions", typed("integer"), "condition", disabled(),
		"actions", nestedProperties(
			"name", textWithKeyword(), "destination_id", keyword(),
			"subject_template", disabled(), "message_template", disabled(),
			"throttle_enabled", typed("boolean"),
			"throttle", properties("value", typed("integer"), "unit", keyword())),
	}
}

// configMapping is the mapping of the config index (alerting-api 5.1).
func (a *API) configMapping() *orderedjson.Object {
	monitor := jobFields()
	if !a.deps.Dialect.BareMonitors {
		monitor.Set("monitor_type", keyword())
	}
	monitor.Set("inputs", nestedProperties("search", properties("indices", textWithKeyword(), "query", disabled())))
	monitor.Set("data_sources", properties("alerts_index", textWithKeyword(), "findings_index", textWithKeyword(),
		"query_index", textWithKeyword(), "query_index_mapping", textWithKeyword()))
	monitor.Set("triggers", nestedProperties(append(triggerFields(), model.QueryTrigger, properties(triggerFields()...))...))
	monitor.Set("delete_query_index_in_every_run", typed("boolean"))
	monitor.Set("ui_metadata", disabled())
	workflow := jobFields()
	workflow.Set("workflow_type", keyword())
	workflow.Set("audit_delegate_monitor_alerts", typed("boolean"))
	workflow.Set("inputs", nestedProperties("composite_input", nestedProperties("sequence", properties(
		"delegates", nestedProperties("order", typed("integer"), "monitor_id", keyword(),
			"chained_monitor_findings", properties("monitor_id", keyword()))))))
	if a.deps.Dialect.OlderMonitors {
		return a.olderMapping(monitor)
	}
	return rest.O("_meta", rest.O("schema_version", model.SchemaVersion(a.deps.Dialect)), "properties", rest.O(
		"monitor", rest.O("dynamic", "false", "properties", monitor),
		"workflow", rest.O("dynamic", "false", "properties", workflow),
		"metadata", properties("monitor_id", keyword(),
			"last_action_execution_times", nestedProperties("action_id", keyword(), "execution_time", dateField()),
			"last_run_context", disabled(), "source_to_query_index_mapping", disabled()),
	))
}
