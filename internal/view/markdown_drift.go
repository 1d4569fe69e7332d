package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// Drift is what drift found, as a comment.
func (c Comment) Drift(found *plan.Drift) string {
	heading := "alertplan drift: none"
	if found.Any() {
		heading = "alertplan drift: " + driftNumbers(found)
	}
	var unknown []plan.Problem
	for _, problem := range found.Problems {
		if problem.Kind == plan.UnknownTarget {
			unknown = append(unknown, problem)
			heading = "alertplan drift: unknown target"
		}
	}
	d := c.begin(heading)
	if found.Any() {
		d.say(fmt.Sprintf("The cluster is not as the files have it. %s as the files have %s.", upperFirst(plural(found.Unchanged, "object")+pick(found.Unchanged, " is", " are")), pick(found.Unchanged, "it", "them")))
	} else if len(unknown) == 0 {
		d.say(upperFirst(c.prose(noDriftWords(found))))
	}
	if n := len(found.NotApplied); n > 0 {
		d.say(fmt.Sprintf("%s %s, which is no drift.", upperFirst(plural(n, "object")+pick(n, " is", " are")), notAppliedYet))
	}
	d.columns = []string{"Drift", "Object", "Name", "What"}
	for _, problem := range unknown {
		c.messageRow(d, "error", problem.Address.String(), problemMessage(problem, found.Workspace))
	}
	c.driftRows(d, found)
	c.driftItems(d, found)
	return d.String()
}

// driftNumbers counts each kind of drift that there is.
func driftNumbers(found *plan.Drift) string {
	var words []string
	for _, kind := range []struct {
		n    int
		word string
	}{{len(found.Changed), "changed"}, {len(found.Missing), "missing"}, {len(found.Copies), "with copies"}, {len(found.Unmanaged), "owned by no workspace"}} {
		if kind.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", kind.n, kind.word))
		}
	}
	return strings.Join(words, ", ")
}

func (c Comment) driftRows(d *document, found *plan.Drift) {
	for _, x := range found.Missing {
		d.row("missing", c.code(x.Address.String()), c.code(x.Name), c.whyMissing(x))
	}
	for _, x := range found.Copies {
		d.row("copies", c.code(x.Address.String()), c.code(x.Name), plural(len(x.Objects), "object")+" of one address")
	}
	for _, x := range found.Changed {
		word := "changed"
		if isUntold(x) {
			word = "not as the files have it"
		}
		var words []string
		for _, w := range []string{editedWords(x), written(x.Objects), c.paths(mapped(x.Fields, func(f plan.FieldChange) string { return f.Path }))} {
			if w != "" {
				words = append(words, w)
			}
		}
		d.row(word, c.code(x.Address.String()), c.code(x.Name), strings.Join(words, "; "))
	}
	for _, n := range found.Unmanaged {
		when := ""
		if n.LastUpdate != 0 {
			when = ", last written " + moment(n.LastUpdate)
		}
		d.row("owned by no workspace", c.prose(newcomerKind(n)), c.code(n.Name), "id "+c.code(n.ID)+when)
	}
}

func (c Comment) whyMissing(x plan.Drifted) string {
	switch {
	case hasTwin(x):
		return "its name is that of one that alertplan has not made"
	case len(x.UsedBy) > 0:
		return "deleted on the cluster: " + c.codes(firsts(mapped(x.UsedBy, address.Address.String))) + " still " + pick(len(x.UsedBy), "sends", "send") + " to it"
	default:
		return "never applied, or deleted on the cluster"
	}
}

// driftItems are the differences, from the files to the cluster, and what to do.
func (c Comment) driftItems(d *document, found *plan.Drift) {
	for _, x := range found.Changed {
		d.diff("files -&gt; cluster "+c.title(x.Address.String()), func() []string { return c.driftedLines(x, found.Workspace) })
	}
	for _, x := range found.Copies {
		d.text("copies of "+c.title(x.Address.String()), func() []string {
			return mapped(x.Objects, func(o plan.DatedObject) string {
				return shortened(c.text(strings.TrimSuffix(object(o.Object)+", "+written([]plan.DatedObject{o}), ", ")), longestLine)
			})
		})
	}
	hints := driftNotes(found)
	if found.Any() {
		hints = slices.Concat(driftHints(found), hints)
	}
	d.text("What to know, and what to do", func() []string { return c.wrapped(strings.Join(hints, "\n\n")) })
}

func (c Comment) driftedLines(x plan.Drifted, workspace string) []string {
	var lines []string
	for _, f := range x.Fields {
		note := ""
		if f.Origin == plan.InBoth {
			note = changedInBoth
		}
		note = theNotes(note, formNote(f))
		if isSecret(f.Before) && isSecret(f.After) {
			lines = append(lines, c.signed("~", f.Path+" = "+destinations.Masked+" (differs)", note))
			continue
		}
		lines = append(lines, c.fieldLines(plan.FieldChange{Path: f.Path, Before: f.After, After: f.Before}, note)...)
	}
	if x.Problem != nil {
		lines = append(lines, c.wrapped(problemMessage(*x.Problem, workspace).detail)...)
	}
	if x.Removal != nil {
		lines = append(lines, c.wrapped(removalWords(*x.Removal))...)
	}
	return lines
}
