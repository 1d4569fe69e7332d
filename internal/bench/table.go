package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// line is one of the table: something that was measured. What it doesn't have is "".
type line struct {
	name     string
	took     string
	cpu      string // time of the processor, of all cores together
	floor    string // what it is compared with, and what that took
	ratio    string
	limit    limit
	requests string
	memory   string
}

// limit is what a line is held to. The zero limit holds it to nothing.
type limit struct {
	words    string // "≤ 1.5"
	exceeded string // "1.62 > 1.5"; "" where it is kept
	counted  bool   // a count, which no busy machine changes
}

// atMost holds a number to a limit.
func atMost(n, most float64) limit {
	l := limit{words: fmt.Sprintf("≤ %g", most)}
	if n > most {
		l.exceeded = fmt.Sprintf("%.2f > %g", n, most)
	}
	return l
}

// atLeast holds a number to a limit from below.
func atLeast(n, least float64) limit {
	l := limit{words: fmt.Sprintf("≥ %g", least)}
	if n < least {
		l.exceeded = fmt.Sprintf("%.2f < %g", n, least)
	}
	return l
}

// exactly holds a count to what it must be.
func exactly(n, want int) limit {
	l := limit{words: fmt.Sprintf("= %d", want), counted: true}
	if n != want {
		l.exceeded = fmt.Sprintf("%d ≠ %d", n, want)
	}
	return l
}

func (l limit) String() string {
	switch {
	case l.exceeded != "":
		return "over: " + l.exceeded
	case l.words != "":
		return l.words + " ok"
	}
	return ""
}

// report is all lines by groups, and what they were measured with.
type report struct {
	lines []line
	ends  []int // after how many lines a group ends
	facts []string
	notes []string
}

func (r *report) add(l line)                  { r.lines = append(r.lines, l) }
func (r *report) note(words string, a ...any) { r.notes = append(r.notes, fmt.Sprintf(words, a...)) }

// exceeded counts the limits that matter and are not kept.
func (r *report) exceeded(matters func(limit) bool) int {
	n := 0
	for _, l := range r.lines {
		if l.limit.exceeded != "" && matters(l.limit) {
			n++
		}
	}
	return n
}

func (r *report) writer() table.Writer {
	t := table.NewWriter()
	t.AppendHeader(table.Row{"what", "took", "processor", "beside", "ratio", "limit", "requests", "memory"})
	for i, l := range r.lines {
		for _, end := range r.ends {
			if end == i && i > 0 {
				t.AppendSeparator()
			}
		}
		t.AppendRow(table.Row{l.name, l.took, l.cpu, l.floor, l.ratio, l.limit.String(), l.requests, l.memory})
	}
	return t
}

// text is the report for a terminal.
func (r *report) text() string {
	t := r.writer()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 1, WidthMax: 46, WidthMaxEnforcer: text.WrapSoft}, {Number: 4, WidthMax: 40, WidthMaxEnforcer: text.WrapSoft}, {Number: 7, WidthMax: 22, WidthMaxEnforcer: text.WrapSoft}, {Number: 8, WidthMax: 16, WidthMaxEnforcer: text.WrapSoft}})
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", strings.Join(r.facts, "; "), t.Render())
	for _, n := range r.notes {
		fmt.Fprintf(&b, "%s\n", n)
	}
	return b.String()
}

// markdown is the report for docs.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n\n%s\n", strings.Join(r.facts, "; "), r.writer().RenderMarkdown())
	for _, n := range r.notes {
		fmt.Fprintf(&b, "\n- %s", n)
	}
	return b.String()
}

// The table of a page stands between these.
const (
	tableBegins = "<!-- the table: written by make bench -->\n"
	tableEnds   = "<!-- the table ends -->"
)

// writeInto writes the table of a page anew.
func (r *report) writeInto(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, begins := strings.Cut(string(text), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return fmt.Errorf("%s has no place for the table: %s", file, strings.TrimSpace(tableBegins))
	}
	return os.WriteFile(file, []byte(before+tableBegins+"\n"+r.markdown()+"\n"+tableEnds+after), 0o644)
}
