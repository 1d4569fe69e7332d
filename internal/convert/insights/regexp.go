package insights

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// longestRegexp is what index.max_regex_length allows by default.
const longestRegexp = 1000

// matcher is a regular expression, or a text, as a search can ask for it.
type matcher struct {
	literal    string // a text without any operator; else regexp
	regexp     string // by Lucene, of the whole value
	start, end bool   // literal: the value begins, ends with it
	anyCase    bool
	letters    bool // it has letters that case can change
}

// readRegexp reads a regular expression that looks for a part of a value, as its
// branches: one of them must match. The error says what of it can't be asked.
func readRegexp(source string) ([]matcher, error) {
	flags := syntax.Perl
	rest := source
	if m, ok := strings.CutPrefix(rest, "(?i)"); ok {
		rest, flags = m, flags|syntax.FoldCase
	}
	if err := foreign(rest); err != nil {
		return nil, err
	}
	parts := branches(rest)
	if flagsWithin.MatchString(rest) {
		parts = []string{rest} // they hold for branches that follow
	}
	var out []matcher
	for _, branch := range parts {
		parsed, err := syntax.Parse(branch, flags)
		if err != nil {
			return nil, unreadableRegexp(err)
		}
		m, err := branchMatcher(parsed, flags&syntax.FoldCase != 0)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// beyond are the mistakes that are none in other engines.
var beyond = []syntax.ErrorCode{syntax.ErrInvalidPerlOp, syntax.ErrInvalidRepeatOp, syntax.ErrInvalidEscape, syntax.ErrInvalidNamedCapture}

func unreadableRegexp(err error) error {
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
var flagsWithin = regexp.MustCompile(`\(\?[a-zA-Z]+\)`)

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

func branchMatcher(re *syntax.Regexp, fold bool) (matcher, error) {
	if m, ok := plain(re, fold); ok {
		m.anyCase = fold && m.letters
		return m, nil
	}
	w := &lucene{fold: fold}
	text, err := w.edges(re, true, true)
	if err != nil {
		return matcher{}, err
	}
	if text == "" {
		return matcher{start: true, end: true}, nil
	}
	if len(text) > longestRegexp {
		return matcher{}, fmt.Errorf("it is of %d characters as a search needs it, and indices take 1,000 by default", len(text))
	}
	return matcher{regexp: text, anyCase: fold && w.letters, letters: w.letters}, nil
}

// plain reads an expression of nothing but a text, and its anchors.
func plain(re *syntax.Regexp, fold bool) (matcher, bool) {
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	var m matcher
	if len(parts) > 0 && isStart(parts[0]) {
		m.start, parts = true, parts[1:]
	}
	if n := len(parts); n > 0 && isEnd(parts[n-1]) {
		m.end, parts = true, parts[:n-1]
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
		m.literal += string(r)
	}
	m.letters = strings.ContainsFunc(m.literal, hasCase)
	return m, !m.letters || folded == fold && !(folded && strings.ContainsFunc(m.literal, beyondASCII))
}

func isStart(re *syntax.Regexp) bool { return re.Op == syntax.OpBeginText }

func isEnd(re *syntax.Regexp) bool { return re.Op == syntax.OpEndText }

func hasCase(r rune) bool { return unicode.ToLower(r) != unicode.ToUpper(r) }

func beyondASCII(r rune) bool { return r > unicode.MaxASCII }
