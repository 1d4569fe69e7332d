package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
)

// PlanWritten says where a plan was written, and what that is good for.
func (p *Printer) PlanWritten(path string, changes int) {
	p.line("\nWritten to %s, %s. To carry out this and nothing else:\n\n  alertplan apply %s", oneLine(path), plural(changes, "change"), oneLine(path))
}

// Now is what there is to say of a plan file when it is used.
type Now struct {
	Time     time.Time
	Version  string
	Compared planfile.Comparison
}

// PlanFile says what a plan file is, before it is carried out.
func (p *Printer) PlanFile(path string, r planfile.Record, now Now) {
	p.line("%s %s", p.bold("Plan file "+oneLine(path)+":"), madeWords(r, now.Time))
	if now.Compared.OtherConfiguration {
		p.note("the files of the configuration are not those that the plan was made of. What is carried out equals the plan all the same.")
	}
	if now.Version != r.Tool.Version {
		p.note(fmt.Sprintf("it was written by alertplan %s, and this is %s.", oneLine(r.Tool.Version), now.Version))
	}
	p.line("")
}

func (p *Printer) note(text string) {
	for _, l := range p.wrap("Note: "+text, textWidth) {
		p.line("%s", l)
	}
}

// madeWords say what a record is of, and how old it is.
func madeWords(r planfile.Record, now time.Time) string {
	return fmt.Sprintf("%s of workspace %q, made %s by alertplan %s.", plural(len(r.Changes), "change"), oneLine(r.Workspace), whenWords(r.Created, now), oneLine(r.Tool.Version))
}

func whenWords(at, now time.Time) string {
	age, ago := now.Sub(at), "less than a minute ago"
	switch {
	case age < 0:
		ago = "later than now, by this clock"
	case age >= 48*time.Hour:
		ago = plural(int(age.Hours()/24), "day") + " ago"
	case age >= time.Hour:
		ago = plural(int(age.Hours()), "hour") + " ago"
	case age >= time.Minute:
		ago = plural(int(age.Minutes()), "minute") + " ago"
	}
	return fmt.Sprintf("%s (%s)", at.UTC().Format("2006-01-02 15:04 MST"), ago)
}

// RecordedPlan prints a plan file as it was shown when it was made.
func (p *Printer) RecordedPlan(r planfile.Record, now time.Time) {
	p.line("%s", madeWords(r, now))
	where := oneLine(r.Cluster.URL)
	if r.Cluster.Name != "" {
		where = fmt.Sprintf("%q, %s", oneLine(r.Cluster.Name), where)
	}
	if r.Cluster.UUID != "" {
		where += ", uuid " + oneLine(r.Cluster.UUID)
	}
	p.line("Cluster: %s", where)
	p.line("Configuration: %s, digest %s", oneLine(r.Directory), oneLine(r.Configuration))
	if len(r.Options.Targets) > 0 {
		p.line("Targets: %s", oneLine(strings.Join(r.Options.Targets, ", ")))
	}
	p.line("")
	for _, l := range r.Shown {
		p.line("%s", printable(l))
	}
}

// LeftOut names what is not carried out, and why.
func (p *Printer) LeftOut(c planfile.Comparison) {
	for _, v := range c.Verdicts {
		switch v.State {
		case planfile.Stale:
			p.message("Stale", color.FgYellow, staleMessage(v))
		case planfile.Skipped:
			p.message("Skipped", color.FgYellow, skippedMessage(v))
		case planfile.NotApproved:
			p.message("Not approved", color.FgYellow, notApprovedMessage(v))
		}
	}
}

// NothingCarried ends an apply of a plan file that had nothing to carry out, and
// returns the exit status.
func (p *Printer) NothingCarried(c planfile.Comparison) int {
	p.LeftOut(c)
	switch {
	case !c.Whole():
		p.line("%s %s. %s", p.bold(p.paint("Nothing was carried out:", color.FgRed)), leftWords(c), wayOn(c))
		p.already(c)
		return Failed
	case len(c.Verdicts) == 0:
		p.line("%s The plan has no changes.", p.bold(p.paint("Nothing to do.", color.FgGreen)))
	default:
		p.line("%s The cluster is as was approved: %s.", p.bold(p.paint("Nothing left to do.", color.FgGreen)), plural(c.Count(planfile.Already), "change"))
	}
	return Done
}

// wayOn says what to do about what was left.
func wayOn(c planfile.Comparison) string {
	for _, v := range c.Verdicts {
		lacks := v.State == planfile.Stale && v.Reason == planfile.NoValue
		if v.State != planfile.Carried && v.State != planfile.Already && v.State != planfile.Skipped && !lacks {
			return "Plan again with --out, and have that approved."
		}
	}
	return "Give a value to what has none, and apply the file again."
}

// leftWords count what was left: "1 stale, 2 not approved".
func leftWords(c planfile.Comparison) string {
	var words []string
	for _, s := range []struct {
		state planfile.State
		word  string
	}{{planfile.Stale, "stale"}, {planfile.Skipped, "skipped"}, {planfile.NotApproved, "not approved"}} {
		if n := c.Count(s.state); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, s.word))
		}
	}
	return strings.Join(words, ", ")
}

// PlanCarried prints the summary of an apply of a plan file, and returns the exit
// status.
func (p *Printer) PlanCarried(r apply.Result, c planfile.Comparison) int {
	if c.Whole() {
		code := p.Applied(r)
		p.already(c)
		return code
	}
	added, changed, destroyed := counts(r)
	numbers := fmt.Sprintf("%d added, %d changed, %d destroyed", added, changed, destroyed)
	for _, s := range []apply.Status{apply.Failed, apply.Skipped} {
		if n := r.Count(s); n > 0 {
			numbers += fmt.Sprintf(", %d %s", n, s)
		}
	}
	p.line("")
	if r.Unsettled != nil {
		p.unsettled(r)
	}
	p.line("%s %s; of the plan file %s. %s", p.bold(p.paint("Apply incomplete:", color.FgRed)), numbers, leftWords(c), wayOn(c))
	p.already(c)
	return Failed
}

// already says how much an earlier run has done.
func (p *Printer) already(c planfile.Comparison) {
	if n := c.Count(planfile.Already); n > 0 {
		p.line("%s of the plan %s as approved already.", plural(n, "change"), pick(n, "is", "are"))
	}
}

// wouldBe is what happens to an object, for a sentence with "not".
var wouldBe = map[plan.Action]string{
	plan.Create: "created", plan.Update: "updated", plan.Move: "moved", plan.Adopt: "adopted",
	plan.Replace: "replaced", plan.Delete: "destroyed", plan.Forget: "forgotten",
}
