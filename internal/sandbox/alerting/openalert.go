package alerting

import (
	"fmt"
	"regexp"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// openAlert is an alert as its document has it; id is "" for one that was never
// written.
type openAlert struct {
	id     string
	source *orderedjson.Object
}

// newAlert opens an alert. Its version is the monitor's at opening.
func (a *API) newAlert(run monitorRun, t *evaluate.TriggerResult) *openAlert {
	now := a.deps.Clock.Now().UTC()
	execution := fmt.Sprintf("%s_%s_%s", run.id, now.Format("2006-01-02T15:04:05.000000"), model.NewID())
	return &openAlert{source: rest.O(
		"id", "", "version", -1, "monitor_id", run.id, "workflow_id", "", "workflow_name", "",
		"associated_alert_ids", []any{}, "schema_version", alertSchemaVersion, "monitor_version", run.version,
		"monitor_name", run.monitor.Name, "execution_id", execution,
		"monitor_user", nobody(),
		"trigger_id", t.ID, "trigger_name", t.Name, "finding_ids", []any{}, "related_doc_ids", []any{},
		"state", "ACTIVE", "error_message", nil, "alert_history", []any{}, "severity", t.Severity,
		"action_execution_results", []any{}, "start_time", now.UnixMilli(), "last_notification_time", now.UnixMilli(),
		"end_time", nil, "acknowledged_time", nil,
	)}
}

// writeAlert writes an alert among the open ones.
func (a *API) writeAlert(alert *openAlert) (index.Written, error) {
	return a.put(index.Write{Index: alertIndex, ID: alert.id, Source: alert.source})
}

// seen is the alert as a run sees it, without a version.
func (o *openAlert) seen() *evaluate.Alert {
	return &evaluate.Alert{
		ID: o.id, Version: -1, State: o.state(), Severity: o.source.Text("severity"),
		ErrorMessage: o.source.Text("error_message"), ExecutionID: o.source.Text("execution_id"),
		Start: o.time("start_time"), LastNotification: o.time("last_notification_time"),
		Acknowledged: o.time("acknowledged_time"),
	}
}

func (o *openAlert) state() string { return o.source.Text("state") }

func (o *openAlert) set(keysAndValues ...any) {
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		o.source.Set(keysAndValues[i].(string), keysAndValues[i+1])
	}
}

// time is a time of the alert; zero where it has none.
func (o *openAlert) time(key string) time.Time {
	if ms := int64At(o.source, key); ms != 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

// lastRunOf is when an action was last done, in milliseconds since 1970; 0 where
// the alert does not know.
func (o *openAlert) lastRunOf(actionID string) int64 {
	for _, r := range o.source.Array("action_execution_results") {
		if result, ok := r.(*orderedjson.Object); ok && result.Text("action_id") == actionID {
			return int64At(result, "last_execution_time")
		}
	}
	return 0
}

// noteActions notes when actions were done, and how often they were throttled.
func (o *openAlert) noteActions(actions []*evaluate.ActionResult) {
	list := append([]any{}, o.source.Array("action_execution_results")...)
	for _, x := range actions {
		known := false
		for _, r := range list {
			result, _ := r.(*orderedjson.Object)
			if result.Text("action_id") != x.ID {
				continue
			}
			known = true
			if x.Throttled {
				result.Set("throttled_count", int64At(result, "throttled_count")+1)
			} else {
				result.Set("last_execution_time", x.Executed.UnixMilli())
			}
		}
		if !known {
			list = append(list, firstNote(x))
		}
	}
	o.source.Set("action_execution_results", list)
}

func firstNote(x *evaluate.ActionResult) *orderedjson.Object {
	if x.Throttled {
		return rest.O("action_id", x.ID, "last_execution_time", nil, "throttled_count", 1)
	}
	return rest.O("action_id", x.ID, "last_execution_time", x.Executed.UnixMilli(), "throttled_count", 0)
}

// errorMemory is how many errors an alert remembers, the latest first.
const errorMemory = 10

func (o *openAlert) noteError(at int64, text string) {
	history := append([]any{rest.O("timestamp", at, "message", text)}, o.source.Array("alert_history")...)
	o.source.Set("alert_history", history[:min(len(history), errorMemory)])
}

var address = regexp.MustCompile(`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`)

// hideAddresses masks IP addresses in an alert's errors.
func hideAddresses(text string) string { return address.ReplaceAllString(text, "x.x.x.x") }
