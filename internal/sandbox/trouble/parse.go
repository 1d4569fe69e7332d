package trouble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/alertplan/alertplan/internal/pattern"
)

// SyntaxError is a rule that can't be read.
type SyntaxError struct {
	// Rule is the whole text, Column where in it the problem begins, in characters
	// from 1.
	Rule   string
	Column int
	// Problem says what is wrong and what would be right.
	Problem string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("fault %q, column %d: %s", e.Rule, e.Column, e.Problem)
}

// part is a piece of a rule that knows where it stands.
type part struct {
	rule string
	at   int // offset in bytes
	text string
}

// wrong is the error of a part.
func (p part) wrong(format string, args ...any) error {
	return &SyntaxError{p.rule, len([]rune(p.rule[:p.at])) + 1, fmt.Sprintf(format, args...)}
}

// trim drops the blanks around a part.
func (p part) trim() part {
	trimmed := strings.TrimLeft(p.text, " \t\n")
	return part{p.rule, p.at + len(p.text) - len(trimmed), strings.TrimRight(trimmed, " \t\n")}
}

// cut splits a part at the first separator; found is false where there is none.
func (p part) cut(separator string) (before, after part, found bool) {
	i := strings.Index(p.text, separator)
	if i < 0 {
		return p, part{p.rule, p.at + len(p.text), ""}, false
	}
	return part{p.rule, p.at, p.text[:i]}, part{p.rule, p.at + i + len(separator), p.text[i+len(separator):]}, true
}

// split splits a part at every separator, and trims the pieces.
func (p part) split(separator string) []part {
	pieces := []part{}
	for {
		before, after, found := p.cut(separator)
		pieces = append(pieces, before.trim())
		if !found {
			return pieces
		}
		p = after
	}
}

// Parse reads a rule. Errors are *SyntaxError.
func Parse(text string) (Rule, error) {
	rule := Rule{text: strings.TrimSpace(text)}
	whole := part{text, 0, text}.trim()
	if whole.text == "" {
		return rule, whole.wrong("it is empty; a fault is METHOD PATH:WHAT:WHEN, such as %q", example)
	}
	request, rest, found := whole.cut(":")
	if err := rule.readRequest(request.trim()); err != nil {
		return rule, err
	}
	if !found || rest.trim().text == "" {
		return rule, rest.wrong("what is to happen is missing: a colon and one of %s", listOf(effectNames()))
	}
	what, when, timed := rest.cut(":")
	var err error
	if rule.effect, err = parseEffect(what); err != nil {
		return rule, err
	}
	if !timed {
		return rule, nil
	}
	if before, _, more := when.cut(":"); more {
		return rule, part{text, before.at + len(before.text), ""}.wrong(
			"there is a colon too many: a fault is METHOD PATH:WHAT:WHEN (a colon in a path is written %%3A)")
	}
	rule.turn, err = parseTurn(when.trim())
	return rule, err
}

const example = "POST /_plugins/_alerting/monitors:503:2%"

var methods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}

// readRequest reads METHOD and PATH.
func (r *Rule) readRequest(p part) error {
	path := p
	if !strings.HasPrefix(p.text, "/") {
		method, rest, found := p.cut(" ")
		if !found {
			return p.wrong("a path is missing: it begins with a slash, as in %q", example)
		}
		if err := r.readMethods(method); err != nil {
			return err
		}
		path = rest.trim()
	}
	switch {
	case !strings.HasPrefix(path.text, "/"):
		return path.wrong("a path begins with a slash; all paths are /**")
	case strings.Contains(path.text, "?"):
		_, query, _ := path.cut("?")
		return part{query.rule, query.at - 1, ""}.wrong("a fault looks at the path alone, not at the query")
	case strings.ContainsAny(path.text, " \t"):
		_, rest, _ := path.cut(" ")
		return rest.wrong("a blank in a path is written %%20, and before what happens there is a colon")
	case ownPath(path.text):
		return path.wrong("the sandbox's own routes, below /_sandbox, are never hit")
	}
	path.text = clean(path.text)
	var err error
	r.path, err = compilePath(path)
	return err
}

func (r *Rule) readMethods(p part) error {
	for _, m := range p.split(",") {
		name := strings.ToUpper(m.text)
		switch {
		case name == "*":
			r.methods = nil
			return nil
		case !slices.Contains(methods, name):
			return m.wrong("there is no method %s.%s Methods are %s, and * for all", m.text, nearest(name, methods), listOf(methods))
		}
		r.methods = append(r.methods, name)
	}
	return nil
}

// ordinal is a number with its ending: 5th, 1st.
var ordinal = pattern.New(`^([0-9]{1,9})(?:st|nd|rd|th)$`)

// nearest is a sentence that offers the nearest name, "" where none is near.
func nearest(given string, names []string) string {
	best, shortest := "", max(2, len(given)/3)+1
	for _, name := range names {
		if d := levenshtein.Distance(given, name, nil); d < shortest {
			best, shortest = name, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean " + best + "?"
}

func listOf(names []string) string { return strings.Join(names, ", ") }
