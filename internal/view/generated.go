package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// Generated is what generate made of a cluster.
type Generated struct {
	Workspace string
	Dir       string // where it was written; "" where it was printed
	Begun     bool   // a configuration was there already
	Files     []GeneratedFile
	Objects   []GeneratedObject
	LeftOut   []LeftOut
	Variables []string // whose values are secrets
	Uncopied  []string // names of channels that no block can declare
	Kept      []string // names of mail accounts that stay theirs: a copy would have no user and password
}

// GeneratedFile is a file of the configuration.
type GeneratedFile struct {
	Name    string
	Text    string
	Objects []string
}

// GeneratedObject is what a block declares or names.
type GeneratedObject struct {
	Address address.Address
	ID      string
	Name    string
	Raw     string // what of it stands as the API has it; "" for nothing
	Reason  string // why
	Adopts  bool   // an import block makes it ours
}

// LeftKind says why something does not become code.
type LeftKind string

// The reasons.
const (
	LeftDeclared   LeftKind = "declared"    // the configuration has it; Word is its address
	LeftForeign    LeftKind = "foreign"     // it is another workspace's; Word is that
	LeftUnreadable LeftKind = "unreadable"  // Word says why
	LeftOwned      LeftKind = "owned"       // another plugin's; Word is that
	LeftSameName   LeftKind = "same-name"   // the configuration declares one of its name; Word is its address
	LeftSecret     LeftKind = "secret"      // it holds a secret in clear; Word is the channel that has it
	LeftInvalid    LeftKind = "invalid"     // Word is the error
	LeftProblem    LeftKind = "problem"     // a plan would refuse it; Word says why
	LeftOther      LeftKind = "not-sayable" // Word says why
)

// LeftOut is a monitor or a workflow that does not become code.
type LeftOut struct {
	Kind LeftKind
	ID   string
	Name string
	Word string
}

// Words say why, and what can be done.
func (l LeftOut) Words() string {
	word := oneLine(l.Word)
	switch l.Kind {
	case LeftDeclared:
		return "is declared already, as " + word
	case LeftForeign:
		return fmt.Sprintf("belongs to the workspace %s. If it should change hands, a removed block with destroy = false there gives it up", word)
	case LeftUnreadable:
		return fmt.Sprintf("is in a form that this version of alertplan does not know (%s)", word)
	case LeftOwned:
		return fmt.Sprintf("belongs to the plugin %s", word)
	case LeftSameName:
		return fmt.Sprintf("has the name of %s, which the files declare. If it is the same: import { to = %s, id = %q }", word, word, l.ID)
	case LeftSecret:
		return fmt.Sprintf("holds a secret of the channel %q in clear, which no file may hold. Take it out of the monitor", word)
	case LeftInvalid:
		return "would not be valid, even as its body: " + word
	default:
		return "can't become code: " + word
	}
}

// ProblemWords are those of a plan's problem, on one line.
func ProblemWords(p plan.Problem, workspace string) string {
	m := problemMessage(p, workspace)
	return oneLine(m.summary + ". " + m.detail)
}

// Generated says what was written, how much of it stands raw, and what is left out.
func (p *Printer) Generated(g Generated) {
	for _, f := range g.Files {
		if g.Dir != "" {
			p.line("Wrote %s%s.", f.Name, countsOf(f.Objects))
		}
	}
	raw := slices.DeleteFunc(slices.Clone(g.Objects), func(o GeneratedObject) bool { return o.Raw == "" })
	if len(raw) > 0 {
		p.line("")
		p.line("%s as the API has it:", pick(len(raw), "This stands", "These stand"))
		for _, o := range raw {
			p.bullet(fmt.Sprintf("%s: %s", o.Part(), o.Reason))
		}
	}
	p.leftOut(g.LeftOut)
	for _, name := range g.Uncopied {
		p.note(fmt.Sprintf("The channel %q is of a form that no block declares; it is named by an existing block.", oneLine(name)))
	}
	for _, name := range g.Kept {
		p.note(fmt.Sprintf("The mail account %q is named by an existing block: keystores have its user and password under its name, and a copy would have another.", oneLine(name)))
	}
	if len(g.Files)+len(raw)+len(g.LeftOut) > 0 {
		p.line("")
	}
	p.generatedSummary(g)
}

// leftOut says what does not become code: what is somebody's already in a few words,
// all else one by one.
func (p *Printer) leftOut(list []LeftOut) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("Left out:")
	declared := 0
	foreign := map[string][]string{} // names, by workspace
	for _, l := range list {
		switch l.Kind {
		case LeftDeclared:
			declared++
		case LeftForeign:
			foreign[l.Word] = append(foreign[l.Word], l.Name)
		}
	}
	if declared > 0 {
		p.bullet(fmt.Sprintf("%s that the files declare already.", plural(declared, "object")))
	}
	for _, workspace := range slices.Sorted(maps.Keys(foreign)) {
		names := foreign[workspace]
		p.bullet(fmt.Sprintf("%s of the workspace %s: %s. What should change hands is given up there by a removed block with destroy = false.", plural(len(names), "object"), oneLine(workspace), someNames(names)))
	}
	for _, l := range list {
		if l.Kind != LeftDeclared && l.Kind != LeftForeign {
			p.bullet(fmt.Sprintf("%q (id %s) %s.", oneLine(l.Name), oneLine(l.ID), strings.TrimSuffix(l.Words(), ".")))
		}
	}
}

// someNames are the first three, and how many more there are.
func someNames(names []string) string {
	const most = 3
	var shown []string
	for _, name := range names[:min(most, len(names))] {
		shown = append(shown, fmt.Sprintf("%q", oneLine(name)))
	}
	if more := len(names) - most; more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	return and(shown)
}

func (p *Printer) generatedSummary(g Generated) {
	if len(g.Objects) == 0 {
		p.line("There is nothing to write.")
		return
	}
	adopted, counts := 0, map[address.Kind]int{}
	for _, o := range g.Objects {
		counts[o.Address.Kind()]++
		if o.Adopts {
			adopted++
		}
	}
	var parts []string
	for _, kind := range []address.Kind{address.Monitor, address.Workflow, address.Destination} {
		if n := counts[kind]; n > 0 {
			parts = append(parts, plural(n, string(kind)))
		}
	}
	if n := counts[address.Existing]; n > 0 {
		parts = append(parts, plural(n, "channel")+" of others")
	}
	p.line("Generated: %s.", strings.Join(parts, ", "))
	if len(g.Variables) > 0 {
		p.note(fmt.Sprintf("Before an apply %s a value: %s.", pick(len(g.Variables), "this variable needs", "these variables need"), strings.Join(g.Variables, ", ")))
	}
	switch {
	case g.Dir != "" && counts[address.Destination] > 0:
		p.note(fmt.Sprintf("Nothing is changed on the cluster. `alertplan plan %s` shows what an apply would do.", oneLine(g.Dir)))
	case g.Dir != "" && adopted > 0:
		p.note(fmt.Sprintf("Nothing is changed on the cluster. `alertplan plan %s` shows what an apply would do: adopt, and change nothing but the mark.", oneLine(g.Dir)))
	}
}

// Part names an object with what of it stands raw.
func (o GeneratedObject) Part() string {
	if o.Raw == string(o.Address.Kind()) {
		return o.Address.String()
	}
	return fmt.Sprintf("the %s of %s", o.Raw, o.Address)
}

func countsOf(addresses []string) string {
	if len(addresses) == 0 {
		return ""
	}
	return " (" + plural(len(addresses), "block") + ")"
}
