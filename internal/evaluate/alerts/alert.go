// Package alerts is what becomes of alerts from one run of a monitor to the next:
// they open, stay, fail, are acknowledged, complete; and it is why an action is
// throttled. A Runner does runs over a Store of alerts; a Ledger is a Store in
// memory. It must not know how alerts are written, nor how messages are sent.
//
// Facts are observed on 2.19.4 (transcripts alerts-*, throttle-*, execute-*).
package alerts

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
)

// The states of an alert.
const (
	Active       = "ACTIVE"
	Acknowledged = "ACKNOWLEDGED"
	Failed       = "ERROR"
	Completed    = "COMPLETED"
	Deleted      = "DELETED"
	Audit        = "AUDIT" // of a workflow's delegate
)

// Alert is an alert with what a run must know of earlier ones.
type Alert struct {
	evaluate.Alert

	MonitorID      string // "" of a workflow's alert
	MonitorName    string
	MonitorVersion int64 // the monitor's at opening
	TriggerID      string
	TriggerName    string
	WorkflowID     string
	WorkflowName   string      // of a workflow's alert
	Associated     []string    // the delegates' alerts that a workflow's stands on
	Clusters       []string    // that a cluster-metrics monitor fired for
	Errors         []PastError // the latest first, ten at most
	Actions        []Note      // in the order in which they were first done
}

// PastError is an error that a run ended with.
type PastError struct {
	At      time.Time
	Message string
}

// Note is what an alert knows of an action.
type Note struct {
	ActionID  string
	Done      time.Time // when it was last done; zero: never
	Throttled int       // how often it was held back
}

// errorMemory is how many errors an alert remembers.
const errorMemory = 10

// fail puts an alert into the state ERROR.
func (a *Alert) fail(at time.Time, message string) {
	a.State, a.ErrorMessage = Failed, message
	a.Errors = append([]PastError{{at, message}}, a.Errors...)
	a.Errors = a.Errors[:min(len(a.Errors), errorMemory)]
}

// complete ends an alert.
func (a *Alert) complete(at time.Time) { a.State, a.End, a.ErrorMessage = Completed, at, "" }

// note notes when an action was done, or that it was throttled once more.
func (a *Alert) note(action *evaluate.ActionResult) {
	i := slices.IndexFunc(a.Actions, func(n Note) bool { return n.ActionID == action.ID })
	if i < 0 {
		i = len(a.Actions)
		a.Actions = append(a.Actions, Note{ActionID: action.ID})
	}
	if action.Throttled {
		a.Actions[i].Throttled++
	} else {
		a.Actions[i].Done = action.Executed
	}
}

// refusals say why an alert in another state than ACTIVE can't be acknowledged.
var refusals = map[string]string{
	Failed:       "Alert is in an error state and can not be acknowledged.",
	Completed:    "Alert has already completed and can not be acknowledged.",
	Acknowledged: "Alert has already been acknowledged.",
}

// Acknowledge acknowledges an alert. It returns the server's words where the
// alert's state does not allow it, "" where it was done.
func (a *Alert) Acknowledge(at time.Time) (refusal string) {
	if a.State != Active {
		if reason, known := refusals[a.State]; known {
			return reason
		}
		return "Alert state unknown and can not be acknowledged"
	}
	a.State, a.Acknowledged = Acknowledged, at
	return ""
}

// OfFindings tells whether an alert stands for findings of a document-level
// monitor. Such a one goes to the history as soon as it is acknowledged.
func (a *Alert) OfFindings() bool { return len(a.FindingIDs) > 0 }

func (a *Alert) copy() *Alert {
	c := *a
	c.Errors, c.Actions = slices.Clone(a.Errors), slices.Clone(a.Actions)
	return &c
}
