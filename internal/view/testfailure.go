package view

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/monitortest"
)

// failure prints one thing that is not as expected: where, what, and why.
func (p *Printer) failure(f monitortest.Failure) {
	for i, l := range failureLines(f) {
		text := l.text
		if i == 0 {
			text = p.bold(text)
		}
		switch l.sign {
		case '-':
			text = p.paint(text, color.FgRed)
		case '+':
			text = p.paint(text, color.FgGreen)
		}
		p.inset(1+l.depth, "%s", text)
	}
}

// failureLine is a line of a failure: how deep it stands, and its sign in a diff.
type failureLine struct {
	depth int
	sign  byte
	text  string
}

// failureText is a failure in plain words, for reports that hold text.
func failureText(f monitortest.Failure) string {
	var b strings.Builder
	for _, l := range failureLines(f) {
		fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", l.depth), l.text)
	}
	return b.String()
}

func failureLines(f monitortest.Failure) []failureLine {
	head := placeText(f.At) + ": " + aboutFailure(f)
	var out []failureLine
	add := func(depth int, text string) { out = append(out, failureLine{depth: depth, text: text}) }
	switch {
	case f.Kind == monitortest.SetupError:
		first, others, _ := strings.Cut(f.Detail, "\n")
		add(0, placeText(f.At)+": the test can't be run: "+oneLine(first))
		addText(&out, others)
		return out
	case f.Kind == monitortest.ConditionError:
		add(0, head+"the condition fails: "+oneLine(f.Got))
		addText(&out, f.Detail)
		add(1, "the cluster would count that as triggered")
	case f.Kind == monitortest.SearchError:
		add(0, head+strings.TrimSuffix("the search fails: "+oneLine(f.Got), ": "))
		addText(&out, f.Detail)
	case f.Kind == monitortest.MessageError:
		add(0, head+"the message fails: "+oneLine(f.Got))
		addText(&out, f.Detail)
		add(1, "the cluster would send nothing")
	case f.Lines:
		add(0, head+oneLine(f.What)+" is not as expected (- expected, + got):")
		out = append(out, compared(f.Expected, f.Got)...)
		addText(&out, f.Detail)
	default:
		add(0, head+oneLine(f.What)+": expected "+oneLine(f.Expected)+", got "+oneLine(f.Got))
		addText(&out, f.Detail)
	}
	if f.Evidence != nil {
		out = append(out, evidenceLines(f.Evidence)...)
	}
	return out
}

func addText(out *[]failureLine, text string) {
	if text == "" {
		return
	}
	for l := range strings.SplitSeq(strings.TrimRight(printable(text), "\n"), "\n") {
		*out = append(*out, failureLine{depth: 1, text: l})
	}
}

// aboutFailure is "trigger any_login, action notify, run at 5m: ".
func aboutFailure(f monitortest.Failure) string {
	var words []string
	if f.Trigger != "" {
		words = append(words, "trigger "+oneLine(f.Trigger))
	}
	if f.Action != "" {
		words = append(words, "action "+oneLine(f.Action))
	}
	if f.After != nil {
		words = append(words, "run "+afterText(*f.After))
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, ", ") + ": "
}

// compared shows how a text differs, line by line; texts that differ in what
// lines don't show stand in quotes.
func compared(expected, got string) []failureLine {
	var out []failureLine
	visible := false
	for _, l := range diffLines(printable(expected), printable(got)) {
		if l.sign == '@' {
			out = append(out, failureLine{depth: 1, text: l.text})
			continue
		}
		visible = visible || l.sign != ' '
		out = append(out, failureLine{depth: 1, sign: l.sign, text: string(l.sign) + l.text})
	}
	if visible && strings.HasSuffix(expected, "\n") == strings.HasSuffix(got, "\n") && !onlyBlanks(expected, got) {
		return out
	}
	return []failureLine{{depth: 1, sign: '-', text: fmt.Sprintf("-%q", expected)}, {depth: 1, sign: '+', text: fmt.Sprintf("+%q", got)}}
}

// onlyBlanks tells whether two texts differ in nothing but blanks.
func onlyBlanks(a, b string) bool {
	return strings.Join(strings.Fields(a), "") == strings.Join(strings.Fields(b), "")
}
