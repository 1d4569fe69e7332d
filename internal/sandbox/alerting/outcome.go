package alerting

import "github.com/alertplan/alertplan/internal/sandbox/alerting/model"

// outcome is what evaluating a monitor yields: its search, its conditions and
// its messages, before anything is sent or kept.
type outcome struct {
	// results are the answers of the inputs.
	results []any
	// failure is what went wrong with the search.
	failure *failure
	// triggers are in the monitor's order.
	triggers []triggerOutcome
}

// triggerOutcome is a condition's result with the messages of its actions.
type triggerOutcome struct {
	triggered bool
	failure   *failure
	messages  []message
}

// message is a rendered subject and text.
type message struct {
	subject, text string
	failure       *failure
}

// failure is a Java exception of a run in its several texts; nil is none.
type failure struct {
	// text is what _execute answers.
	text string
	// told is what an alert's error_message says of it.
	told string
}

func failed(text string) *failure { return &failure{text: text, told: text} }

// answer is the text, or nothing where nothing failed.
func (f *failure) answer() any {
	if f == nil {
		return nil
	}
	return f.text
}

// firstFailed is the failure that makes an alert an error: the search's, the
// condition's, or the first action's.
func firstFailed(search *failure, result triggerOutcome, actions []actionResult) string {
	if search != nil {
		return "Failed fetching inputs:\n" + search.told
	}
	if result.failure != nil {
		return "Failed evaluating trigger:\n" + result.failure.told
	}
	for _, x := range actions {
		if x.failure != nil {
			return "Failed running action:\n" + x.failure.told
		}
	}
	return ""
}

// alertChange is an alert to be written, or to be moved to the history.
type alertChange struct {
	alert *openAlert
	over  bool
}

// currentAlerts are a monitor's open alerts by trigger. Of several alerts of one
// trigger the first counts; the server looks at twice as many as there are
// triggers.
func (a *API) currentAlerts(run monitorRun) map[string]*openAlert {
	current := map[string]*openAlert{}
	if run.id == "" {
		return current
	}
	for i, doc := range a.alertsOf(run.id) {
		if trigger := doc.Source.Text("trigger_id"); i < 2*len(run.monitor.Triggers) && current[trigger] == nil {
			current[trigger] = &openAlert{id: doc.ID, source: copyOf(doc.Source)}
		}
	}
	return current
}

// compose brings a trigger's alert forward by one run: opens it, keeps it, puts
// it into the state ERROR or completes it. nil is no change: nothing fired, or
// the alert is acknowledged.
func (a *API) compose(run monitorRun, t model.Trigger, current *openAlert, search *failure,
	result triggerOutcome, actions []actionResult,
) *alertChange {
	problem := hideAddresses(firstFailed(search, result, actions))
	if problem == "" && !result.triggered {
		if current == nil {
			return nil
		}
		current.noteActions(actions)
		current.set("state", "COMPLETED", "end_time", a.now(), "error_message", nil)
		return &alertChange{alert: current, over: true}
	}
	if problem == "" && current != nil && current.state() == "ACKNOWLEDGED" {
		return nil
	}
	if current == nil {
		current = a.newAlert(run, t)
	}
	state := "ACTIVE"
	var text any
	if problem != "" {
		state, text = "ERROR", problem
		current.noteError(a.now(), problem)
	}
	current.noteActions(actions)
	current.set("state", state, "error_message", text, "last_notification_time", a.now())
	return &alertChange{alert: current}
}

func (a *API) saveAlerts(changes []alertChange) {
	for _, c := range changes {
		if c.over {
			a.toHistory(c.alert.id, c.alert.source)
			continue
		}
		a.writeAlert(c.alert)
	}
}
