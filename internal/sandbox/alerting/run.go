package alerting

import (
	"context"
	"errors"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// monitorRun is one run of a monitor.
type monitorRun struct {
	id      string // "" for one that is not stored
	version int64
	monitor *model.Monitor
	start   time.Time
	end     time.Time
	dry     bool
}

// keepsAlerts tells whether a run leaves alerts.
func (run monitorRun) keepsAlerts() bool { return !run.dry && run.id != "" }

// runScheduled runs a monitor that is due.
func (a *API) runScheduled(id string, due time.Time) {
	m, version, err := a.load(id)
	if err != nil {
		return
	}
	run := monitorRun{id: id, version: version, monitor: m, end: due, start: m.Schedule.PeriodEndingAt(due)}
	_, _ = a.run(context.Background(), run) // what fails in a run stands in its alerts
}

// run runs a monitor, sends its messages and keeps its alerts. It returns the
// result as _execute answers it.
func (a *API) run(ctx context.Context, run monitorRun) (*orderedjson.Object, error) {
	if !run.monitor.IsStandard() {
		return unknownType(run), nil
	}
	if err := a.ensureAlertIndices(); err != nil {
		return nil, err
	}
	defer a.runs.hold(run.id)()
	if run.monitor.Type == model.BucketLevel {
		return a.runBuckets(ctx, run)
	}
	current := a.currentAlerts(run)
	result, err := a.evaluate(run, current)
	if err != nil {
		return nil, err
	}
	answer := result.Object()
	answer.Set("monitor_name", run.monitor.Name) // as it was sent, lone surrogates and all
	for _, t := range result.Triggers {
		printed := answer.Object("trigger_results").Object(t.ID).Object("action_results")
		problem := firstProblem(result, t)
		for _, action := range t.Actions {
			told := a.deliver(ctx, run, action, printed.Object(action.ID))
			if problem == "" && told != "" {
				problem = "Failed running action:\n" + told
			}
		}
		if run.keepsAlerts() {
			a.bringForward(run, t, current[t.ID], hideAddresses(problem))
		}
	}
	return answer, nil
}

// unknownType is the result of a monitor of a type that nobody runs.
func unknownType(run monitorRun) *orderedjson.Object {
	result := evaluate.Result{MonitorName: run.monitor.Name, PeriodStart: run.start, PeriodEnd: run.end}
	answer := result.Object()
	answer.Set("error", "Monitor Type "+run.monitor.Type+" not known")
	return answer
}

// firstProblem is what went wrong before any message was sent, as an alert tells
// it; "" for nothing.
func firstProblem(result *evaluate.Result, t *evaluate.TriggerResult) string {
	switch {
	case result.InputError != "":
		return "Failed fetching inputs:\n" + toldOfInput(result.InputError)
	case t.Error != "":
		return "Failed evaluating trigger:\n" + toldOfScript(t.Error)
	}
	return ""
}

// deliver sends a rendered message, unless the run is dry, and writes what came of
// it into the printed action. It returns how an alert tells of a failure, "" for
// none.
func (a *API) deliver(ctx context.Context, run monitorRun, action *evaluate.ActionResult, printed *orderedjson.Object) string {
	if action.Throttled || action.Error != "" || run.dry {
		return action.Error
	}
	messageID, err := a.deps.Sender.Send(ctx, action.DestinationID, action.Subject, action.Message)
	if err == nil {
		printed.Object("output").Set("messageId", messageID)
		return ""
	}
	text := err.Error()
	told := "OpenSearchStatusException[" + text + "]"
	if errors.Is(err, ErrNoChannel) {
		text = a.noSuchChannel(action.DestinationID)
		told = text
	}
	printed.Set("output", rest.O())
	printed.Set("error", text)
	return told
}

// noSuchChannel is the error of an id that no channel has. The server then looks
// for an old destination, and stumbles where it has no index yet.
func (a *API) noSuchChannel(id string) string {
	if a.store().Get(configIndex) == nil {
		return "Configured indices are not found: [" + configIndex + "]"
	}
	return "Unable to find a Notification Channel or Destination config with id [" + id + "]"
}

// bringForward brings a trigger's alert forward by one run: opens it, keeps it,
// puts it into the state ERROR or completes it. Where nothing fired, or the alert
// is acknowledged and nothing failed, it changes nothing.
func (a *API) bringForward(run monitorRun, t *evaluate.TriggerResult, alert *openAlert, problem string) {
	if problem == "" && !t.Triggered {
		if alert != nil {
			alert.noteActions(t.Actions)
			alert.set("state", "COMPLETED", "end_time", a.now(), "error_message", nil)
			a.toHistory(alert.id, alert.source)
		}
		return
	}
	if problem == "" && alert != nil && alert.state() == "ACKNOWLEDGED" {
		return
	}
	if alert == nil {
		alert = a.newAlert(run, t)
	}
	alert.set("state", "ACTIVE", "error_message", nil)
	if problem != "" {
		alert.set("state", "ERROR", "error_message", problem)
		alert.noteError(a.now(), problem)
	}
	alert.noteActions(t.Actions)
	alert.set("last_notification_time", a.now())
	_, _ = a.writeAlert(alert)
}

// currentAlerts are a monitor's open alerts by trigger.
type currentAlerts map[string]*openAlert

// currentAlerts reads the open alerts. Of several of one trigger the first counts;
// the server looks at twice as many as there are triggers.
func (a *API) currentAlerts(run monitorRun) currentAlerts {
	current := currentAlerts{}
	if run.id == "" {
		return current
	}
	for i, doc := range a.alertsOf(run.id) {
		trigger := doc.Source.Text("trigger_id")
		if i < 2*len(run.monitor.Triggers) && current[trigger] == nil {
			current[trigger] = &openAlert{id: doc.ID, source: copyOf(doc.Source)}
		}
	}
	return current
}
