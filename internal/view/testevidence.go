package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

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
		if len(n.Rejected) == 0 {
			add(2, "its query finds it, and the condition does not choose it")
			return
		}
		if n.Queries {
			add(2, "it is found by %d of %s, and not by", n.Passed, queries(n.Clauses))
		} else {
			add(2, "it passes %d of %s, and is rejected by", n.Passed, plural(n.Clauses, "clause"))
		}
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
	if e.Answer != "" {
		add(1, "answer: %s", oneLine(e.Answer))
	}
	if e.Condition != "" {
		add(1, "condition: %s", oneLine(e.Condition))
	}
	for _, h := range e.Hints {
		add(1, "hint: %s", oneLine(h))
	}
	return out
}

func queries(n int) string {
	if n == 1 {
		return "1 query"
	}
	return fmt.Sprintf("%d queries", n)
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
