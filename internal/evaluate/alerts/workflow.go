package alerts

import (
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Flow is a workflow under way.
type Flow struct {
	ID      string
	Version int64
	Body    *orderedjson.Object // the object under "workflow"
	Now     time.Time
}

// audited tells whether the monitor's alerts are a workflow's to judge: they are
// of the state AUDIT, and no action is done.
func (r Runner) audited() bool {
	if r.Flow == nil {
		return false
	}
	v, ok := r.Flow.Body.Get("audit_delegate_monitor_alerts")
	return !ok || v != false
}

// Chain judges the triggers of a workflow, after its delegates ran: those that
// left alerts without an error count. The Result has the triggers alone.
func (r Runner) Chain(delegates []*Run) (*Run, error) {
	run := &Run{Result: &evaluate.Result{MonitorName: r.Flow.Body.Text("name"), PeriodStart: r.Flow.Now, PeriodEnd: r.Flow.Now}}
	left := r.left(delegates)
	current := map[string]*Alert{}
	for _, a := range r.Store.OfWorkflow(r.Flow.ID) {
		if current[a.TriggerID] == nil {
			current[a.TriggerID] = a
		}
	}
	for _, x := range r.Flow.Body.Array("triggers") {
		wrapped, _ := x.(*orderedjson.Object)
		def := wrapped.Object("chained_alert_trigger")
		alert := current[def.Text("id")]
		chained := evaluate.Chained{WorkflowID: r.Flow.ID, WorkflowVersion: r.Flow.Version, Workflow: r.Flow.Body, Trigger: def,
			Alerts: left, Now: r.Flow.Now,
			Throttled: func(action *orderedjson.Object) bool { return throttled(alert, action, r.Flow.Now) }}
		if alert != nil {
			chained.Current = &alert.Alert
		}
		t, associated, err := chained.Run()
		if err != nil {
			return nil, err
		}
		run.Result.Triggers = append(run.Result.Triggers, t)
		for _, action := range t.Actions {
			r.deliver(action)
		}
		r.chained(run, t, alert, associated)
	}
	return run, nil
}

// left are the alerts that the delegates left, by monitor. Only audited ones are
// looked for (from source).
func (r Runner) left(delegates []*Run) map[string][]string {
	out := map[string][]string{}
	if r.Forgets || !r.audited() {
		return out
	}
	for _, run := range delegates {
		for _, a := range run.Opened {
			if a.State == Audit && a.ErrorMessage == "" {
				out[a.MonitorID] = append(out[a.MonitorID], a.ID)
			}
		}
	}
	return out
}

// chained brings a workflow's alert forward. What an action failed by is none of
// its problems, and the first run's actions are not noted (from source).
func (r Runner) chained(run *Run, t *evaluate.TriggerResult, alert *Alert, associated []string) {
	now := r.Flow.Now
	switch {
	case !t.Triggered && alert == nil:
		return
	case !t.Triggered:
		alert.complete(now)
		run.Completed = append(run.Completed, alert)
	case alert != nil && alert.State == Acknowledged:
		run.Silent = append(run.Silent, alert)
		return
	case alert == nil:
		alert = &Alert{Alert: evaluate.Alert{Version: -1, State: Active, Severity: t.Severity, ExecutionID: r.Execution, Start: now, LastNotification: now},
			MonitorVersion: -1, TriggerID: t.ID, TriggerName: t.Name,
			WorkflowID: r.Flow.ID, WorkflowName: r.Flow.Body.Text("name"), Associated: associated}
		run.Opened = append(run.Opened, alert)
	default:
		alert.State, alert.ErrorMessage, alert.LastNotification = Active, "", now
		run.Stayed = append(run.Stayed, alert)
	}
	if alert.ID != "" {
		for _, action := range t.Actions {
			alert.note(action)
		}
	}
	switch {
	case r.Forgets:
	case alert.State == Completed:
		r.Store.Close(alert)
	default:
		_ = r.Store.Write(alert)
	}
}
