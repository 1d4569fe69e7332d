package view

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

const fieldIndent = "      "

// field prints one difference: on a line where it fits one, else as lines that
// come and go; a note, if there is one, as a comment.
func (p *Printer) field(f plan.FieldChange, note string) {
	if note != "" {
		note = p.paint("  # "+note, color.Faint)
	}
	s, head, lines := fieldParts(f)
	p.line("%s%s %s%s", fieldIndent, p.paint(s.text, s.paint), head, note)
	p.lines(lines)
}

// fieldParts is a difference in words: its sign, its first line, and for a long value
// the lines that come and go.
func fieldParts(f plan.FieldChange) (s sign, head string, lines []diffLine) {
	s = sign{"~", color.FgYellow}
	switch {
	case f.Before == nil:
		s = sign{"+", color.FgGreen}
	case f.After == nil:
		s = sign{"-", color.FgRed}
	}
	if isLong(f.Before) || isLong(f.After) {
		return s, f.Path + " =", diffLines(longText(f.Before), longText(f.After))
	}
	before, after := valueText(f.Before), valueText(f.After)
	switch {
	case f.Before == nil:
		return s, f.Path + " = " + after, nil
	case f.After == nil:
		return s, f.Path + " = " + before, nil
	case isSecret(f.Before) || isSecret(f.After):
		return s, f.Path + " = " + destinations.Masked + " (changes)", nil
	default:
		return s, f.Path + " = " + before + " -> " + after, nil
	}
}

func isSecret(v any) bool {
	_, ok := v.(destinations.Secret)
	return ok
}

// lines prints a text that changes, line by line.
func (p *Printer) lines(lines []diffLine) {
	for _, l := range lines {
		text := fieldIndent + "    " + strings.TrimRight(string(l.sign)+" "+l.text, " ")
		switch l.sign {
		case '+':
			text = p.paint(text, color.FgGreen)
		case '-':
			text = p.paint(text, color.FgRed)
		case '@':
			text = fieldIndent + "      " + l.text
		}
		p.line("%s", text)
	}
}

// longest is how many characters a value may have to stand on one line.
const longest = 100

// isLong tells whether a value is shown over several lines: texts of several
// lines, and objects and lists that don't fit one.
func isLong(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(strings.TrimRight(v, "\n"), "\n")
	case *orderedjson.Object, []any:
		return len(valueText(v)) > longest
	default:
		return false
	}
}

// longText is a value over several lines: JSON indented, a text as it is. A text
// of one line beside one of several is shown unquoted, too.
func longText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return textOr(v)
	case *orderedjson.Object, []any:
		return printable(compactJSON(readable(v)))
	default:
		return valueText(v)
	}
}

// readable makes the texts of several lines in a tree lists of lines, since JSON
// would show them with \n, and says "(unknown)" for what has no value.
func readable(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		for _, m := range v.Members() {
			o.Set(printable(m.Key), readable(m.Value))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = readable(x)
		}
		return list
	case string:
		if lines := strings.Split(strings.TrimSuffix(v, "\n"), "\n"); len(lines) > 1 {
			list := make([]any, len(lines))
			for i, l := range lines {
				list[i] = l
			}
			return list
		}
		return textOr(v)
	default:
		return v
	}
}

func textOr(text string) string {
	if reason, unknown := monitors.Unknown(text); unknown {
		return "(unknown: " + reason + " has no value)"
	}
	return printable(text)
}

// valueText is a value on one line.
func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case destinations.Secret:
		if reason, unknown := v.Unknown(); unknown {
			return "(unknown: " + reason + " has no value)"
		}
		return destinations.Masked
	case string:
		if reason, unknown := monitors.Unknown(v); unknown {
			return "(unknown: " + reason + " has no value)"
		}
		return quoted(v)
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	default:
		return printable(spaced(readable(v)))
	}
}

func quoted(text string) string { return strconv.Quote(printable(text)) }
