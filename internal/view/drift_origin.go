package view

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
)

// The words for where a difference comes from, the same in plan and drift.
const (
	changedOnCluster = "changed on the cluster since the last apply"
	notAppliedYet    = "in the files, not applied yet"
	changedInBoth    = "changed on the cluster and in the files since the last apply"
	onlyTheForm      = "only the editor's form is missing: the cluster runs the same"
)

// onlyOnCluster tells whether every difference came about on the cluster.
func onlyOnCluster(fields []plan.FieldChange) bool {
	return len(fields) > 0 && !slices.ContainsFunc(fields, func(f plan.FieldChange) bool { return f.Origin != plan.OnCluster })
}

// takesBack tells whether a change does nothing but to take back what was changed
// on the cluster: that is said once, for the object.
func takesBack(c plan.Change) bool {
	return c.Action == plan.Update && !c.EditedByAnotherHand && onlyOnCluster(c.Fields)
}

// originNotes are the words beside each difference of a plan. An update of the
// files alone is the usual case and has none.
func originNotes(c plan.Change) func(plan.FieldChange) string {
	of := originWords(c)
	return func(f plan.FieldChange) string { return theNotes(of(f), formNote(f), muteNote(f)) }
}

func originWords(c plan.Change) func(plan.FieldChange) string {
	onCluster := func(f plan.FieldChange) bool { return f.Origin == plan.OnCluster || f.Origin == plan.InBoth }
	if takesBack(c) || !slices.ContainsFunc(c.Fields, onCluster) {
		return func(plan.FieldChange) string { return "" }
	}
	return func(f plan.FieldChange) string {
		switch f.Origin {
		case plan.OnCluster:
			return changedOnCluster
		case plan.InFiles:
			return notAppliedYet
		case plan.InBoth:
			return changedInBoth
		default:
			return ""
		}
	}
}

// formNote says of what reads like a lost threshold or search that it is none.
func formNote(f plan.FieldChange) string {
	if f.FormOnly {
		return onlyTheForm
	}
	return ""
}

// theNotes are the notes of which something is to be said.
func theNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(n string) bool { return n == "" }), "; ")
}
