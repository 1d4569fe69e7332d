package monitors

import (
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Version is the optimistic lock of a live object: an update carries it, and a
// delete is preceded by a read that compares it.
type Version struct {
	SeqNo       int64 `json:"seq_no"`
	PrimaryTerm int64 `json:"primary_term"`
}

// Live is a monitor as a cluster holds it.
type Live struct {
	ID      string
	Version Version
	Monitor Monitor // canonical

	// Mark is what an earlier apply left, nil where there is none.
	Mark *Mark

	// UIMetadata is all of ui_metadata, the mark included. What others keep in it
	// is written back unchanged.
	UIMetadata *orderedjson.Object

	LastUpdate time.Time

	// EnabledTime is when it was switched on, zero while it is off: intervals count from
	// then (observed on 2.19.4: schedules/intervals).
	EnabledTime time.Time

	// Destinations are all destination_ids in the monitor, whatever its shape; an
	// unreadable one uses channels, too.
	Destinations []string

	// Delegates are the ids of a workflow's delegates; an unreadable one keeps them
	// from being deleted, too.
	Delegates []string

	// Owner is "alerting" unless another plugin made the monitor (2.4 and later).
	Owner string

	// Unreadable says why the monitor could not be decoded, "" for one that
	// could. Such a monitor has at most ID, Version, Mark and a name; it is never
	// written.
	Unreadable string
}

// Mark says that a live monitor is ours, and which of its triggers and actions
// is which. It lies in ui_metadata.alertplan.
type Mark struct {
	Workspace   string
	Address     address.Address
	Description string
	Roles       Roles                  // as they were sent last; nil: none were
	Triggers    map[string]TriggerMark // by label
	Queries     map[string]string      // label → id of document queries whose id does not tell (QueryID)
	Mutes       map[string]Mute        // by the id of the trigger; nil: there are none
	ConfigHash  string                 // Hash of the monitor as it was written
	HashVersion int

	// Fields are the fingerprints of the monitor's fields as they were written, by
	// path; nil in marks that have none. ConfigHash is one value for all of them:
	// these say which field is no longer as it was.
	Fields map[string]string

	// Search is set where the cluster stores the search in a form that alertplan
	// can't tell beforehand; nil where it stores the canonical one.
	Search *StoredForms
}

// StoredForms are the digests (SearchDigest) of a search as it was declared, and
// as the cluster stored it then. While both hold, nothing has changed.
type StoredForms struct{ Declared, Stored string }

// Known tells whether live is what the cluster made of desired.
func (f *StoredForms) Known(live, desired Monitor) bool {
	return f != nil && SearchDigest(live) == f.Stored && SearchDigest(desired) == f.Declared
}

// TriggerMark says which id a trigger of a label has.
type TriggerMark struct {
	ID      string
	Actions map[string]string // label → id
}

// MarkFor is the mark of a monitor whose triggers and actions have their ids.
func MarkFor(workspace string, at address.Address, m Monitor) Mark {
	triggers := make(map[string]TriggerMark, len(m.Triggers))
	for _, t := range m.Triggers {
		if t.Label == "" { // someone else's, which ignore_changes keeps
			continue
		}
		actions := make(map[string]string, len(t.Actions))
		for _, a := range t.Actions {
			if a.Label != "" {
				actions[a.Label] = a.ID
			}
		}
		triggers[t.Label] = TriggerMark{ID: t.ID, Actions: actions}
	}
	return Mark{
		Workspace: workspace, Address: at, Description: m.Description, Roles: m.Roles,
		Triggers: triggers, Queries: markedQueries(workspace, at, m), Mutes: m.Mutes(),
		ConfigHash: m.Hash(), HashVersion: HashVersion,
	}
}
