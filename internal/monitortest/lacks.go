package monitortest

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// lacks says what an event has where a clause looks.
func (e *explainer) lacks(p place, c tried) string {
	source := e.docs[p].Source
	if e.isWindow(c) {
		if words := e.outside(source); words != "" {
			return words
		}
	}
	var fields []FieldValue
	long := ""
	for _, f := range fieldsOf(c.query) {
		at := e.sourcePath(f)
		list := valuesAt(source, at)
		fields = append(fields, FieldValue{at, list})
		long += e.tooLong(f, list)
	}
	return hasText(fields) + long
}

// tooLong says that a field leaves out values as long as an event's.
func (e *explainer) tooLong(path string, list []any) string {
	f, _ := e.field(path)
	if f == nil || f.IgnoreAbove < 0 {
		return ""
	}
	for _, v := range list {
		if text, ok := v.(string); ok && len(utf16.Encode([]rune(text))) > f.IgnoreAbove {
			return fmt.Sprintf(" (longer than %d characters, which %s leaves out)", f.IgnoreAbove, path)
		}
	}
	return ""
}

// outside says by how much a time misses the window.
func (e *explainer) outside(source *orderedjson.Object) string {
	t := timeOf(source, e.window.fieldOf())
	if t.IsZero() {
		if list := valuesAt(source, e.window.fieldOf()); len(list) > 0 {
			words := hasText([]FieldValue{{e.window.fieldOf(), list}})
			if f, _ := e.field(e.window.fieldOf()); f != nil && f.Type == "text" {
				words += ", which is no date to the server"
			}
			return words
		}
		return "the event has none"
	}
	end, ok := e.window.end(e.at)
	switch {
	case ok && t.Equal(end) && !e.window.holds(e.at, t):
		return fmt.Sprintf("the event is of %s, where the window ends: it is not inside", clock(t))
	case ok && !e.window.holds(e.at, t):
		return fmt.Sprintf("the event is of %s, %s after the window ends (%s)", clock(t), span(t.Sub(end)), clock(end))
	}
	if begin, ok := e.window.begin(e.at); ok && t.Before(begin) {
		return fmt.Sprintf("the event is of %s, %s before the window begins (%s)", clock(t), span(begin.Sub(t)), clock(begin))
	}
	return ""
}

// span is a duration as people say it: to the second where it is long.
func span(d time.Duration) string {
	if d >= time.Minute {
		d = d.Round(time.Second)
	}
	if d == 0 {
		return "0s"
	}
	if days := d / (24 * time.Hour); days >= 2 {
		return fmt.Sprintf("%dd%s", days, strings.TrimSuffix((d-days*24*time.Hour).Round(time.Minute).String(), "0s"))
	}
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}
