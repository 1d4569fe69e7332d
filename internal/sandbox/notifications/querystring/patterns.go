package querystring

import (
	"regexp"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

// wildcard is a term with * and ?. On a text field the term is lower-cased and
// compared with each term; on a keyword field it stands for the whole value.
type wildcard struct {
	field            string
	exact, lowered   *regexp.Regexp
	everythingExists bool
}

func newWildcard(field, text string) (node, error) {
	return wildcard{
		field: field, exact: wildcardExpression(text), lowered: wildcardExpression(analysis.Lower(text)),
		everythingExists: text == "*",
	}, nil
}

func wildcardExpression(text string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?s)^")
	escaped := false
	for _, r := range text {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == '\\':
			escaped = true
		case r == '*':
			b.WriteString(".*")
		case r == '?':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return regexp.MustCompile(b.String() + "$")
}

func (w wildcard) matches(s Scope) bool {
	return s.any(w.field, func(f Field, value string) bool {
		if w.everythingExists {
			return true
		}
		if !f.Analyzed {
			return w.exact.MatchString(value)
		}
		return anyTerm(f, value, w.lowered.MatchString)
	})
}

// regular is a regular expression, which a whole term has to match.
type regular struct {
	field string
	expr  *regexp.Regexp
}

func newExpression(field, text string) (node, error) {
	expr, err := regexp.Compile("(?s)^(?:" + text + ")$")
	if err != nil {
		return nil, ErrSyntax
	}
	return regular{field, expr}, nil
}

func (x regular) matches(s Scope) bool {
	return s.any(x.field, func(f Field, value string) bool { return anyTerm(f, value, x.expr.MatchString) })
}

// interval is a range of terms, in the order of their bytes.
type interval struct {
	field     string
	low, high string // "*" is open
	lowIn     bool
	highIn    bool
}

func newInterval(field, text string) (node, error) {
	parts := strings.Fields(text[1 : len(text)-1])
	if len(parts) != 3 || parts[1] != "TO" {
		return nil, ErrSyntax
	}
	unquoted := func(s string) string { return unescape(strings.Trim(s, `"`)) }
	return interval{
		field: field, low: unquoted(parts[0]), high: unquoted(parts[2]),
		lowIn: text[0] == '[', highIn: text[len(text)-1] == ']',
	}, nil
}

func (x interval) matches(s Scope) bool {
	return s.any(x.field, func(f Field, value string) bool {
		low, high := x.low, x.high
		if f.Analyzed {
			low, high = analysis.Lower(low), analysis.Lower(high)
		}
		return anyTerm(f, value, func(term string) bool {
			above := low == "*" || term > low || x.lowIn && term == low
			below := high == "*" || term < high || x.highIn && term == high
			return above && below
		})
	})
}
