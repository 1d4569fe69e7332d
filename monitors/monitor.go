// Package monitors says what a monitor is: a scheduled query with triggers,
// whose actions send messages to destinations.
//
// It holds the domain types, their canonical form (what the server stores, so
// that desired and live compare equal when they mean the same), and the mark by
// which a live monitor is recognised. It must not know HCL, HTTP, the wire
// format's envelopes or where a value came from.
package monitors

// Type is the kind of a monitor, in the API's words. 2.x and 3.x take any word
// of 5 to 25 letters, digits and _ ("query_level" too), so a type read from a
// cluster can be none of these.
type Type string

// The types of monitor.
const (
	QueryLevel     Type = "query_level_monitor"
	BucketLevel    Type = "bucket_level_monitor"
	DocumentLevel  Type = "doc_level_monitor"
	ClusterMetrics Type = "cluster_metrics_monitor"
)

// Monitor is one monitor, as desired or as live. Server-owned fields (versions,
// times, owner) are not part of it: see Live.
type Monitor struct {
	Name    string
	Type    Type // "" means QueryLevel, as it does for the server
	Enabled bool

	// Description is kept in the mark: the server has no field for it.
	Description string

	Schedule Schedule

	// Input is what the monitor reads; nil for a monitor without inputs, which
	// the server accepts. There is never more than one (MONITOR_MAX_INPUTS).
	Input Input

	Triggers []Trigger

	Roles Roles

	// KeepsRoles: an update does not send Roles, so that the cluster's stay.
	KeepsRoles bool

	// Options are switches of document-level monitors that are false unless set.
	Options Options
}

// Options are fields of a monitor that newer servers print, false by default
// (alerting-api.md 1.1).
type Options struct {
	DeleteQueryIndexInEveryRun        bool // 2.18 and later
	ShouldCreateSingleAlertForFinding bool // 2.19 and later
}

// TriggerByID finds a trigger by its id, nil where there is none.
func (m *Monitor) TriggerByID(id string) *Trigger {
	for i := range m.Triggers {
		if m.Triggers[i].ID == id {
			return &m.Triggers[i]
		}
	}
	return nil
}

// Trigger finds a trigger by its label, nil where there is none.
func (m *Monitor) Trigger(label string) *Trigger {
	for i := range m.Triggers {
		if m.Triggers[i].Label == label {
			return &m.Triggers[i]
		}
	}
	return nil
}
