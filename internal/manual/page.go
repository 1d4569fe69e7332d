// Package manual writes manual pages: what a command says of itself, as roff for
// section 1, which man, mandoc and groff read. It knows no command, and no library
// for command lines; whoever has commands makes pages of them.
package manual

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Page is what a command says of itself.
type Page struct {
	Name     string // with the commands above it: "alertplan plan"
	Short    string // a heading without a full stop
	Usage    string // what comes after the name: "[DIR] [flags]"
	Text     string // paragraphs; one that begins with "Exit status" gets a section
	Options  []Option
	Commands []Entry // those below it
	Examples string  // lines of a shell
	SeeAlso  []string
}

// Option is a flag.
type Option struct {
	Short, Long string // without dashes; Short may be ""
	Value       string // what it takes: "FILE"; "" for none
	Text        string
}

// Entry is a command in the list of its parent.
type Entry struct{ Name, Short string }

// Source is what a page is a page of. The same source gives the same bytes.
type Source struct {
	Version string
	Date    string // of the version: "2026-11-22"; may be ""
}

// File is the usual name of a page: alertplan-plan.1.
func (p Page) File() string { return title(p.Name) + ".1" }

func title(name string) string { return strings.ReplaceAll(name, " ", "-") }

// variable is how the text of an option names what it can be set by instead.
var variable = pattern.New(`\$([A-Z][A-Z0-9_]*)`)

// exit is the paragraph that says how a command ends.
var exit = pattern.New(`(?ms)^Exit status[^:\n]*: .*?(?:\n\n|\z)`)

// Roff is the page.
func (p Page) Roff(s Source) []byte {
	var r roff
	program, _, _ := strings.Cut(p.Name, " ")
	r.request(".TH", strings.ToUpper(title(p.Name)), "1", s.Date, strings.TrimSpace(program+" "+s.Version), program+" manual")
	r.section("Name")
	r.line(escaped(title(p.Name)) + ` \- ` + escaped(oneLine(p.Short)))
	r.section("Synopsis")
	r.line(strings.TrimSpace(`\fB` + escaped(p.Name) + `\fR ` + escaped(oneLine(p.Usage))))
	r.section("Description")
	r.paragraphs(exit.ReplaceAllString(p.Text, ""))
	p.entries(&r)
	p.options(&r)
	if status := exit.FindString(p.Text); status != "" {
		r.section("Exit status")
		r.paragraphs(status)
	}
	p.environment(&r)
	if p.Examples != "" {
		r.section("Examples")
		r.verbatim(unindented(p.Examples))
	}
	if len(p.SeeAlso) > 0 {
		r.section("See also")
		var names []string
		for _, name := range p.SeeAlso {
			names = append(names, fmt.Sprintf(`\fB%s\fR(1)`, escaped(title(name))))
		}
		r.line(strings.Join(names, ",\n"))
	}
	return []byte(r.String())
}

func (p Page) entries(r *roff) {
	if len(p.Commands) == 0 {
		return
	}
	r.section("Commands")
	for _, c := range p.Commands {
		r.item(`\fB`+escaped(title(p.Name+" "+c.Name))+`\fR(1)`, c.Short)
	}
}

func (p Page) options(r *roff) {
	if len(p.Options) == 0 {
		return
	}
	r.section("Options")
	for _, o := range p.Options {
		name := `\fB` + escaped("--"+o.Long) + `\fR`
		if o.Short != "" {
			name = `\fB` + escaped("-"+o.Short) + `\fR, ` + name
		}
		if o.Value != "" {
			name += ` \fI` + escaped(o.Value) + `\fR`
		}
		r.item(name, o.Text)
	}
}

// environment lists the variables that options tell of, each with its option.
func (p Page) environment(r *roff) {
	by := map[string][]string{}
	for _, o := range p.Options {
		for _, m := range variable.FindAllStringSubmatch(o.Text, -1) {
			by[m[1]] = append(by[m[1]], "--"+o.Long)
		}
	}
	names := make([]string, 0, len(by))
	for name := range by {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		if i == 0 {
			r.section("Environment")
		}
		r.item(`\fB`+escaped(name)+`\fR`, "See "+strings.Join(slices.Compact(by[name]), ", ")+".")
	}
}
