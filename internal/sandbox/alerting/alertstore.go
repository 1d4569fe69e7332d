package alerting

import (
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// alertStore keeps the alerts of a run in the plugin's indices.
type alertStore struct {
	api *API
	run monitorRun
}

// Open lists a monitor's open alerts, oldest write first.
func (s alertStore) Open(monitorID string) []*alerts.Alert {
	var out []*alerts.Alert
	if monitorID == "" {
		return nil
	}
	for _, doc := range s.api.alertsOf(monitorID) {
		out = append(out, readAlert(doc))
	}
	return out
}

// Write keeps an open alert. One whose bucket does not fit the mapping that
// others gave the index is refused.
func (s alertStore) Write(a *alerts.Alert) error {
	name := alertIndex
	if a.State == alerts.Audit && s.api.deps.Settings.Bool("plugins.alerting.alert_history_enabled") {
		name = alertHistory
	}
	written, err := s.api.put(index.Write{Index: name, ID: a.ID, Source: s.source(a)})
	if err == nil {
		a.ID, a.Version = written.ID, written.Version
	}
	return err
}

// monitorName is the monitor's as it was sent, lone surrogates and all; a
// workflow's alerts have none.
func (s alertStore) monitorName() string {
	if s.run.monitor == nil {
		return ""
	}
	return s.run.monitor.Name
}

// Close moves an alert to the history.
func (s alertStore) Close(a *alerts.Alert) { s.api.toHistory(a.ID, s.source(a)) }

// executionID makes the id of a run, which its new alerts bear.
func (a *API) executionID(monitorID string) string {
	return monitorID + "_" + a.deps.Clock.Now().UTC().Format("2006-01-02T15:04:05.000000") + "_" + model.NewID()
}

// owner is who saved the monitor, or the workflow.
func (s alertStore) owner() *orderedjson.Object {
	owner := s.run.owner
	if s.run.monitor != nil {
		owner = s.run.monitor.User
	}
	if owner == nil {
		return nobody()
	}
	return owner
}

// source is an alert as its document has it.
func (s alertStore) source(a *alerts.Alert) *orderedjson.Object {
	o := rest.O(
		"id", a.ID, "version", a.Version, "monitor_id", a.MonitorID, "workflow_id", a.WorkflowID, "workflow_name", a.WorkflowName,
		"associated_alert_ids", texts(a.Associated), "schema_version", s.api.alertSchema(), "monitor_version", a.MonitorVersion,
		"monitor_name", s.monitorName(), "execution_id", a.ExecutionID, "monitor_user", s.owner(),
		"trigger_id", a.TriggerID, "trigger_name", a.TriggerName,
		"finding_ids", texts(a.FindingIDs), "related_doc_ids", texts(a.RelatedDocIDs),
		"state", a.State, "error_message", orNull(a.ErrorMessage), "alert_history", errorsOf(a), "severity", a.Severity,
		"action_execution_results", notesOf(a), "start_time", epoch(a.Start),
		"last_notification_time", epoch(a.LastNotification), "end_time", epoch(a.End), "acknowledged_time", epoch(a.Acknowledged),
	)
	if s.api.deps.Dialect.OlderAlerts {
		for _, key := range newerAlertFields {
			o.Delete(key)
		}
	}
	if len(a.Clusters) > 0 && !s.api.deps.Dialect.OlderAlerts {
		o.Set("clusters", texts(a.Clusters))
	}
	if a.Bucket != nil {
		o.Set("agg_alert_content", a.Bucket.Object())
	}
	return o
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// epoch is a time in milliseconds since 1970, null for none.
func epoch(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func errorsOf(a *alerts.Alert) []any {
	out := make([]any, len(a.Errors))
	for i, e := range a.Errors {
		out[i] = rest.O("timestamp", epoch(e.At), "message", e.Message)
	}
	return out
}

func notesOf(a *alerts.Alert) []any {
	out := make([]any, len(a.Actions))
	for i, n := range a.Actions {
		out[i] = rest.O("action_id", n.ActionID, "last_execution_time", epoch(n.Done), "throttled_count", n.Throttled)
	}
	return out
}

// readAlert reads an alert's document.
func readAlert(doc *index.Doc) *alerts.Alert {
	o := doc.Source
	a := &alerts.Alert{
		Alert: evaluate.Alert{
			ID: doc.ID, Version: doc.Version, State: o.Text("state"), Severity: o.Text("severity"),
			ErrorMessage: o.Text("error_message"), ExecutionID: o.Text("execution_id"),
			Start: timeAt(o, "start_time"), LastNotification: timeAt(o, "last_notification_time"),
			Acknowledged: timeAt(o, "acknowledged_time"), End: timeAt(o, "end_time"),
			FindingIDs: textsAt(o, "finding_ids"), RelatedDocIDs: textsAt(o, "related_doc_ids"),
		},
		MonitorID: o.Text("monitor_id"), MonitorName: o.Text("monitor_name"), MonitorVersion: int64At(o, "monitor_version"),
		TriggerID: o.Text("trigger_id"), TriggerName: o.Text("trigger_name"),
		WorkflowID: o.Text("workflow_id"), WorkflowName: o.Text("workflow_name"), Associated: textsAt(o, "associated_alert_ids"),
		Clusters: textsAt(o, "clusters"),
	}
	for _, x := range o.Array("alert_history") {
		e, _ := x.(*orderedjson.Object)
		a.Errors = append(a.Errors, alerts.PastError{At: timeAt(e, "timestamp"), Message: e.Text("message")})
	}
	for _, x := range o.Array("action_execution_results") {
		n, _ := x.(*orderedjson.Object)
		a.Actions = append(a.Actions, alerts.Note{ActionID: n.Text("action_id"), Done: timeAt(n, "last_execution_time"),
			Throttled: int(int64At(n, "throttled_count"))})
	}
	if content := o.Object("agg_alert_content"); content != nil {
		a.Bucket = &evaluate.Bucket{Parent: content.Text("parent_bucket_path"), Keys: textsAt(content, "bucket_keys"),
			Content: content.Object("bucket")}
	}
	return a
}

// timeAt is a time in an object; zero where there is none.
func timeAt(o *orderedjson.Object, key string) time.Time {
	if ms := int64At(o, key); ms != 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

func textsAt(o *orderedjson.Object, key string) []string {
	var out []string
	for _, x := range o.Array(key) {
		text, _ := x.(string)
		out = append(out, text)
	}
	return out
}
