package lucene

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// longest is what index.max_regex_length allows by default, in characters.
const longest = 1000

// Matcher is a regular expression, or a text, as a search can ask for it.
type Matcher struct {
	Literal    string // a text without any operator; else Regexp
	Regexp     string // by Lucene, of the whole value
	Start, End bool   // Literal: the value begins, ends with it
	AnyCase    bool
	Letters    bool // it has letters that case can change
}

// Flags are how an expression is meant.
type Flags struct {
	AnyCase bool // the case of letters doesn't matter
	Lines   bool // ^ and $ stand at the ends of lines, too
	OneLine bool // a dot is no line break
}

// Read reads a regular expression that looks for a part of a value, as its branches: one
// of them must match. The error says what of it can't be asked.
func Read(source string, f Flags) ([]Matcher, error) {
	flags := syntax.Perl
	if f.AnyCase {
		flags |= syntax.FoldCase
	}
	if f.Lines {
		flags &^= syntax.OneLine
	}
	if err := foreign(source); err != nil {
		return nil, err
	}
	parts := branches(source)
	if flagsWithin.MatchString(source) {
		parts = []string{source} // they hold for branches that follow
	}
	var out []Matcher
	for _, branch := range parts {
		parsed, err := syntax.Parse(branch, flags)
		if err != nil {
			return nil, unreadable(err)
		}
		m, err := matcher(parsed, f)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// beyond are the mistakes that are none in other engines.
var beyond = []syntax.ErrorCode{syntax.ErrInvalidPerlOp, syntax.ErrInvalidRepeatOp, syntax.ErrInvalidEscape, syntax.ErrInvalidNamedCapture}

func unreadable(err error) error {
	var e *syntax.Error
	switch {
	case !errors.As(err, &e):
		return err
	case slices.Contains(beyond, e.Code):
		return fmt.Errorf("%q: looking around, referring back, atomic and possessive groups are unknown to searches", e.Expr)
	default:
		return fmt.Errorf("%q: %s", e.Expr, e.Code)
	}
}

// flagsWithin are flags that hold from where they stand on.
var flagsWithin = pattern.New(`\(\?[a-zA-Z]+\)`)

// foreign finds what other engines read otherwise than ours.
func foreign(re string) error {
	if strings.Contains(re, "(?-") {
		return errors.New("a flag that is taken back within is unknown to searches")
	}
	inClass := -1
	for i := 0; i < len(re); i++ {
		switch re[i] {
		case '\\':
			if i+1 < len(re) && strings.IndexByte("bBGZK", re[i+1]) >= 0 {
				return fmt.Errorf("%q: searches know no borders of words or lines", re[i:i+2])
			}
			i++
		case '[':
			if inClass < 0 {
				inClass = i
				if strings.HasPrefix(re[i:], "[]") || strings.HasPrefix(re[i:], "[^]") {
					return fmt.Errorf("a bracket at the beginning of a class is read in several ways: write it as %q", `\]`)
				}
			} else if !strings.HasPrefix(re[i:], "[:") {
				return fmt.Errorf("a bracket within a class is read in several ways: write it as %q", `\[`)
			}
		case ']':
			inClass = -1
		case '&':
			if inClass >= 0 && strings.HasPrefix(re[i:], "&&") {
				return fmt.Errorf("\"&&\" within a class is read in several ways")
			}
		}
	}
	return nil
}

// branches are what stands between the outermost bars.
func branches(re string) []string {
	var out []string
	depth, from, inClass := 0, 0, false
	for i := 0; i < len(re); i++ {
		switch c := re[i]; {
		case c == '\\':
			i++
		case inClass:
			inClass = c != ']'
		case c == '[':
			inClass = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			out = append(out, re[from:i])
			from = i + 1
		}
	}
	return append(out, re[min(from, len(re)):])
}

func matcher(re *syntax.Regexp, f Flags) (Matcher, error) {
	if f.OneLine {
		re = trimmed(re)
	}
	if m, ok := plain(re, f.AnyCase); ok {
		m.AnyCase = f.AnyCase && m.Letters
		return m, nil
	}
	w := &writer{flags: f}
	text, err := w.edges(re, true, true)
	if err != nil {
		return Matcher{}, err
	}
	if text == "" {
		return Matcher{Start: true, End: true}, nil
	}
	if n := utf8.RuneCountInString(text); n > longest {
		return Matcher{}, fmt.Errorf("it is of %d characters as a search needs it, and indices take 1,000 by default", n)
	}
	return Matcher{Regexp: text, AnyCase: f.AnyCase && w.letters, Letters: w.letters}, nil
}

// trimmed is an expression without a .* at its ends, where anything may stand anyhow.
func trimmed(re *syntax.Regexp) *syntax.Regexp {
	if re.Op != syntax.OpConcat {
		if isRest(re) {
			return &syntax.Regexp{Op: syntax.OpEmptyMatch}
		}
		return re
	}
	parts := re.Sub
	for len(parts) > 0 && isRest(parts[0]) {
		parts = parts[1:]
	}
	for len(parts) > 0 && isRest(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	switch len(parts) {
	case 0:
		return &syntax.Regexp{Op: syntax.OpEmptyMatch}
	case 1:
		return parts[0]
	}
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: parts, Flags: re.Flags}
}

func isRest(re *syntax.Regexp) bool {
	return re.Op == syntax.OpStar && (re.Sub[0].Op == syntax.OpAnyCharNotNL || re.Sub[0].Op == syntax.OpAnyChar)
}

// plain reads an expression of nothing but a text, and its anchors.
func plain(re *syntax.Regexp, fold bool) (Matcher, bool) {
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	var m Matcher
	if len(parts) > 0 && isStart(parts[0]) {
		m.Start, parts = true, parts[1:]
	}
	if n := len(parts); n > 0 && isEnd(parts[n-1]) {
		m.End, parts = true, parts[:n-1]
	}
	switch {
	case len(parts) == 0:
		return m, true
	case len(parts) == 1 && parts[0].Op == syntax.OpEmptyMatch:
		return m, true
	case len(parts) > 1 || parts[0].Op != syntax.OpLiteral:
		return m, false
	}
	folded := parts[0].Flags&syntax.FoldCase != 0
	for _, r := range parts[0].Rune {
		if folded {
			r = unicode.ToLower(r)
		}
		m.Literal += string(r)
	}
	m.Letters = strings.ContainsFunc(m.Literal, HasCase)
	return m, !m.Letters || folded == fold && !(folded && strings.ContainsFunc(m.Literal, BeyondASCII))
}

func isStart(re *syntax.Regexp) bool { return re.Op == syntax.OpBeginText }

func isEnd(re *syntax.Regexp) bool { return re.Op == syntax.OpEndText }

// HasCase tells whether a character is a letter that is written in two ways.
func HasCase(r rune) bool { return unicode.ToLower(r) != unicode.ToUpper(r) }

// BeyondASCII tells whether a character is one whose case searches don't know:
// case_insensitive folds those of ASCII only (2.19.4).
func BeyondASCII(r rune) bool { return r > unicode.MaxASCII }
