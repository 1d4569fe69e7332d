package view

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
)

// weights order what a plan does by what a reviewer must not miss: what goes stands
// before what comes, so that nothing hides it where rows are left out.
var weights = map[plan.Action]int{
	plan.Delete: 1, plan.Replace: 2, plan.Forget: 3, plan.Adopt: 4, plan.Move: 5, plan.Update: 6, plan.Create: 7,
}

// Plan is a plan as a comment.
func (c Comment) Plan(made *plan.Plan) string {
	add, change, destroy := made.Counts()
	counts := fmt.Sprintf("%d to add, %d to change, %d to destroy", add, change, destroy)
	problems := len(made.Problems) + made.Preflight.Errors()
	heading := "alertplan plan: " + counts
	switch {
	case problems > 0:
		heading = fmt.Sprintf("alertplan plan: %s (%s)", plural(problems, "problem"), counts)
	case len(made.Changes) == 0:
		heading = "alertplan plan: no changes"
	}
	d := c.begin(heading)
	c.aboutPlan(d, made)
	d.columns = []string{"Action", "Object", "Name", "What"}
	for _, p := range made.Problems {
		c.messageRow(d, "error", p.Address.String(), problemMessage(p, made.Workspace))
	}
	var warned []plan.Finding
	if made.Preflight != nil {
		for _, f := range made.Preflight.Findings {
			if !f.Error {
				warned = append(warned, f)
				continue
			}
			c.findingRow(d, "error", f)
		}
	}
	changes := slices.Clone(made.Changes)
	slices.SortStableFunc(changes, func(a, b plan.Change) int { return cmp.Compare(weights[a.Action], weights[b.Action]) })
	for _, x := range changes {
		d.row(string(x.Action), c.code(x.Address.String()), c.code(x.Name), c.inShort(x))
	}
	for _, w := range made.Warnings {
		if made.Against != "" && w.Kind == plan.NotCompared {
			continue // it is said once for all of them, as nobody is to give a value
		}
		c.messageRow(d, "warning", w.Address.String(), warningMessage(w))
	}
	for _, f := range warned {
		c.findingRow(d, "warning", f)
	}
	for _, x := range changes {
		c.changeItem(d, string(x.Action), x)
	}
	return d.String()
}

// aboutPlan says what else to know of a plan.
func (c Comment) aboutPlan(d *document, made *plan.Plan) {
	problems := len(made.Problems) + made.Preflight.Errors()
	switch lacking, unknown := made.Lacking(), made.Unknown(); {
	case made.Against != "":
		d.say("No cluster was asked: this is what changes where that is applied which " + c.code(made.Against) + " declares. What is on a cluster may be otherwise.")
		c.notCompared(d, made)
		if problems > 0 {
			d.say(fmt.Sprintf("**%s must be settled first.**", upperFirst(plural(problems, "problem"))))
		}
	case problems > 0:
		d.say(fmt.Sprintf("**%s must be settled first:** nothing of this plan can be applied.", upperFirst(plural(problems, "problem"))))
	case len(made.Changes) == 0 && (len(lacking) > 0 || made.MayDouble()):
		d.say(fmt.Sprintf("What this user may read matches the configuration: %s. Not all can be seen.", plural(made.Unchanged, "object")))
	case len(made.Changes) == 0:
		d.say(fmt.Sprintf("The cluster matches the configuration: %s.", plural(made.Unchanged, "object")))
	case len(lacking) > 0:
		d.say("It can't be applied by the user of this run, who may not read all that it depends on.")
	case len(unknown) > 0:
		d.say("Values are missing in this run, and what depends on them was left out of the comparison. To apply it, give a value to " + c.codes(firsts(unknown)) + ".")
	}
	if lines := muteLines(made.Mutes, false); len(lines) > 0 {
		d.say("Some of what stays is muted, and stays so.")
		d.text("What is muted", func() []string { return c.wrapped(strings.Join(lines, "\n")) })
	}
	if made.Preflight != nil {
		d.say("Preflight: " + c.prose(preflightSummary(made.Preflight)) + ".")
	}
}

// notCompared says once what was left out for want of values.
func (c Comment) notCompared(d *document, made *plan.Plan) {
	var at, unknown []string
	for _, w := range made.Warnings {
		if w.Kind == plan.NotCompared {
			at = append(at, w.Address.String())
			unknown = append(unknown, w.Unknown...)
		}
	}
	for _, x := range made.Changes {
		if x.Action != plan.Create && len(x.Unknown) > 0 {
			at = append(at, x.Address.String())
			unknown = append(unknown, x.Unknown...)
		}
	}
	if len(at) == 0 {
		return
	}
	slices.Sort(unknown)
	unknown = slices.Compact(unknown)
	d.say(fmt.Sprintf("**Not compared:** what depends on %s, which %s no value here, in %s. Look at the files for what changes in that.", c.codes(firsts(unknown)), pick(len(unknown), "has", "have"), c.codes(firsts(at))))
}

