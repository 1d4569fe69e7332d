package alerting

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// evaluate searches, runs the conditions and renders the messages of a monitor.
func (a *API) evaluate(run monitorRun, current currentAlerts) (*evaluate.Result, error) {
	request := a.request(run)
	request.Alerts = past{api: a, alerts: current}
	return evaluate.Run(request)
}

// request is a run of a monitor as evaluate takes it, without a past.
func (a *API) request(run monitorRun) evaluate.Request {
	return evaluate.Request{
		Monitor:     evaluate.Monitor{ID: run.id, Version: run.version, Body: jsonForm(run.monitor.Stored())},
		Store:       a.store(),
		PeriodStart: run.start, PeriodEnd: run.end, Now: a.deps.Clock.Now(),
	}
}

// past is what a run asks about earlier ones.
type past struct {
	api    *API
	alerts currentAlerts
}

// Current is a trigger's open alert. Its version is not told, as the server's
// search for it does not ask for it.
func (p past) Current(triggerID string) *evaluate.Alert {
	if o := p.alerts[triggerID]; o != nil {
		return o.seen()
	}
	return nil
}

// Throttled tells whether an action was done too recently.
func (p past) Throttled(triggerID string, action *orderedjson.Object) bool {
	return p.api.throttled(p.alerts[triggerID], action)
}

// throttled tells whether an action was done too recently for an alert, which is
// nil where none is open. The memory of it is in the alert, under the action's id.
func (a *API) throttled(alert *openAlert, action *orderedjson.Object) bool {
	enabled, _ := action.Get("throttle_enabled")
	if alert == nil || enabled != true || !action.Has("throttle") {
		return false
	}
	last := alert.lastRunOf(action.Text("id"))
	length := time.Duration(int64At(action.Object("throttle"), "value")) * time.Minute
	return last != 0 && last >= a.now()-length.Milliseconds()
}

// toldOfInput is how an alert tells of a search that failed: the exception's
// class around its message (execute/index_deleted_later).
func toldOfInput(message string) string {
	if index, ok := strings.CutPrefix(message, "no such index ["); ok {
		return "[" + strings.TrimSuffix(index, "]") + "] IndexNotFoundException[" + message + "]"
	}
	if message == "closed" {
		return "IndexClosedException[closed]"
	}
	return "SearchPhaseExecutionException[" + message + "]"
}

// toldOfScript is how an alert tells of a condition that failed: the lines of its
// script_stack.
func toldOfScript(text string) string {
	v, err := orderedjson.Parse([]byte(text))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return text
	}
	lines := []string{}
	for _, line := range o.Array("script_stack") {
		text, _ := line.(string)
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}
