package monitors

import (
	"fmt"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/address"
)

// Action is a message that is sent when its trigger fires.
type Action struct {
	// Label is the action block's label in the configuration; for a live action
	// the one in the mark, "" where there is no mark.
	Label string

	// ID is the cluster's id; throttling belongs to it. "" for a desired action
	// until the plan has matched it.
	ID string

	Name        string
	Destination DestinationRef
	Subject     *Script // nil: no subject
	Message     Script

	// ThrottleEnabled and Throttle are two fields because the server keeps a
	// throttle that is switched off.
	ThrottleEnabled bool
	Throttle        *Throttle

	Policy *ExecutionPolicy // nil: DefaultPolicy, for bucket- and document-level triggers
}

// DestinationRef says where an action sends: by the id of a channel or legacy
// destination, or, for a desired action, by the address of a destination whose
// id the plan fills in.
type DestinationRef struct {
	Address address.Address // zero: only the id is known
	ID      string
}

// Throttle is the shortest time between two messages of an action for one
// alert. Observed: 1 minute to 24 hours, and no other unit than MINUTES.
type Throttle struct {
	Value int
	Unit  Unit
}

// String writes a throttle as configurations do: 10m. One that is not known is
// its unit, which says so (Unknown).
func (t Throttle) String() string {
	if _, unknown := Unknown(string(t.Unit)); unknown {
		return string(t.Unit)
	}
	if suffix, ok := unitSuffixes[t.Unit]; ok {
		return fmt.Sprintf("%d%s", t.Value, suffix)
	}
	return fmt.Sprintf("%d %s", t.Value, t.Unit)
}

// Duration is how long that is; 0 for a unit that is not known.
func (t Throttle) Duration() time.Duration { return Interval(t).Duration() }

// ExecutionPolicy says whether an action of a bucket- or document-level trigger
// is taken once for each alert or once for a run.
type ExecutionPolicy struct {
	PerExecution bool
	// Actionable lists the alert categories that per_alert acts on (DEDUPED,
	// NEW, COMPLETED); the server keeps their order. Unused when PerExecution.
	Actionable []string
}

// What becomes of an alert in a run, in the API's words.
const (
	NewAlerts       = "NEW"
	DedupedAlerts   = "DEDUPED" // open before, and found again
	CompletedAlerts = "COMPLETED"
)

// DefaultPolicy is how the server takes actions that have no policy (observed on
// 2.19.4: bucket/policy-*). The Dashboards' editor loses such actions, so that it
// is written all the same (alerting-api 7).
func DefaultPolicy() *ExecutionPolicy {
	return &ExecutionPolicy{Actionable: []string{DedupedAlerts, NewAlerts}}
}

// isDefault tells whether a policy says what holds without one.
func (p ExecutionPolicy) isDefault() bool {
	return !p.PerExecution && slices.Equal(slices.Sorted(slices.Values(distinct(p.Actionable))), DefaultPolicy().Actionable)
}
