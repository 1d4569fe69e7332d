package planfile

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// State is what becomes of one change when a record is carried out.
type State string

// The states.
const (
	Carried     State = "carried"      // it equals the record, and is carried out
	Already     State = "already"      // the cluster is as was approved
	Stale       State = "stale"        // it no longer equals the record
	Skipped     State = "skipped"      // it equals the record, but needs what is not carried out
	NotApproved State = "not-approved" // the record has nothing of it
)

// Reason is why a change is stale or skipped.
type Reason string

// The reasons.
const (
	// Changed: somebody has changed the object since it was read.
	Changed Reason = "changed"
	// Gone: the object is no longer on the cluster.
	Gone Reason = "gone"
	// Appeared: there was none, and now there is one.
	Appeared Reason = "appeared"
	// OtherAction: something else would happen to it now.
	OtherAction Reason = "other-action"
	// OtherContent: it would get other values.
	OtherContent Reason = "other-content"
	// OtherWish: the cluster is as the configuration says, which is not what was
	// approved.
	OtherWish Reason = "other-wish"
	// NotDeclared: the configuration says nothing of it any more.
	NotDeclared Reason = "not-declared"
	// StillDeclared: it was to go, and the configuration declares it.
	StillDeclared Reason = "still-declared"
	// LeftAlone: it was to go and is still there, and no plan touches it now.
	LeftAlone Reason = "left-alone"
	// NoValue: a value that it needs is not known in this run.
	NoValue Reason = "no-value"
	// NewProblem: the plan has a problem with it now.
	NewProblem Reason = "new-problem"
	// FailedPreflight: a preflight finds now what keeps it from being applied.
	FailedPreflight Reason = "failed-preflight"
	// NewWarning: it is warned of what was not shown.
	NewWarning Reason = "new-warning"
	// NeedsOther: it needs an object that is not carried out as the files have it.
	NeedsOther Reason = "needs-other"
	// UsedByOther: it goes, and an object that is not carried out still uses it.
	UsedByOther Reason = "used-by-other"
)

// Verdict is what becomes of one recorded change, or of one that is not recorded.
type Verdict struct {
	State   State
	Address address.Address

	// Recorded is the action that was approved, Fresh what would happen now; "" and nil
	// where there is none.
	Recorded plan.Action
	Fresh    *plan.Change

	Reason   Reason
	Fields   []string        // whose values would be others, sorted; "" stands for what no plan shows
	Unknown  []string        // what has no value, for NoValue
	Because  address.Address // for NeedsOther and UsedByOther
	Problems []plan.Problem  // for NewProblem, and for what is not approved
	Warnings []plan.Warning  // for NewWarning
	Findings []plan.Finding  // for FailedPreflight
}

// Comparison is what becomes of a record.
type Comparison struct {
	Verdicts []Verdict // those of the record in its order, then what is not approved

	// Plan is what is carried out: the part of the fresh plan that was approved.
	Plan *plan.Plan

	// OtherConfiguration: the files are not those that the record was made of.
	OtherConfiguration bool

	fresh *plan.Plan // of which Plan is a part
}

// HeedPreflight leaves what the preflight of Plan says can't be applied, and what needs
// that.
func (c *Comparison) HeedPreflight() {
	found := c.Plan.Preflight
	if !found.Failed() {
		return
	}
	for i := range c.Verdicts {
		v := &c.Verdicts[i]
		for _, f := range found.Findings {
			if v.State != NotApproved && v.Fresh != nil && f.Error && f.Address == v.Address {
				v.State, v.Reason, v.Findings = Stale, FailedPreflight, append(v.Findings, f)
			}
		}
	}
	leaveDependants(c.Verdicts)
	c.Plan = approved(c.fresh, c.Verdicts)
	rest := *found
	rest.Findings = slices.DeleteFunc(slices.Clone(found.Findings), func(f plan.Finding) bool {
		return f.Error || !slices.ContainsFunc(c.Plan.Changes, func(change plan.Change) bool { return change.Address == f.Address })
	})
	c.Plan.Preflight = &rest
}

// Count says how many changes are in a state.
func (c Comparison) Count(s State) int {
	n := 0
	for _, v := range c.Verdicts {
		if v.State == s {
			n++
		}
	}
	return n
}

// Whole tells whether nothing is left out.
func (c Comparison) Whole() bool {
	return c.Count(Carried)+c.Count(Already) == len(c.Verdicts)
}
