package lucene

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
)

// mostRanges is how many ranges a class may have: one of Unicode has hundreds.
const mostRanges = 64

// inClasses are the characters that mean something within a class.
const inClasses = `[]\^-"`

var errInnerAnchor = errors.New("an anchor (^ or $) stands where it is not the beginning or the end: searches know none there")

// writer writes an expression as Lucene has them: of the whole value, without anchors,
// with operators of its own.
type writer struct {
	flags   Flags
	letters bool // there are some
}

// edges writes an expression that is at the start or the end of the whole one: where it
// has no anchor there, anything may stand before or behind it.
func (l *writer) edges(re *syntax.Regexp, start, end bool) (string, error) {
	switch re.Op {
	case syntax.OpConcat:
		return l.concat(re.Sub, start, end)
	case syntax.OpCapture:
		return l.edges(re.Sub[0], start, end)
	case syntax.OpAlternate:
		return l.alternate(re.Sub, start, end)
	}
	if start && (isStart(re) || re.Op == syntax.OpBeginLine) || end && (isEnd(re) || re.Op == syntax.OpEndLine) {
		return l.concat([]*syntax.Regexp{re}, start, end)
	}
	text, err := l.inner(re)
	return around(start, end, text), err
}

// alternate writes branches; one of no text makes the others optional, since Lucene's
// own empty text matches nothing where case doesn't matter (2.19.4).
func (l *writer) alternate(branches []*syntax.Regexp, start, end bool) (string, error) {
	var parts []string
	optional := ""
	for _, branch := range branches {
		text, err := l.edges(branch, start, end)
		if err != nil {
			return "", err
		}
		if text == "" {
			optional = "?"
			continue
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "(" + strings.Join(parts, "|") + ")" + optional, nil
}

// around adds what may stand before and behind.
func around(start, end bool, text string) string {
	if start && !strings.HasPrefix(text, ".*") {
		text = ".*" + text
	}
	if end && !strings.HasSuffix(text, ".*") || end && strings.HasSuffix(text, `\.*`) {
		text += ".*"
	}
	return text
}

func (l *writer) concat(parts []*syntax.Regexp, start, end bool) (string, error) {
	before, after := "", ""
	if start {
		parts, before = begin(parts)
		start = before == free
	}
	if end {
		parts, after = finish(parts)
		end = after == free
	}
	before, after = strings.TrimPrefix(before, free), strings.TrimPrefix(after, free)
	if len(parts) == 0 {
		return before + around(start, end, "") + after, nil
	}
	var b strings.Builder
	for i, part := range parts {
		text, err := l.edges(part, start && i == 0, end && i == len(parts)-1)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return before + b.String() + after, nil
}

// free says of an end that it has no anchor.
const free = "free"

// begin takes the anchors off the beginning, and gives what may stand before it: lines,
// where it is the beginning of a line.
func begin(parts []*syntax.Regexp) (rest []*syntax.Regexp, before string) {
	before = free
	for len(parts) > 0 {
		switch {
		case isStart(parts[0]):
			before = ""
		case parts[0].Op == syntax.OpBeginLine && before == free:
			before = "(.*\n)?"
		case parts[0].Op == syntax.OpBeginLine:
		default:
			return parts, before
		}
		parts = parts[1:]
	}
	return parts, before
}

// finish is begin for the end.
func finish(parts []*syntax.Regexp) (rest []*syntax.Regexp, after string) {
	after = free
	for n := len(parts); n > 0; n = len(parts) {
		switch {
		case isEnd(parts[n-1]):
			after = ""
		case parts[n-1].Op == syntax.OpEndLine && after == free:
			after = "(\n.*)?"
		case parts[n-1].Op == syntax.OpEndLine:
		default:
			return parts, after
		}
		parts = parts[:n-1]
	}
	return parts, after
}

// inner writes an expression that has no edge.
func (l *writer) inner(re *syntax.Regexp) (string, error) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return "", nil
	case syntax.OpLiteral:
		return l.literal(re), nil
	case syntax.OpCharClass:
		return l.class(re)
	case syntax.OpAnyCharNotNL:
		if l.flags.OneLine {
			return "[^\n]", nil
		}
		return ".", nil
	case syntax.OpAnyChar:
		return ".", nil
	case syntax.OpCapture, syntax.OpConcat, syntax.OpAlternate:
		return l.edges(re, false, false)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return l.repeated(re)
	case syntax.OpBeginText, syntax.OpBeginLine, syntax.OpEndText, syntax.OpEndLine:
		return "", errInnerAnchor
	default:
		return "", fmt.Errorf("%q is unknown to searches", re.String())
	}
}

func (l *writer) repeated(re *syntax.Regexp) (string, error) {
	text, err := l.inner(re.Sub[0])
	if err != nil || text == "" {
		return "", err
	}
	if sub := re.Sub[0]; !single(sub) && !(strings.HasSuffix(text, ")") && (sub.Op == syntax.OpAlternate || sub.Op == syntax.OpCapture && sub.Sub[0].Op == syntax.OpAlternate)) {
		text = "(" + text + ")"
	}
	switch re.Op {
	case syntax.OpStar:
		return text + "*", nil
	case syntax.OpPlus:
		return text + "+", nil
	case syntax.OpQuest:
		return text + "?", nil
	}
	switch {
	case re.Max == re.Min:
		return fmt.Sprintf("%s{%d}", text, re.Min), nil
	case re.Max < 0:
		return fmt.Sprintf("%s{%d,}", text, re.Min), nil
	default:
		return fmt.Sprintf("%s{%d,%d}", text, re.Min, re.Max), nil
	}
}

// single tells whether an operator behind it holds for all of it.
func single(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune) == 1 && !(re.Flags&syntax.FoldCase != 0 && BeyondASCII(re.Rune[0]))
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return true
	}
	return false
}

