package view

import (
	"errors"
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
)

// doing and did are what happens to an object, in words.
var doing = map[plan.Action]string{
	plan.Create: "creating", plan.Update: "updating", plan.Move: "moving", plan.Adopt: "adopting",
	plan.Replace: "replacing", plan.Delete: "destroying", plan.Forget: "taking the mark off",
}

var did = map[plan.Action]string{
	plan.Create: "created", plan.Update: "updated", plan.Move: "moved", plan.Adopt: "adopted",
	plan.Replace: "replaced", plan.Delete: "destroyed", plan.Forget: "no longer managed",
}

// Doing is what is under way with an object, for a progress line.
func Doing(c plan.Change) string { return fmt.Sprintf("%s: %s", c.Address, doing[c.Action]) }

// Outcome prints the one line that tells what became of a change.
func (p *Printer) Outcome(o apply.Outcome) {
	at := o.Change.Address
	switch o.Status {
	case apply.Done:
		p.line("%s %s: %s (id %s)", p.paint("✓", color.FgGreen), at, did[o.Change.Action], oneLine(o.ID))
	case apply.Skipped:
		p.line("%s %s: skipped, since %s failed", p.paint("-", color.FgYellow), at, o.Because)
	default:
		p.line("%s %s: %s failed: %s", p.paint("✗", color.FgRed), at, doing[o.Change.Action], failure(o))
	}
}

func failure(o apply.Outcome) string {
	text := oneLine(o.Err.Error())
	switch {
	case errors.Is(o.Err, apply.ErrConflict):
		text += " (nothing was written; plan again to see what it is now)"
	case o.Half:
		text += " (the old monitor is deleted already; apply again to create the new one)"
	}
	return text
}

// Applied prints the summary of an apply, and returns the exit status.
func (p *Printer) Applied(r apply.Result) int {
	failed, skipped := r.Count(apply.Failed), r.Count(apply.Skipped)
	var added, changed, destroyed int
	for _, o := range r.Outcomes {
		if o.Status == apply.Done {
			one := plan.Plan{Changes: []plan.Change{o.Change}}
			a, c, d := one.Counts()
			added, changed, destroyed = added+a, changed+c, destroyed+d
		}
	}
	counts := fmt.Sprintf("%d added, %d changed, %d destroyed", added, changed, destroyed)
	p.line("")
	if r.Unsettled != nil {
		p.line("%s all requests were answered, but it is not certain that the cluster's lists show it yet: %s", p.bold(p.paint("Warning:", color.FgYellow)), oneLine(r.Unsettled.Error()))
	}
	if r.OK() {
		p.line("%s %s.", p.bold(p.paint("Apply complete:", color.FgGreen)), counts)
		return Done
	}
	if failed+skipped == 0 {
		p.line("%s %s. Plan again to see what the cluster shows.", p.bold(p.paint("Apply done, but not seen to be:", color.FgYellow)), counts)
		return Failed
	}
	var rest []string
	if failed > 0 {
		rest = append(rest, fmt.Sprintf("%d failed", failed))
	}
	if skipped > 0 {
		rest = append(rest, fmt.Sprintf("%d skipped", skipped))
	}
	p.line("%s %s. What was done is done; apply again when the cause is gone.", p.bold(p.paint("Apply incomplete:", color.FgRed)), strings.Join(append([]string{counts}, rest...), ", "))
	return Failed
}
