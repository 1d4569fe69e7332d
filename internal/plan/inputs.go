package plan

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/monitors"
)

// Desired is what a configuration says, in canonical form.
type Desired struct {
	Workspace    string
	Destinations []DesiredDestination
	Existing     []ExistingDestination
	Monitors     []DesiredMonitor
	Imports      []Import
	Moved        []Moved
	Removed      []Removed

	// Protected are blocks that say prevent_destroy, beside what instances of theirs
	// say: a for_each that has become empty leaves none.
	Protected []address.Address

	// Secrets are the variables that hold secrets, as a missing value names them:
	// var.token.
	Secrets []string
}

// DesiredMonitor is a monitor block, or one instance of its for_each.
type DesiredMonitor struct {
	Address   address.Address
	Monitor   monitors.Monitor
	Lifecycle Lifecycle
	Declared  string // where: main.hcl:12
}

// DesiredDestination is a destination block, or one instance of its for_each.
type DesiredDestination struct {
	Address     address.Address
	Destination destinations.Destination
	Lifecycle   Lifecycle
	Declared    string // where: main.hcl:12
}

// Lifecycle is a block's lifecycle block.
type Lifecycle struct {
	// IgnoreChanges names fields that are left as they are on the cluster:
	// enabled, schedule, trigger, trigger.LABEL, trigger.LABEL.severity,
	// trigger.LABEL.action.LABEL.throttle and so on.
	IgnoreChanges  []string
	PreventDestroy bool
}

// ExistingDestination is a channel that someone else owns, named by ID or by
// Name, one of them.
type ExistingDestination struct {
	Address address.Address
	ID      string
	Name    string
}

// Import adopts the monitor with this id.
type Import struct {
	To address.Address
	ID string
}

// Moved says that what was at From is now at To.
type Moved struct{ From, To address.Address }

// Removed says what becomes of what was at From, which may be a whole pack: deleted, or
// left without mark.
type Removed struct {
	From    address.Address
	Destroy bool
}

// Live is what a cluster holds.
type Live struct {
	Monitors []monitors.Live
	Channels []destinations.Live

	// Alerts are the open ones (ACTIVE, ACKNOWLEDGED, ERROR); they are read only
	// when a plan wants them.
	Alerts      []Alert
	AlertsKnown bool

	Sight Sight

	// Generation is what the cluster can hold.
	Generation generation.Generation

	// NoWorkflows: the cluster knows none (before 2.9).
	NoWorkflows bool
}

// Alert is an open alert.
type Alert struct {
	MonitorID string // or a workflow's, of its own triggers
	TriggerID string
}

// Options are the user's choices for one plan.
type Options struct {
	// Targets limits the plan to these addresses and what they need; a block's
	// address means all instances of its for_each. Empty: everything.
	Targets []address.Address

	// Adopt takes over an unmarked monitor of the same name instead of stopping.
	Adopt bool

	// Destroy plans the deletion of all that the workspace owns; of Desired it
	// heeds only the workspace and prevent_destroy.
	Destroy bool

	// Now is when the plan is made, in milliseconds since 1970: it tells which mutes are
	// over. 0: none is.
	Now int64

	// Deletes limits how many objects the plan may delete; nil: any number.
	Deletes *DeleteLimit

	// Made is what the apply has made that asks for a plan again, to find doubles.
	Made Made
}

// Made are monitors and workflows that an apply has made, by id, each with the id of
// the one that it replaces, or "".
type Made map[string]string
