package plan

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
)

// ProblemKind is why an object can't be planned.
type ProblemKind string

// The problems.
const (
	// Copies: two or more live monitors claim one address. None is written.
	Copies ProblemKind = "copies"
	// ChannelCopies: two or more live channels claim one address.
	ChannelCopies ProblemKind = "channel-copies"
	// UnmarkedName: an unmarked monitor has the name of one that would be made.
	UnmarkedName ProblemKind = "unmarked-name"
	// AmbiguousName: several unmarked monitors have the name to adopt.
	AmbiguousName ProblemKind = "ambiguous-name"
	// Unreadable: a monitor of ours can't be decoded, so it can't be written.
	Unreadable ProblemKind = "unreadable"
	// TooDeep: what others keep in a monitor's ui_metadata is nested too deep to be
	// written back with it.
	TooDeep ProblemKind = "too-deep"
	// ImportMissing: no monitor has the id of an import block.
	ImportMissing ProblemKind = "import-missing"
	// ImportForeign: the monitor of an import block belongs to another workspace.
	ImportForeign ProblemKind = "import-foreign"
	// ImportTaken: the monitor of an import block already has another address.
	ImportTaken ProblemKind = "import-taken"
	// ImportKind: the import block of a monitor names a workflow, or the reverse.
	ImportKind ProblemKind = "import-kind"
	// NoWorkflows: the cluster is too old for a workflow (2.9 and later).
	NoWorkflows ProblemKind = "no-workflows"
	// DelegateMissing: no monitor has an id that a workflow names.
	DelegateMissing ProblemKind = "delegate-missing"
	// DelegateInUse: workflows go on using a monitor that would be deleted.
	DelegateInUse ProblemKind = "delegate-in-use"
	// NoSuchFeature: the cluster's generation has not what a monitor uses.
	NoSuchFeature ProblemKind = "no-such-feature"
	// NoSuchKind: the cluster's generation has no destinations of a kind.
	NoSuchKind ProblemKind = "no-such-kind"
	// ExistingMissing: no channel is what an existing block names.
	ExistingMissing ProblemKind = "existing-missing"
	// ExistingAmbiguous: several channels have the name of an existing block.
	ExistingAmbiguous ProblemKind = "existing-ambiguous"
	// ExistingKind: the channel of an existing block is of another kind.
	ExistingKind ProblemKind = "existing-kind"
	// ChannelInUse: monitors outside the plan use a channel that would be deleted, or
	// channels an account or a group.
	ChannelInUse ProblemKind = "channel-in-use"
	// PreventDestroy: lifecycle { prevent_destroy } forbids a change.
	PreventDestroy ProblemKind = "prevent-destroy"
	// ForgetChannel: a channel's id says that it is ours, so it can't be forgotten.
	ForgetChannel ProblemKind = "forget-channel"
	// UnknownTarget: a target is neither declared nor on the cluster.
	UnknownTarget ProblemKind = "unknown-target"
	// TooManyDeletes: the plan deletes more objects than Options.Deletes allows.
	TooManyDeletes ProblemKind = "too-many-deletes"
	// TooManyMonitors: the server would refuse some of the creations, for max_monitors.
	TooManyMonitors ProblemKind = "too-many-monitors"
)

// Problem keeps a plan from being applied.
type Problem struct {
	Kind    ProblemKind
	Address address.Address

	// Objects are the live ones that it is about.
	Objects []Object

	// Deletes is set for TooManyDeletes.
	Deletes *Deletes

	// Word is what the kind needs besides: the name, id, kind or workspace that is
	// in the way.
	Word string

	// Cluster is what the cluster is, for NoSuchKind and NoSuchFeature, and First what
	// has first had it.
	Cluster, First string

	// Feature is what is missing, for NoSuchFeature.
	Feature string

	// Monitors is set for TooManyMonitors.
	Monitors *MonitorCount
}

// Object names a live object for people.
type Object struct {
	ID   string
	Name string
}

// WarningKind is what a plan warns of.
type WarningKind string

// The warnings.
const (
	// OrphanedAlerts: a change takes away the trigger or monitor of open alerts.
	// The server closes ten at most, not dependably; the rest stay ACTIVE for good
	// (observed-monitors 57, observed-channels 57).
	OrphanedAlerts WarningKind = "orphaned-alerts"
	// MarkGone: a monitor has ids of this workspace but no mark, and no block: it
	// is left alone, since deleting needs the mark.
	MarkGone WarningKind = "mark-gone"
	// WorkflowLeft: a workflow that only an import block recognises is not destroyed.
	WorkflowLeft WarningKind = "workflow-left"
	// WorkflowUnnamed: a workflow has ids of this workspace, and no block names its
	// address: it is left alone.
	WorkflowUnnamed WarningKind = "workflow-unnamed"
	// NotCompared: fields depend on what has no value in this run.
	NotCompared WarningKind = "not-compared"
	// ComparedWithMark: such fields were compared with what was applied, for drift.
	ComparedWithMark WarningKind = "compared-with-mark"
	// ChannelsUnread: the user may not read channels, so that none was compared.
	ChannelsUnread WarningKind = "channels-unread"
	// AlertsUnread: the user may not read the alerts that the plan depends on.
	AlertsUnread WarningKind = "alerts-unread"
	// ForeignSearch: a search differs, or seems to, and has in it what alertplan does
	// not know: how the cluster writes that can't be told.
	ForeignSearch WarningKind = "foreign-search"
	// CredentialsByName: an SMTP account gets another name, under which the cluster
	// has no user and password for it.
	CredentialsByName WarningKind = "credentials-by-name"
	// UnknownChannel: a raw body's actions send to ids that no channel has.
	UnknownChannel WarningKind = "unknown-channel"
	// MayBeHidden: what would be created may be there, hidden from the user.
	MayBeHidden WarningKind = "may-be-hidden"
	// CompileRate: the monitors of the cluster use more scripts than it compiles.
	CompileRate WarningKind = "compile-rate"
	// ManyMonitors: max_monitors is near.
	ManyMonitors WarningKind = "many-monitors"
	// MuteGoes: a mute that has not ended goes with its trigger.
	MuteGoes WarningKind = "mute-goes"
)

// Warning is something to know before applying.
type Warning struct {
	Kind    WarningKind
	Address address.Address // zero where no address is known
	Object  Object
	Count   int      // of alerts; of destinations for ChannelsUnread, of monitors that would be created for MayBeHidden
	Unknown []string // for NotCompared and ComparedWithMark
	Names   []string // for ForeignSearch: what is not known; ids, for UnknownChannel
	Destroy bool     // whether all is to be deleted: for ChannelsUnread

	// Permissions are what the user lacks, by the cluster's names: for
	// ChannelsUnread and AlertsUnread.
	Permissions []string

	// Word is the new name, and Keystore where the cluster has users and passwords,
	// for CredentialsByName.
	Word     string
	Keystore destinations.Keystore

	Crowding *Crowding     // for CompileRate
	Monitors *MonitorCount // for ManyMonitors
	Muted    *Muted        // for MuteGoes
}
