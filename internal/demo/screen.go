package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// screen is where the demo shows itself: 80 columns, and colours on a terminal.
type screen struct {
	out      io.Writer
	coloured bool
	pace     time.Duration // how long a step stays before the next begins
}

const (
	// width is how many columns a terminal has at least.
	width = 80
	// betweenSteps is the pace on a terminal: all steps take less than 20 s.
	betweenSteps = 900 * time.Millisecond
)

// The escapes of the colours.
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

func (s *screen) paint(colour, text string) string {
	if !s.coloured || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

func (s *screen) line(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

// heading begins a step.
func (s *screen) heading(number, of int, why string) {
	if number > 1 {
		time.Sleep(s.pace)
	}
	title := fmt.Sprintf("── %d/%d  %s ", number, of, why)
	s.line("\n%s", s.paint(bold, title+strings.Repeat("─", max(2, width-len([]rune(title))))))
}

// say prints a command as a person would type it.
func (s *screen) say(command string) {
	s.line("")
	for i, l := range strings.Split(command, "\n") {
		s.line("%s", s.paint(cyan, []string{"$ ", "    "}[min(i, 1)]+l))
	}
}

// colours of what alertplan prints.
var colours = []struct {
	line   *regexp.Regexp
	colour string
}{
	{regexp.MustCompile(`^ *(\+|✓)( |$)`), green},
	{regexp.MustCompile(`^ *~ `), yellow},
	{regexp.MustCompile(`^ *- `), red},
	{regexp.MustCompile(`^(No changes|Apply complete|Destroy complete|The configuration is valid)`), green},
	{regexp.MustCompile(`^(Plan:|  # )`), bold},
}

// show prints what a command printed.
func (s *screen) show(text string) {
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		colour := ""
		for _, c := range colours {
			if colour == "" && c.line.MatchString(l) {
				colour = c.colour
			}
		}
		for _, part := range wrap(l, width) {
			if colour != "" {
				part = s.paint(colour, part)
			}
			s.line("%s", part)
		}
	}
}

// only are the lines of a text that match, as grep would print them.
func only(text, pattern string) string {
	match := regexp.MustCompile(pattern)
	var lines []string
	for l := range strings.Lines(text) {
		if match.MatchString(strings.TrimRight(l, "\n")) {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "")
}

// wrap breaks lines that are wider than columns, at blanks where there are some.
// What goes on is indented by two more.
func wrap(text string, columns int) []string {
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		indent := strings.Repeat(" ", len(l)-len(strings.TrimLeft(l, " "))+2)
		runes := []rune(l)
		for len(runes) > columns {
			at := columns
			for at > 0 && runes[at] != ' ' {
				at--
			}
			if at < columns/2 {
				at = columns
			}
			lines = append(lines, strings.TrimRight(string(runes[:at]), " "))
			runes = []rune(indent + strings.TrimLeft(string(runes[at:]), " "))
		}
		lines = append(lines, string(runes))
	}
	return lines
}
