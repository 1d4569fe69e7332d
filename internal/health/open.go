package health

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// Stranded is an open alert that no run will ever complete: of a monitor or a trigger that
// the workspace had, and that is gone. When a monitor is deleted, or a trigger replaced,
// the server takes ten of its open alerts along, and leaves the others behind (observed
// on all three generations: alerts/more_than_ten_deleted, more_than_ten_triggers_replaced).
type Stranded struct {
	Alert
	MonitorName string
	MonitorGone bool // else the trigger is
}

// StrandedAmong finds the stranded alerts of a workspace, the oldest first: those whose
// trigger has an id that it has given. all are the monitors of the cluster.
func StrandedAmong(alerts []wire.Alert, all []monitors.Live, workspace string) []Stranded {
	there := map[string]*monitors.Live{}
	for i := range all {
		there[all[i].ID] = &all[i]
	}
	var list []Stranded
	for _, a := range alerts {
		alert := alertOf(a)
		if !address.HasWorkspacePart(alert.TriggerID, workspace) {
			continue
		}
		live, ok := there[alert.Monitor]
		if ok && (live.Unreadable != "" || hasTrigger(live.Monitor, alert.TriggerID)) {
			continue
		}
		list = append(list, Stranded{Alert: alert, MonitorName: a.MonitorName, MonitorGone: !ok})
	}
	slices.SortStableFunc(list, func(a, b Stranded) int { return a.Start.Compare(b.Start) })
	return list
}

func hasTrigger(m monitors.Monitor, id string) bool {
	return slices.ContainsFunc(m.Triggers, func(t monitors.Trigger) bool { return t.ID == id })
}

// Past are alerts of some monitors, by their ids, in the order in which they were read.
func Past(alerts []wire.Alert) []Alert {
	list := make([]Alert, len(alerts))
	for i, a := range alerts {
		list[i] = alertOf(a)
	}
	return list
}
