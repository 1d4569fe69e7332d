package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
)

// Applied is what became of an apply, as a comment.
func (c Comment) Applied(r *ApplyReport) string {
	numbers := r.summaryJSON()
	d := c.begin(appliedHeading(r, numbers))
	c.aboutApplied(d, r)
	d.columns = []string{"Outcome", "Object", "Name", "What"}
	if r.Plan != nil {
		for _, p := range r.Plan.Problems {
			c.messageRow(d, "error", p.Address.String(), problemMessage(p, r.Plan.Workspace))
		}
		if r.Plan.Preflight != nil {
			for _, f := range r.Plan.Preflight.Findings {
				if f.Error {
					c.findingRow(d, "error", f)
				}
			}
		}
	}
	fates := r.Fates()
	slices.SortStableFunc(fates, func(a, b Fate) int { return fateWeight(a) - fateWeight(b) })
	for _, f := range fates {
		d.row(endWord(f), c.code(f.Address.String()), c.code(f.Name), c.whatBecame(f))
	}
	for _, f := range fates {
		if f.End == EndFailed || f.End == EndStale || f.End == EndNotApproved {
			d.text(strings.Trim(endWord(f), "*")+" "+c.title(f.Address.String()), func() []string { return c.wrapped(f.Reason) })
		}
	}
	for _, f := range fates {
		if f.End == EndDone {
			c.changeItem(d, did[f.Action], f.Change)
		}
	}
	return d.String()
}

func appliedHeading(r *ApplyReport, n ApplySummaryJSON) string {
	words := []string{fmt.Sprintf("%d added, %d changed, %d destroyed", n.Added, n.Changed, n.Destroyed)}
	for _, rest := range []struct {
		n    int
		word string
	}{{n.Failed, "failed"}, {n.Skipped, "skipped"}, {n.NotBegun, "not begun"}, {n.Stale, "no longer as approved"}, {n.NotApproved, "not approved"}} {
		if rest.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", rest.n, rest.word))
		}
	}
	heading := "alertplan apply incomplete: "
	if r.Complete() {
		heading = "alertplan apply: "
	}
	return heading + strings.Join(words, ", ")
}

// aboutApplied says what else to know of an apply.
func (c Comment) aboutApplied(d *document, r *ApplyReport) {
	if n := len(r.Plan.Problems) + r.Plan.Preflight.Errors(); n > 0 {
		d.say(fmt.Sprintf("**%s must be settled first:** nothing was written.", upperFirst(plural(n, "problem"))))
	}
	if r.Applied == nil {
		if r.Err != nil {
			d.open(c.text(r.Err.Error()))
		} else if len(r.Plan.Changes) == 0 && len(r.Plan.Problems) == 0 {
			if r.Complete() {
				d.say("There was nothing to do.")
			} else {
				d.say("Nothing was carried out.")
			}
		}
		return
	}
	if r.Interrupted {
		d.say("**It was interrupted.** What had begun was finished.")
	}
	if r.Applied.Unsettled != nil {
		d.say("**It is not certain that the cluster's lists show it all yet.** Plan again to see what it shows: " + c.code(r.Applied.Unsettled.Error()))
	}
	if !r.Complete() {
		d.say("What was done is done; apply again when the cause is gone.")
	}
}

// fateWeight orders what needs a look before what is done.
func fateWeight(f Fate) int {
	i := slices.Index([]End{EndFailed, EndSkipped, EndStale, EndNotApproved, EndNotBegun}, f.End)
	switch {
	case i >= 0:
		return i - 10
	case f.End == EndAlready:
		return 10
	default:
		return weights[f.Action]
	}
}

// endWord is how it ended for an object, for the first column.
func endWord(f Fate) string {
	switch f.End {
	case EndDone:
		return did[f.Action]
	case EndAlready:
		return "done already"
	case EndNotBegun:
		return "**not begun**"
	case EndStale:
		return "**no longer as approved**"
	case EndNotApproved:
		return "**not approved**"
	default:
		return "**" + string(f.End) + "**"
	}
}

func (c Comment) whatBecame(f Fate) string {
	switch f.End {
	case EndDone:
		what := "id " + c.code(f.ID)
		if f.Sent > 1 {
			what += fmt.Sprintf(", sent %d times", f.Sent)
		}
		if f.Found {
			what += ", found to be done"
		}
		return what
	case EndNotBegun, EndAlready:
		return string(f.Action)
	default:
		return c.code(f.Reason)
	}
}

// Annotations are of what was not done, at what it is about.
func (r *ApplyReport) Annotations() []Annotation {
	planned := PlanReport{Command: r.Command, Plan: r.Plan}
	list := planned.Annotations()
	if r.Applied == nil && r.Compared == nil {
		return list
	}
	for _, f := range r.Fates() {
		if f.End == EndFailed || f.End == EndSkipped || f.End == EndStale {
			at := f.Address.String()
			list = append(list, Annotation{Level: LevelError, At: r.declared(at), Title: doingFailed(f.Action), Message: at + ": " + f.Reason})
		}
	}
	return list
}

func doingFailed(action plan.Action) string { return upperFirst(doing[action]) + " failed" }
