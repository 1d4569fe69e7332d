package view

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/apply"
)

// Applied is what became of a plan, as a comment.
func (c Comment) Applied(r apply.Result) string {
	added, changed, destroyed := counts(r)
	failed, skipped := r.Count(apply.Failed), r.Count(apply.Skipped)
	numbers := fmt.Sprintf("%d added, %d changed, %d destroyed", added, changed, destroyed)
	heading := "alertplan apply: " + numbers
	if failed+skipped > 0 {
		heading = fmt.Sprintf("alertplan apply incomplete: %s, %d failed, %d skipped", numbers, failed, skipped)
	}
	d := c.begin(heading)
	switch {
	case len(r.Outcomes) == 0:
		d.say("There was nothing to do.")
	case failed+skipped > 0:
		d.say("What was done is done; apply again when the cause is gone.")
	}
	if r.Unsettled != nil {
		d.say("**It is not certain that the cluster's lists show it all yet.** Plan again to see what it shows: " + c.code(r.Unsettled.Error()))
	}
	d.columns = []string{"Outcome", "Object", "Name", "What"}
	outcomes := slices.Clone(r.Outcomes)
	slices.SortStableFunc(outcomes, func(a, b apply.Outcome) int { return outcomeWeight(a) - outcomeWeight(b) })
	for _, o := range outcomes {
		word, what := c.became(o)
		d.row(word, c.code(o.Change.Address.String()), c.code(o.Change.Name), what)
	}
	for _, o := range outcomes {
		if o.Status == apply.Failed {
			d.text("failed "+c.title(o.Change.Address.String()), func() []string { return c.wrapped(failure(o)) })
		}
	}
	for _, o := range outcomes {
		if o.Status == apply.Done {
			c.changeItem(d, did[o.Change.Action], o.Change)
		}
	}
	return d.String()
}

// outcomeWeight orders failures before what was skipped, and both before what is done.
func outcomeWeight(o apply.Outcome) int {
	switch o.Status {
	case apply.Failed:
		return -2
	case apply.Skipped:
		return -1
	default:
		return weights[o.Change.Action]
	}
}

// became is the outcome of a change in a word, and what else to know.
func (c Comment) became(o apply.Outcome) (word, what string) {
	switch o.Status {
	case apply.Done:
		return did[o.Change.Action], "id " + c.code(o.ID) + troubled(o)
	case apply.Skipped:
		return "**skipped**", "since " + c.code(fmt.Sprint(o.Because)) + " failed"
	default:
		return "**failed**", c.code(failure(o))
	}
}
