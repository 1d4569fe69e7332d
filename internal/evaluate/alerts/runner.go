package alerts

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Store keeps alerts between runs.
type Store interface {
	DocumentStore
	// Open lists a monitor's open alerts, oldest write first. The alerts are the
	// caller's to change.
	Open(monitorID string) []*Alert
	// OfWorkflow lists a workflow's own open alerts, likewise.
	OfWorkflow(id string) []*Alert
	// Write keeps an open alert, or one that is audited among the past ones. One without an id gets an id; each gets a
	// version.
	Write(a *Alert) error
	// Close puts an alert that is over among the past ones.
	Close(a *Alert)
}

// Runner runs monitors with the alerts that earlier runs left.
type Runner struct {
	Store Store
	// Deliver sends a message. Where that fails it sets the action's error, and
	// returns the words that an alert tells it in. nil: whatever is sent arrives.
	Deliver func(action *evaluate.ActionResult) (told string)
	// Execution is the id of this run, which its new alerts bear.
	Execution string
	// Forgets tells that the run leaves no alerts, as a dry or an inline one; what
	// is open is read all the same.
	Forgets bool
	// Flow is the workflow that the monitor runs in; nil: none.
	Flow *Flow
}

// Run is what a run did.
type Run struct {
	Result *evaluate.Result
	// Opened, Stayed and Completed are the alerts by what became of them, as the
	// run left them. An alert that was put into the state ERROR is among the
	// opened or the stayed.
	Opened, Stayed, Completed []*Alert
	// Silent are acknowledged alerts whose condition still holds: nothing was
	// done for them.
	Silent []*Alert
	// Throttled are the actions that were held back.
	Throttled []Held
}

// Held is an action that was held back for an alert.
type Held struct {
	TriggerID string
	ActionID  string
	Alert     *Alert
}

// Run does one run of a monitor: request.Monitor.ID names the monitor whose
// alerts are meant, request.Now is the time of all that is noted. What the
// request says of the past is replaced. Errors: as evaluate.Run.
func (r Runner) Run(request evaluate.Request) (*Run, error) {
	switch strings.ToLower(request.Monitor.Body.Text("monitor_type")) {
	case "bucket_level_monitor":
		return r.runBuckets(request)
	case "doc_level_monitor":
		return r.runDocuments(request)
	}
	request.Audited = r.audited()
	current := r.current(request)
	request.Alerts = past{request: request, alerts: current}
	result, err := evaluate.Run(request)
	if err != nil {
		return nil, err
	}
	run := &Run{Result: result}
	tell := tellerOf(request)
	for _, t := range result.Triggers {
		problem := tell.problemOf(result, t)
		for _, action := range t.Actions {
			if told := r.deliver(action); problem == "" && told != "" {
				problem = "Failed running action:\n" + told
			}
			if action.Throttled {
				run.Throttled = append(run.Throttled, Held{t.ID, action.ID, current[t.ID]})
			}
		}
		forward{r, request, run}.trigger(t, current[t.ID], tell.hideAddresses(problem))
	}
	return run, nil
}

// deliver sends a message that there is. It returns how an alert tells of what
// went wrong with the action; "": nothing.
func (r Runner) deliver(action *evaluate.ActionResult) string {
	if action.Throttled || action.Error != "" || r.Deliver == nil {
		return action.Error
	}
	return r.Deliver(action)
}

// current are the open alerts by trigger. Of several of one trigger the first
// counts; the server looks at twice as many as there are triggers. It does not
// ask for their versions.
func (r Runner) current(request evaluate.Request) map[string]*Alert {
	out := map[string]*Alert{}
	most := 2 * len(request.Monitor.Body.Array("triggers"))
	open := r.open(request)
	for _, a := range open[:min(len(open), most)] {
		if out[a.TriggerID] == nil {
			a.Version = -1
			out[a.TriggerID] = a
		}
	}
	return out
}

// open lists the monitor's open alerts; in a workflow those that it left there.
func (r Runner) open(request evaluate.Request) []*Alert {
	list := r.Store.Open(request.Monitor.ID)
	if r.Flow == nil {
		return list
	}
	return slices.DeleteFunc(list, func(a *Alert) bool { return a.WorkflowID != r.Flow.ID })
}

// past is what a query-level run asks about earlier ones.
type past struct {
	request evaluate.Request
	alerts  map[string]*Alert
}

func (p past) Current(triggerID string) *evaluate.Alert {
	if a := p.alerts[triggerID]; a != nil {
		return &a.Alert
	}
	return nil
}

func (p past) Throttled(triggerID string, action *orderedjson.Object) bool {
	return throttled(p.alerts[triggerID], action, p.request.Now)
}

// forward brings alerts forward by one run.
type forward struct {
	runner  Runner
	request evaluate.Request
	run     *Run
}

// trigger opens a query-level trigger's alert, keeps it, puts it into the state
// ERROR or completes it. Where nothing fired, or the alert is acknowledged and
// nothing failed, it changes nothing.
func (f forward) trigger(t *evaluate.TriggerResult, alert *Alert, problem string) {
	now := f.request.Now
	switch {
	case problem == "" && !t.Triggered && alert == nil:
	case problem == "" && !t.Triggered:
		f.noteAll(alert, t.Actions)
		alert.complete(now)
		alert.Clusters = nil
		f.run.Completed = append(f.run.Completed, alert)
		if !f.runner.Forgets {
			f.runner.Store.Close(alert)
		}
	case problem == "" && alert != nil && alert.State == Acknowledged:
		f.run.Silent = append(f.run.Silent, alert)
	default:
		to := &f.run.Stayed
		if alert == nil {
			alert, to = f.open(t, evaluate.Alert{Version: -1, Severity: t.Severity, Start: now}), &f.run.Opened
		}
		*to = append(*to, alert)
		alert.State, alert.ErrorMessage = Active, ""
		if problem != "" {
			alert.fail(now, problem)
		}
		if f.runner.audited() && alert.ID == "" {
			alert.State = Audit
		}
		f.noteAll(alert, t.Actions)
		alert.LastNotification, alert.Clusters = now, t.Clusters
		if !f.runner.Forgets {
			_ = f.runner.Store.Write(alert)
		}
	}
}

// open makes a new alert of a trigger.
func (f forward) open(t *evaluate.TriggerResult, a evaluate.Alert) *Alert {
	m := f.request.Monitor
	a.ExecutionID = f.runner.Execution
	flow := ""
	if f.runner.Flow != nil {
		flow = f.runner.Flow.ID
	}
	return &Alert{WorkflowID: flow, Alert: a, MonitorID: m.ID, MonitorName: m.Body.Text("name"), MonitorVersion: m.Version,
		TriggerID: t.ID, TriggerName: t.Name}
}

func (f forward) noteAll(alert *Alert, actions []*evaluate.ActionResult) {
	for _, action := range actions {
		alert.note(action)
	}
}
