package wire

import (
	"cmp"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// AlertState is where an alert stands.
type AlertState string

// The states of alerts. Open alerts are active, acknowledged or in error (one
// whose action could not be delivered; it can't be acknowledged).
const (
	AlertActive       AlertState = "ACTIVE"
	AlertAcknowledged AlertState = "ACKNOWLEDGED"
	AlertError        AlertState = "ERROR"
	AlertCompleted    AlertState = "COMPLETED"
	AlertDeleted      AlertState = "DELETED"
)

// Open tells whether an update of its monitor must take care not to lose it.
func (s AlertState) Open() bool {
	return s == AlertActive || s == AlertAcknowledged || s == AlertError
}

// Alert is an event that a trigger raised.
type Alert struct {
	ID           string
	MonitorID    string // "" for one of a workflow's own triggers
	WorkflowID   string // "" outside of workflows
	MonitorName  string
	TriggerID    string
	TriggerName  string
	State        AlertState
	Severity     string
	ErrorMessage string
	Start        time.Time
	End          time.Time // zero while it is open
	Acknowledged time.Time // zero unless it was acknowledged

	LastNotification time.Time // the last run that found it, sent or throttled
	Actions          []AlertAction
}

// Of is the id of the monitor that an alert is of, or of the workflow.
func (a Alert) Of() string { return cmp.Or(a.MonitorID, a.WorkflowID) }

// AlertAction is what became of one action of an alert (observed on 2.19.4:
// sending/throttled_action).
type AlertAction struct {
	ActionID      string
	LastExecution time.Time // when it was sent last
	Throttled     int       // messages held back since then
}

// DecodeAlerts reads an answer of GET …/monitors/alerts: one page, and how many
// alerts there are in all.
func DecodeAlerts(answer *orderedjson.Object) (alerts []Alert, total int, err error) {
	r := &reader{}
	o := object{Object: answer, r: r}
	for _, v := range o.list("alerts") {
		a, ok := r.object(v, "alerts[]")
		if !ok {
			continue
		}
		alerts = append(alerts, Alert{
			ID: a.required("id"), MonitorID: a.text("monitor_id"), WorkflowID: a.text("workflow_id"), MonitorName: a.text("monitor_name"),
			TriggerID: a.text("trigger_id"), TriggerName: a.text("trigger_name"),
			State: AlertState(a.text("state")), Severity: a.text("severity"), ErrorMessage: a.text("error_message"),
			Start: a.time("start_time"), End: a.time("end_time"), Acknowledged: a.time("acknowledged_time"),
			LastNotification: a.time("last_notification_time"), Actions: a.actions(),
		})
	}
	return alerts, o.integer("totalAlerts", len(alerts)), r.result()
}

func (o object) time(key string) time.Time { return moment(o.Object, key) }

// actions are the results of an alert's actions; a list that is missing is empty.
func (o object) actions() []AlertAction {
	var actions []AlertAction
	for _, v := range o.Array("action_execution_results") {
		r, ok := v.(*orderedjson.Object)
		if !ok {
			continue
		}
		throttled, _ := wholeNumber(value(r, "throttled_count"))
		actions = append(actions, AlertAction{ActionID: r.Text("action_id"), LastExecution: moment(r, "last_execution_time"), Throttled: int(throttled)})
	}
	return actions
}
