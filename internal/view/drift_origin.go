package view

import (
	"slices"

	"github.com/alertplan/alertplan/internal/plan"
)

// The words for where a difference comes from, the same in plan and drift.
const (
	changedOnCluster = "changed on the cluster since the last apply"
	notAppliedYet    = "in the files, not applied yet"
	changedInBoth    = "changed on the cluster and in the files since the last apply"
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
