package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
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
		add(0, placeText(f.At)+": the test can't be run: "+oneLine(f.Detail))
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
		add(0, head+f.What+" is not as expected (- expected, + got):")
		out = append(out, compared(f.Expected, f.Got)...)
		addText(&out, f.Detail)
	default:
		add(0, head+f.What+": expected "+oneLine(f.Expected)+", got "+oneLine(f.Got))
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

func evidenceLines(e *monitortest.Evidence) []failureLine {
	var out []failureLine
	add := func(depth int, format string, args ...any) {
		out = append(out, failureLine{depth: depth, text: fmt.Sprintf(format, args...)})
	}
	add(1, "%s", evidenceHead(e))
	for _, m := range e.Matched {
		add(1, "%s", matchText("matched", m))
	}
	if more := e.Hits - int64(len(e.Matched)); more > 0 && len(e.Matched) > 0 {
		add(1, "and %d more", more)
	}
	near := func(word string, n monitortest.Nearest) {
		add(1, "%s", matchText(word, n.Match))
		add(2, "it passes %d of %s, and is rejected by", n.Passed, plural(n.Clauses, "clause"))
		for _, r := range n.Rejected {
			add(3, "%s %s: %s", oneLine(r.Path), oneLine(r.Clause), oneLine(r.Got))
		}
	}
	for _, n := range e.Missing {
		near("missing", n)
	}
	if e.Nearest != nil {
		near("nearest", *e.Nearest)
	}
	for _, b := range e.Buckets {
		add(1, "bucket %s", oneLine(b))
	}
	if e.Condition != "" {
		add(1, "condition: %s", oneLine(e.Condition))
	}
	for _, h := range e.Hints {
		add(1, "hint: %s", oneLine(h))
	}
	return out
}

// evidenceHead is the period, and how many events were looked at.
func evidenceHead(e *monitortest.Evidence) string {
	text := fmt.Sprintf("period %s: %s", period(e.Start, e.End), plural(e.Events, "event"))
	if e.Within >= 0 {
		text += fmt.Sprintf(", %d in the window", e.Within)
	}
	switch {
	case e.Hits == 0:
		text += ", no hit"
	case e.Hits > 0:
		text += ", " + plural(int(e.Hits), "hit")
	}
	return text
}

func matchText(word string, m monitortest.Match) string {
	text := fmt.Sprintf("%s %s (_id %s)", word, placeText(m.At), oneLine(m.ID))
	var fields []string
	for _, f := range m.Fields {
		if values := fieldValues(f.Values); values != "" {
			fields = append(fields, oneLine(f.Field)+" "+values)
		}
	}
	if len(fields) > 0 {
		text += ": " + strings.Join(fields, ", ")
	}
	return text
}

const longestValue = 120

func fieldValues(list []any) string {
	var words []string
	for _, v := range list {
		text, err := orderedjson.Marshal(v)
		if err != nil {
			continue
		}
		words = append(words, oneLine(string(text)))
	}
	text := strings.Join(words, ", ")
	if runes := []rune(text); len(runes) > longestValue {
		text = string(runes[:longestValue-1]) + "…"
	}
	return text
}

func period(start, end time.Time) string { return clockText(start) + " – " + clockText(end) }

func clockText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z") }

func afterText(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return "at +" + text
}
