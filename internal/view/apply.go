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
		p.line("%s %s: %s (id %s)%s%s", p.paint("✓", color.FgGreen), at, did[o.Change.Action], oneLine(o.ID), double(o.Change), troubled(o))
	case apply.Skipped:
		p.line("%s %s: skipped, since %s failed", p.paint("-", color.FgYellow), at, o.Because)
	default:
		p.line("%s %s: %s failed: %s", p.paint("✗", color.FgRed), at, doing[o.Change.Action], failure(o))
	}
}

// double says why a change deletes what no file speaks of.
func double(c plan.Change) string {
	if c.DoubleOf == "" {
		return ""
	}
	return fmt.Sprintf(": a double of %s, made by two applies at once", oneLine(c.DoubleOf))
}

// troubled says what it took to write an object, where it took more than usual.
func troubled(o apply.Outcome) string {
	again := ""
	if o.Sent > 1 {
		again = fmt.Sprintf(", sent %d times", o.Sent)
	}
	if o.Found {
		return again + ", found to be done"
	}
	return again
}

func failure(o apply.Outcome) string {
	text := oneLine(o.Err.Error())
	switch {
	case errors.Is(o.Err, apply.ErrConflict):
		text += " (nothing was written; plan again to see what it is now)"
	case o.Half:
		what := "monitor"
		if o.Change.Destination != nil {
			what = "channel"
		}
		text += fmt.Sprintf(" (the old %s is deleted already; apply again to create the new one)", what)
	}
	return text
}

// Applied prints the summary of an apply, and returns the exit status.
func (p *Printer) Applied(r apply.Result) int {
	added, changed, destroyed := counts(r)
	return p.ended(r, "Apply", fmt.Sprintf("%d added, %d changed, %d destroyed", added, changed, destroyed))
}

// Destroyed prints the summary of a destroy, and returns the exit status.
func (p *Printer) Destroyed(r apply.Result) int {
	_, _, destroyed := counts(r)
	return p.ended(r, "Destroy", fmt.Sprintf("%d destroyed", destroyed))
}

// counts says how many objects were added, changed and destroyed, as a plan
// counts them.
func counts(r apply.Result) (added, changed, destroyed int) {
	var done plan.Plan
	for _, o := range r.Outcomes {
		if o.Status == apply.Done {
			done.Changes = append(done.Changes, o.Change)
		}
	}
	return done.Counts()
}

// unsettled warns that it is not known whether all that was written is to be seen.
func (p *Printer) unsettled(r apply.Result) {
	p.line("%s all requests were answered, but it is not certain that the cluster's lists show it yet: %s", p.bold(p.paint("Warning:", color.FgYellow)), oneLine(r.Unsettled.Error()))
}

// trouble tells how many writes were sent again, or found to be done without an answer
// that said it: a cluster that needs that is worth a look.
func (p *Printer) trouble(r apply.Result) {
	again, found := 0, 0
	for _, o := range r.Outcomes {
		if o.Status == apply.Done && o.Sent > 1 {
			again++
		} else if o.Status == apply.Done && o.Found {
			found++
		}
	}
	var parts []string
	if again > 0 {
		parts = append(parts, fmt.Sprintf("%s sent again", nObjects(again)))
	}
	if found > 0 {
		parts = append(parts, fmt.Sprintf("%s found to be done without an answer", nObjects(found)))
	}
	if len(parts) > 0 {
		p.line("In between, not every request got through: %s.", strings.Join(parts, ", "))
	}
}

func nObjects(n int) string {
	if n == 1 {
		return "1 object was"
	}
	return fmt.Sprintf("%d objects were", n)
}

func (p *Printer) ended(r apply.Result, what, numbers string) int {
	failed, skipped := r.Count(apply.Failed), r.Count(apply.Skipped)
	p.line("")
	if r.Unsettled != nil {
		p.unsettled(r)
	}
	p.trouble(r)
	if r.OK() {
		p.line("%s %s.", p.bold(p.paint(what+" complete:", color.FgGreen)), numbers)
		return Done
	}
	if failed+skipped == 0 {
		p.line("%s %s. Plan again to see what the cluster shows.", p.bold(p.paint(what+" done, but not seen to be:", color.FgYellow)), numbers)
		return Failed
	}
	if failed > 0 {
		numbers += fmt.Sprintf(", %d failed", failed)
	}
	if skipped > 0 {
		numbers += fmt.Sprintf(", %d skipped", skipped)
	}
	p.line("%s %s. What was done is done; %s again when the cause is gone.", p.bold(p.paint(what+" incomplete:", color.FgRed)), numbers, strings.ToLower(what))
	return Failed
}
