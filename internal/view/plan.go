package view

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// Plan prints a plan and returns the exit status: Failed where problems forbid
// it, else Changes or Done.
func (p *Printer) Plan(made *plan.Plan) int {
	if len(made.Changes) > 0 && made.Against != "" {
		p.line("Where what %s declares is applied, alertplan would do this:\n", oneLine(made.Against))
	} else if len(made.Changes) > 0 {
		p.line("alertplan will do this on the cluster:\n")
	}
	for _, c := range made.Changes {
		p.change(c)
	}
	for _, w := range made.Warnings {
		p.message("Warning", color.FgYellow, warningMessage(w))
	}
	for _, problem := range made.Problems {
		p.message("Error", color.FgRed, problemMessage(problem, made.Workspace))
	}
	p.preflight(made.Preflight)
	problems := len(made.Problems) + made.Preflight.Errors()
	if len(made.Changes) == 0 && problems == 0 {
		p.noChanges(made)
		p.mutes(made)
		return Done
	}
	if problems > 0 {
		p.line("%s %s must be settled first. Nothing of this plan can be applied.", p.bold(p.paint("No plan:", color.FgRed)), plural(problems, "problem"))
		if made.Preflight.Failed() && len(made.Problems) == 0 {
			p.line("\nTo apply it all the same, say --no-preflight.")
		}
		return Failed
	}
	add, change, destroy := made.Counts()
	p.line("%s %d to add, %d to change, %d to destroy.", p.bold("Plan:"), add, change, destroy)
	p.mutes(made)
	if made.Against != "" {
		p.line("\nNo cluster was asked: what is on it may be otherwise, and this can't be applied.")
		if unknown := made.Unknown(); len(unknown) > 0 {
			p.line("What depends on %s was not compared, as that has no value here.", and(firsts(unknown)))
		}
		return Changes
	}
	if unknown := made.Unknown(); len(made.Lacking()) > 0 {
		p.line("\nIt can't be applied by this user, who may not read all that it depends on.")
	} else if len(unknown) > 0 {
		p.line("\nTo apply it, give a value to %s.", and(unknown))
	}
	if made.WritesMonitors() {
		p.line("")
		p.note("a monitor runs with the roles of whoever saved it last. These will run with those of the user who applies this.")
	}
	return Changes
}

// noChanges says that nothing is to be done; it must claim no more than the user
// could see.
func (p *Printer) noChanges(made *plan.Plan) {
	seesAll := len(made.Lacking()) == 0 && !made.MayDouble()
	objects := plural(made.Unchanged, "object")
	switch {
	case made.Against != "":
		p.line("%s The configuration declares what %s does: %s of workspace %q. No cluster was asked.", p.bold(p.paint("No changes.", color.FgGreen)), oneLine(made.Against), objects, made.Workspace)
	case made.Destroy && seesAll:
		p.line("Nothing to destroy: workspace %q owns nothing on this cluster.", made.Workspace)
	case made.Destroy:
		p.line("%s Workspace %q owns nothing that this user may see.", p.bold("Nothing to destroy seen."), made.Workspace)
	case seesAll:
		p.line("%s The cluster matches the configuration: %s of workspace %q.", p.bold(p.paint("No changes.", color.FgGreen)), objects, made.Workspace)
	default:
		p.line("%s What this user may read matches the configuration: %s of workspace %q.", p.bold("No changes seen."), objects, made.Workspace)
	}
}

func (p *Printer) message(kind string, paint color.Attribute, m message) {
	p.line("%s %s\n", p.bold(p.paint(kind+":", paint)), p.bold(m.summary))
	p.detail(m.detail)
}

// detail prints wrapped text below a summary.
func (p *Printer) detail(text string) {
	for _, l := range p.wrap(text, textWidth) {
		p.line("%s", strings.TrimRight("  "+l, " "))
	}
	p.line("")
}

// sign is how a change is marked, in Terraform's manner.
type sign struct {
	text  string
	paint color.Attribute
}

var signs = map[plan.Action]sign{
	plan.Create:  {"+", color.FgGreen},
	plan.Update:  {"~", color.FgYellow},
	plan.Move:    {"~", color.FgYellow},
	plan.Adopt:   {"~", color.FgYellow},
	plan.Forget:  {".", color.FgYellow},
	plan.Replace: {"-/+", color.FgRed},
	plan.Delete:  {"-", color.FgRed},
}

func (p *Printer) change(c plan.Change) { p.changeAs(c, changeWords(c)) }

// changeAs prints a change, and in these words what happens to the object.
func (p *Printer) changeAs(c plan.Change, words string) {
	s := signs[c.Action]
	p.line("  # %s %s", p.bold(c.Address.String()), words)
	p.line("  %s %s {", p.paint(s.text, s.paint), blockHeader(c))
	if c.Action == plan.Delete {
		p.line("      %s name = %s", p.paint("-", color.FgRed), quoted(c.Name))
	} else {
		note := originNotes(c)
		for _, f := range c.Fields {
			p.field(f, note(f))
		}
	}
	p.line("    }\n")
}

// changeWords say what happens to an object.
func changeWords(c plan.Change) string {
	switch c.Action {
	case plan.Create:
		return "will be created"
	case plan.Delete:
		if c.DoubleOf != "" {
			return fmt.Sprintf("will be destroyed: a double of %s, made by two applies at once", oneLine(c.DoubleOf))
		}
		return "will be destroyed"
	case plan.Replace:
		if c.Destination != nil {
			return "must be replaced: the kind of a channel can't change"
		}
		return "must be replaced: the type of a monitor can't change"
	case plan.Move:
		stays := "its ids and alerts stay"
		if c.Destination != nil {
			stays = "its id stays"
		}
		return fmt.Sprintf("has moved from %s; %s", c.Previous, stays)
	case plan.Adopt:
		if c.Address.Kind() == address.Workflow {
			return fmt.Sprintf("will adopt %s; its ids and alerts stay. Keep its import block: it has no other mark", object(plan.Object{ID: c.ID, Name: c.Monitor.Live.Monitor.Name}))
		}
		return fmt.Sprintf("will adopt %s; its ids and alerts stay", object(plan.Object{ID: c.ID, Name: c.Monitor.Live.Monitor.Name}))
	case plan.Forget:
		return "will no longer be managed; it stays on the cluster"
	}
	if mutesEnded(c) {
		return "will be updated in place: its mute has ended"
	}
	if c.EditedByAnotherHand {
		return "was edited by another hand: will be updated in place, its mark restored"
	}
	if takesBack(c) {
		return "was " + changedOnCluster + ": will be updated in place"
	}
	return "will be updated in place"
}

// blockHeader is the block as the configuration has it, with the cluster's id.
func blockHeader(c plan.Change) string {
	words := []string{string(c.Address.Kind())}
	if typ := c.Address.Type(); typ != "" {
		words = append(words, fmt.Sprintf("%q", typ))
	}
	words = append(words, fmt.Sprintf("%q", c.Address.Label()))
	if key, keyed := c.Address.Key(); keyed {
		words = append(words, fmt.Sprintf("[%q]", key))
	}
	if c.ID != "" {
		words = append(words, "(id "+oneLine(c.ID)+")")
	}
	return strings.Join(words, " ")
}