// messageRow puts a problem or warning into the table, and its words below.
func (c Comment) messageRow(d *document, kind, at string, m message) {
	d.row("**"+kind+"**", c.code(at), "", c.prose(m.summary))
	about := ""
	if at != "" {
		about = " " + c.title(at)
	}
	text := m.summary + ".\n\n" + m.detail
	d.text(kind+about, func() []string { return c.wrapped(text) })
}

func (c Comment) findingRow(d *document, kind string, f plan.Finding) {
	m := findingMessage(f)
	d.row("**"+kind+"**", c.code(f.Address.String()), c.placeOf(f.At.File, f.At.Start.Line), c.prose(m.summary))
	d.text(kind+" "+c.title(f.Address.String()), func() []string {
		return append(c.snippet(rangeOf(f.At)), c.wrapped(m.summary+".\n\n"+m.detail)...)
	})
}

// snippet are the lines of a file that a problem is about; none where there is no file.
func (c Comment) snippet(at hcl.Range) []string {
	if at.Filename == "" {
		return nil
	}
	var text bytes.Buffer
	NewPrinter(&text, Plain).snippet(at, c.Files[at.Filename])
	return append(cutLines(c.text(text.String())), "")
}

func (c Comment) placeOf(file string, line int) string {
	if file == "" {
		return ""
	}
	return c.code(fmt.Sprintf("%s:%d", file, line))
}

// wrapped are paragraphs in lines that need no scrolling.
func (c Comment) wrapped(text string) []string {
	const width = 100
	p := Printer{}
	var lines []string
	for _, l := range p.wrap(c.text(text), width) {
		lines = append(lines, shortened(l, longestLine))
	}
	return lines
}

// inShort is what changes of an object, for a cell.
func (c Comment) inShort(x plan.Change) string {
	switch x.Action {
	case plan.Create:
		return plural(len(x.Fields), "field")
	case plan.Delete:
		if x.DoubleOf != "" {
			return "a double of " + c.code(x.DoubleOf)
		}
		return "id " + c.code(x.ID)
	case plan.Forget:
		return "it stays on the cluster"
	}
	var words []string
	switch {
	case x.Action == plan.Replace:
		words = append(words, "deleted and made anew")
	case x.Action == plan.Move:
		words = append(words, "from "+c.code(x.Previous.String()))
	case x.Action == plan.Adopt:
		words = append(words, "id "+c.code(x.ID))
	case x.EditedByAnotherHand:
		words = append(words, "edited by another hand")
	case takesBack(x):
		words = append(words, "takes back what was "+changedOnCluster)
	}
	if paths := c.paths(changedPaths(x)); paths != "" {
		words = append(words, paths)
	}
	return strings.Join(words, "; ")
}

// paths are the first of the fields that differ.
func (c Comment) paths(list []string) string {
	const most = 3
	spans := mapped(list[:min(len(list), most)], c.code)
	if more := len(list) - most; more > 0 {
		spans = append(spans, fmt.Sprintf("%d more", more))
	}
	return strings.Join(spans, ", ")
}

// changeItem is a change as a diff below the table.
func (c Comment) changeItem(d *document, what string, x plan.Change) {
	d.diff(what+" "+c.title(x.Address.String()), func() []string {
		if x.Action == plan.Delete {
			return []string{c.signed("-", "name = "+quoted(x.Name), "")}
		}
		note := originNotes(x)
		var lines []string
		for _, f := range x.Fields {
			lines = append(lines, c.fieldLines(f, note(f))...)
		}
		return lines
	})
}

// fieldLines are a difference with its signs in the first column, where renderers look
// for them; one that stays and changes is marked by !, which they colour.
func (c Comment) fieldLines(f plan.FieldChange, note string) []string {
	s, head, nested := fieldParts(f)
	lines := []string{c.signed(s.text, head, note)}
	for _, l := range nested {
		sign := string(l.sign)
		if l.sign == '@' {
			sign = " "
		}
		lines = append(lines, c.signed(sign, "    "+l.text, ""))
	}
	return lines
}

func (c Comment) signed(sign, text, note string) string {
	if sign == "~" {
		sign = "!"
	}
	if note != "" {
		text += "  # " + note
	}
	return shortened(strings.TrimRight(sign+" "+strings.ReplaceAll(c.text(text), "\n", " "), " "), longestLine)
}
