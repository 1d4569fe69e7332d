// Package view words everything that alertplan prints: plans, what became of
// them, diagnostics, lists; for people and as JSON.
//
// Commands hand it results and get text and an exit status out of the same call,
// so that the two can't disagree. It must not ask a cluster, read files, or end
// the process. What comes from a cluster is printed without control characters;
// secrets arrive masked in their own type, and what slips through otherwise is
// caught by Mask, the last writer.
package view

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"
)

// Exit statuses.
const (
	Done    = 0
	Failed  = 1
	Changes = 2 // changes or drift are there
)

// Printer prints for people.
type Printer struct {
	out   io.Writer
	color bool
	files map[string]*hcl.File // to show lines of
}

// NewPrinter prints to out, in colour if the writer is a terminal that shows it.
func NewPrinter(out io.Writer, palette Palette) *Printer {
	return &Printer{out: out, color: palette == Coloured}
}

// Palette says whether output is coloured.
type Palette int

// The palettes.
const (
	Plain Palette = iota
	Coloured
)

func (p *Printer) line(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

func (p *Printer) paint(text string, attributes ...color.Attribute) string {
	if !p.color {
		return text
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(text)
}

func (p *Printer) bold(text string) string { return p.paint(text, color.Bold) }

// Say prints a line of plain words.
func (p *Printer) Say(format string, args ...any) { p.line(format, args...) }

// printable takes control characters (terminal escapes among them) and the
// characters that reverse the direction of text out of a text that may come from
// a cluster; line breaks and tabs stay.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		default:
			return r
		}
	}, text)
}

// oneLine is printable, and on one line.
func oneLine(text string) string {
	return strings.Join(strings.Fields(printable(text)), " ")
}

// masked is a text without the secrets that are known, for what is to be cut or broken
// into lines before it comes to Mask.
func (p *Printer) masked(text string) string {
	if mask, ok := p.out.(*Mask); ok {
		return mask.Masked(text)
	}
	return text
}

// plural is "1 alert", "2 alerts".
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// Error prints why a command failed.
func (p *Printer) Error(err error) {
	p.line("%s %s", p.bold(p.paint("Error:", color.FgRed)), printable(err.Error()))
}

// Advise prints what to do about an error, one paragraph a piece of advice. Lines
// that begin with a blank stay as they are.
func (p *Printer) Advise(advice []string) {
	for _, paragraph := range advice {
		p.line("")
		for _, l := range p.wrap(printable(paragraph), textWidth) {
			p.line("%s", l)
		}
	}
}

// Warn prints a warning that is no part of a result.
func (p *Printer) Warn(format string, args ...any) {
	p.line("%s %s", p.bold(p.paint("Warning:", color.FgYellow)), printable(fmt.Sprintf(format, args...)))
}