func (l *writer) literal(re *syntax.Regexp) string {
	var b strings.Builder
	folded := re.Flags&syntax.FoldCase != 0
	for _, r := range re.Rune {
		if folded && HasCase(r) && (!l.flags.AnyCase || BeyondASCII(r)) {
			fmt.Fprintf(&b, "[%c%c]", unicode.ToLower(r), unicode.ToUpper(r))
			continue
		}
		if folded {
			r = unicode.ToLower(r)
		}
		l.letters = l.letters || HasCase(r)
		b.WriteString(Escaped(r))
	}
	return b.String()
}

// class writes a class of characters. Where case doesn't matter both cases are in it,
// beside characters beyond ASCII that are equal to a letter only in Go.
func (l *writer) class(re *syntax.Regexp) (string, error) {
	runes := re.Rune
	negated := len(runes) > 0 && runes[0] == 0 && runes[len(runes)-1] == unicode.MaxRune
	if negated {
		runes = complement(runes)
	}
	if len(runes) == 0 {
		if negated {
			return ".", nil
		}
		return "", errors.New("a class holds no character")
	}
	if len(runes)/2 > mostRanges {
		return "", errors.New("a class of Unicode is too large for a search")
	}
	var b strings.Builder
	for i := 0; i < len(runes); i += 2 {
		from, to := runes[i], runes[i+1]
		if re.Flags&syntax.FoldCase != 0 && from == to && (from == '\u017f' || from == '\u212a') {
			continue
		}
		b.WriteString(behindBackslash(from, inClasses))
		if to > from+1 {
			b.WriteByte('-')
		}
		if to > from {
			b.WriteString(behindBackslash(to, inClasses))
		}
	}
	if negated {
		return "[^" + b.String() + "]", nil
	}
	return "[" + b.String() + "]", nil
}

func complement(runes []rune) []rune {
	var out []rune
	for i := 1; i+1 < len(runes); i += 2 {
		out = append(out, runes[i]+1, runes[i+1]-1)
	}
	return out
}

// Escaped is a character as it stands for itself: Lucene has operators of its own, such
// as # @ & < > ~ and the quotation mark.
func Escaped(r rune) string { return behindBackslash(r, `.?+*|{}[]()"\#@&<>~`) }

// behindBackslash is a character behind a backslash, if it is one of those.
func behindBackslash(r rune, special string) string {
	if strings.ContainsRune(special, r) {
		return `\` + string(r)
	}
	return string(r)
}
