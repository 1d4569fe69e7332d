package health

import (
	"time"

	"github.com/alertplan/alertplan/internal/wire"
)

// Alert is an alert of a monitor or workflow.
type Alert struct {
	ID        string
	Monitor   string // its id, or the workflow's
	TriggerID string
	Trigger   string // its name
	Severity  string
	State     AlertState
	Error     string // why an action or the condition fails
	Start     time.Time

	Acknowledged, End time.Time // zero where that was not

	actions []wire.AlertAction
}

// AlertState is the state of an alert in a sentence: active, acknowledged, in error …
type AlertState string

// The states of open alerts.
const (
	IsActive       AlertState = "active"
	IsAcknowledged AlertState = "acknowledged"
	IsInError      AlertState = "in error"
	isCompleted    AlertState = "completed"
	isDeleted      AlertState = "deleted"
)

var alertStates = map[wire.AlertState]AlertState{
	wire.AlertActive: IsActive, wire.AlertAcknowledged: IsAcknowledged, wire.AlertError: IsInError,
	wire.AlertCompleted: isCompleted, wire.AlertDeleted: isDeleted,
}

func alertOf(a wire.Alert) Alert {
	state, known := alertStates[a.State]
	if !known {
		state = AlertState(a.State)
	}
	return Alert{
		ID: a.ID, Monitor: a.Of(), TriggerID: a.TriggerID, Trigger: a.TriggerName, Severity: a.Severity,
		State: state, Error: a.ErrorMessage, Start: a.Start, Acknowledged: a.Acknowledged, End: a.End, actions: a.Actions,
	}
}
