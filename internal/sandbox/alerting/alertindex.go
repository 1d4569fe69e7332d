package alerting

import (
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// The indices of alerts: open ones, those that are over, and both.
const (
	alertIndex   = ".opendistro-alerting-alerts"
	alertHistory = ".opendistro-alerting-alert-history-write"
	allAlerts    = ".opendistro-alerting-alert*"
)

// alertSchema is schema_version of an alert.
func (a *API) alertSchema() int {
	switch {
	case a.deps.Dialect.BareMonitors:
		return 2
	case a.deps.Dialect.OlderAlerts:
		return 3
	}
	return 5
}

// newerAlertFields are those that dialect.OlderAlerts don't have.
var newerAlertFields = []string{
	"workflow_id", "workflow_name", "associated_alert_ids", "execution_id", "finding_ids", "related_doc_ids", "clusters",
}

// ensureAlertIndices makes the indices of alerts where they are missing; each run
// does, a dry one too.
func (a *API) ensureAlertIndices() error {
	store := a.store()
	if store.Get(alertIndex) == nil {
		err := store.Create(alertIndex, jsonForm(rest.O("settings", rest.O("index.hidden", true), "mappings", a.alertMapping())))
		if err != nil {
			return err
		}
	}
	if found, err := store.Resolve([]string{alertHistory}, index.Options{Hidden: true}); err == nil && len(found) > 0 {
		return nil
	}
	name := ".opendistro-alerting-alert-history-" + a.deps.Clock.Now().UTC().Format("2006.01.02") + "-1"
	return store.Create(name, jsonForm(rest.O("settings", rest.O("index.hidden", true), "mappings", a.alertMapping(),
		"aliases", rest.O(alertHistory, rest.O("is_hidden", true)))))
}

// alertMapping is the mapping of the indices of alerts.
func (a *API) alertMapping() *orderedjson.Object {
	mapping := rest.O("dynamic", "strict", "_meta", rest.O("schema_version", a.alertSchema()), "properties", rest.O(
		"schema_version", typed("integer"), "monitor_id", keyword(), "monitor_version", typed("long"),
		"id", keyword(), "version", typed("long"), "severity", keyword(), "monitor_name", textWithKeyword(),
		"monitor_user", properties("name", textWithKeyword(), "backend_roles", roleTexts(), "roles", roleTexts(),
			"custom_attribute_names", roleTexts()),
		"execution_id", keyword(), "workflow_id", keyword(), "workflow_name", keyword(),
		"trigger_id", keyword(), "trigger_name", textWithKeyword(),
		"finding_ids", roleTexts(), "associated_alert_ids", roleTexts(), "related_doc_ids", roleTexts(),
		"state", keyword(), "start_time", typed("date"), "last_notification_time", typed("date"),
		"acknowledged_time", typed("date"), "end_time", typed("date"), "error_message", typed("text"),
		"alert_history", nestedProperties("timestamp", typed("date"), "message", typed("text")),
		"action_execution_results", nestedProperties("action_id", keyword(), "last_execution_time", typed("date"),
			"throttled_count", typed("integer")),
		"agg_alert_content", rest.O("dynamic", true, "properties", rest.O(
			"parent_bucket_path", typed("text"), "bucket_key", typed("text"))),
		"clusters", roleTexts(),
	))
	if a.deps.Dialect.OlderAlerts {
		for _, key := range newerAlertFields {
			mapping.Object("properties").Delete(key)
		}
	}
	if a.deps.Dialect.BareMonitors {
		mapping.Object("properties").Delete("agg_alert_content")
	}
	return mapping
}

// alertsOf are the open alerts of a monitor, oldest write first.
func (a *API) alertsOf(monitorID string) []*index.Doc { return a.alertsWhere("monitor_id", monitorID) }

// moveLimit is how many alerts move when a monitor or a trigger goes: the
// server's search for them has no size. The rest stays open for good.
const moveLimit = 10

// moveAlerts moves the alerts of triggers that a monitor has no more to the
// history, as DELETED; without a monitor all of its alerts.
func (a *API) moveAlerts(monitorID string, m *model.Monitor) {
	kept := map[string]bool{}
	if m != nil {
		for _, t := range m.Triggers {
			kept[t.ID] = true
		}
	}
	moved := 0
	for _, doc := range a.alertsOf(monitorID) {
		if kept[doc.Source.Text("trigger_id")] || moved == moveLimit {
			continue
		}
		moved++
		source := copyOf(doc.Source)
		source.Set("state", "DELETED")
		a.toHistory(doc.ID, source)
	}
}

// toHistory puts an alert that is over into the history and takes it from the
// open ones.
func (a *API) toHistory(id string, source *orderedjson.Object) {
	a.store().Together(func() {
		if a.deps.Settings.Bool("plugins.alerting.alert_history_enabled") {
			_, _ = a.put(index.Write{Index: alertHistory, ID: id, Source: source})
		}
		_, _ = a.store().Remove(index.Write{Index: alertIndex, ID: id})
	})
}

func copyOf(o *orderedjson.Object) *orderedjson.Object {
	c, _ := orderedjson.Clone(o).(*orderedjson.Object)
	return c
}
