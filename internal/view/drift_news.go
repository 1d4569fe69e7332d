package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// A message about drift is short: so many objects, of each so many fields, and lines of
// so many characters.
const (
	mostTold       = 10
	mostToldFields = 4
	longestTold    = 200
	longestName    = 60
)

// DriftNews words news of drift as a message, one line an object: at most 15 lines. The
// news hold no secrets any more; what comes from a cluster is made printable.
func DriftNews(n *driftjob.News) []string {
	lines := append([]string{newsTitle(n)}, newsObjects(n)...)
	if n.Unseen > 0 && n.Event != driftjob.SeesAgain {
		lines = append(lines, fmt.Sprintf("Nobody could look for %s before that.", Span(n.Unseen)))
	}
	switch n.Event {
	case driftjob.Appeared, driftjob.HasChanged:
		lines = append(lines, "`alertplan drift` shows all of it, `alertplan apply` takes it back.")
	case driftjob.Blind:
		if n.Why != "" {
			lines = append(lines, "The last one: "+n.Why)
		}
		lines = append(lines, "What drifts meanwhile is not seen.")
	}
	for i, l := range lines {
		lines[i] = CutLine(l, longestTold)
	}
	return lines
}

func newsTitle(n *driftjob.News) string {
	drift := "Drift" + newsWhere(n)
	switch n.Event {
	case driftjob.Appeared:
		return fmt.Sprintf("%s: %s.", drift, countsWords(n.Counts))
	case driftjob.HasChanged:
		return fmt.Sprintf("%s has changed: now %s.", drift, countsWords(n.Counts))
	case driftjob.Ended:
		after := ""
		if !n.Since.IsZero() {
			after = " after " + Span(n.At.Sub(n.Since))
		}
		return fmt.Sprintf("%s has ended%s: %s.", drift, after, unchangedWords(n.Counts))
	case driftjob.SeesAgain:
		found := "There is none."
		if len(n.Objects) > 0 {
			found = "It is what it was: " + countsWords(n.Counts) + "."
		}
		return fmt.Sprintf("%s is looked for again, after %s. %s", drift, Span(n.Unseen), found)
	default:
		return fmt.Sprintf("%s is not looked for, since %s: %s failed.", drift, moment(n.Since.UnixMilli()), inARow(n.Failures))
	}
}

func inARow(n int) string {
	if n == 1 {
		return "the look"
	}
	return fmt.Sprintf("%d looks in a row", n)
}

// newsWhere is of which workspace and cluster, as far as that is known.
func newsWhere(n *driftjob.News) string {
	words := ""
	if n.Workspace != "" {
		words = fmt.Sprintf(" in workspace %q", n.Workspace)
	}
	if n.Cluster != "" {
		words += " on " + oneLine(n.Cluster)
	}
	return words
}

func countsWords(c driftjob.Counts) string {
	words := []string{}
	for _, kind := range []struct {
		n    int
		text string
	}{{c.Changed, "changed"}, {c.Missing, "missing"}, {c.Copies, "with copies"}, {c.Unmanaged, "owned by no workspace"}} {
		if kind.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", kind.n, kind.text))
		}
	}
	return and(words)
}

func unchangedWords(c driftjob.Counts) string {
	return fmt.Sprintf("%s %s as the files have %s", plural(c.Unchanged, "object"), pick(c.Unchanged, "is", "are"), pick(c.Unchanged, "it", "them"))
}

// newsObjects are a line for each object of which something is new.
func newsObjects(n *driftjob.News) []string {
	var lines []string
	same, more := 0, 0
	for _, o := range n.Objects {
		switch {
		case n.Event == driftjob.SeesAgain:
		case o.Change == driftjob.Same:
			same++
		case len(lines) == mostTold:
			more++
		default:
			lines = append(lines, "- "+movedWords(n.Event, o))
		}
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("- … and %d more", more))
	}
	if same > 0 {
		lines = append(lines, fmt.Sprintf("- as before: %s", plural(same, "object")))
	}
	return lines
}

func movedWords(event driftjob.Event, o driftjob.Moved) string {
	words := newsObject(o)
	if event != driftjob.HasChanged {
		return words
	}
	switch o.Change {
	case driftjob.Gone:
		return "no longer: " + words
	case driftjob.Other:
		return "otherwise: " + words
	default:
		return "new: " + words
	}
}

// newsObject is an object, and how it drifted, unless it does no more.
func newsObject(o driftjob.Moved) string {
	name := oneLine(o.Address)
	if o.Name != "" {
		name = strings.TrimSpace(fmt.Sprintf("%s %q", name, CutLine(oneLine(o.Name), longestName)))
	}
	if o.Address == "" && o.ID != "" {
		name += fmt.Sprintf(" (id %s)", oneLine(o.ID))
	}
	if o.Change == driftjob.Gone {
		return name
	}
	switch o.Kind {
	case driftjob.Missing:
		return name + " is missing"
	case driftjob.Copies:
		return name + " is there more than once"
	case driftjob.Unmanaged:
		name += " is owned by no workspace"
	default:
		name += " differs" + toldFields(o.Fields)
	}
	if !o.LastUpdate.IsZero() {
		name += ", last written " + moment(o.LastUpdate.UnixMilli())
	}
	return name
}

func toldFields(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	shown := mapped(paths[:min(len(paths), mostToldFields)], oneLine)
	if more := len(paths) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	return " in " + and(shown)
}

// CutLine is a text of at most so many characters.
func CutLine(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Span is a time span for people, in no more than two units.
func Span(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch days, hours := minutes/(24*60), minutes/60; {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case days == 0:
		return strings.TrimSuffix(fmt.Sprintf("%d h %d min", hours, minutes%60), " 0 min")
	default:
		return strings.TrimSuffix(fmt.Sprintf("%s %d h", plural(days, "day"), hours%24), " 0 h")
	}
}
