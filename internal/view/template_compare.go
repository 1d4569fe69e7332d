package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/indextemplate"
)

// TemplateComparison prints how a cluster differs from a template, and returns the exit
// status.
func (p *Printer) TemplateComparison(c indextemplate.Comparison) int {
	p.line("%s", madeOf(c))
	if c.Newest != "" {
		p.line("The newest index that there is: %s.", printable(c.Newest))
	} else {
		p.line("There is no index of %s yet.", printable(strings.Join(c.Options.Patterns, ", ")))
	}
	for i, f := range c.Findings {
		words := templateWords(c, f)
		p.line("")
		for _, l := range p.wrap(printable(words.summary), textWidth) {
			p.line("%s", p.bold(l))
		}
		p.templateText(words.consequence)
		if i+1 == len(c.Findings) || templateWords(c, c.Findings[i+1]).wayOut != words.wayOut { // one way out of several is said once
			p.templateText(words.wayOut)
		}
	}
	if !indextemplate.Differs(c.Findings) {
		p.line("\nNothing loses events or breaks alerts.")
	}
	return TemplateStatus(c)
}

// templateText prints what comes of a finding, or the way out.
func (p *Printer) templateText(text string) {
	if text == "" {
		return
	}
	for _, l := range p.wrap(printable(text), textWidth-len("  ")) {
		p.line("  %s", l)
	}
}

// TemplateStatus is the exit status of a comparison.
func TemplateStatus(c indextemplate.Comparison) int {
	if indextemplate.Differs(c.Findings) {
		return Changes
	}
	return Done
}

// madeOf says what the next index is made of.
func madeOf(c indextemplate.Comparison) string {
	patterns := printable(strings.Join(c.Options.Patterns, ", "))
	var from []string
	for _, t := range c.Next.From {
		kind, word := "template", "priority"
		if t.Legacy {
			kind, word = "legacy template", "order"
		}
		from = append(from, fmt.Sprintf("%s %s (%s %d)", kind, quoted(t.Name), word, t.Priority))
	}
	if len(from) == 0 {
		return fmt.Sprintf("The next index of %s is made without a template.", patterns)
	}
	return fmt.Sprintf("The next index of %s is made of %s.", patterns, strings.Join(from, ", then "))
}

// findingWords are a finding for people.
type findingWords struct{ summary, consequence, wayOut string }

// templateWords words a finding: what is different, what comes of it, and the way out.
func templateWords(c indextemplate.Comparison, f indextemplate.Finding) findingWords {
	w := findingTexts(c, f)
	head := map[indextemplate.Effect]string{indextemplate.LosesEvents: "Loses events", indextemplate.BreaksAlerts: "Breaks alerts", indextemplate.Note: "Note"}[f.Effect]
	where := "the next index"
	if f.Index != "" {
		where = "index " + f.Index
	}
	w.summary = fmt.Sprintf("%s: %s, %s", head, where, w.summary)
	if w.wayOut == "" && f.Effect != indextemplate.Note {
		w.wayOut = wayOut(c, f)
	}
	return w
}

// wayOut is the usual one: the template, and for an index that is there to wait, since
// its mapping can't be changed.
func wayOut(c indextemplate.Comparison, f indextemplate.Finding) string {
	put := fmt.Sprintf("Put the template; the command is printed by\n  %s --as curl", templateCommand(c))
	if f.Index == "" {
		return put
	}
	if !differsNext(c) {
		return "The next index will be right, and this one can't be changed: wait for tomorrow's; or reindex it into one of another name that fits the pattern, and delete it."
	}
	return "This index can't be changed; the next one can: put the template first, then wait for it, or reindex this one into one of another name that fits the pattern, and delete it."
}

func differsNext(c indextemplate.Comparison) bool {
	for _, f := range c.Findings {
		if f.Index == "" && f.Effect != indextemplate.Note {
			return true
		}
	}
	return false
}

// templateCommand prints the template that was compared with, above all others.
func templateCommand(c indextemplate.Comparison) string {
	words := []string{"alertplan", "template", string(c.Options.Kind)}
	for _, p := range c.Options.Patterns {
		if p != string(c.Options.Kind)+"-*" {
			words = append(words, "--pattern", shellQuoted(p))
		}
	}
	if c.Options.Name != "alertplan-"+string(c.Options.Kind) {
		words = append(words, "--name", c.Options.Name)
	}
	if c.Options.Type != "" {
		words = append(words, "--type", shellQuoted(c.Options.Type))
	}
	if n := max(*c.Options.Priority, c.Rival+1); n != indextemplate.DefaultPriority {
		words = append(words, "--priority", strconv.Itoa(n))
	}
	return strings.Join(words, " ")
}
