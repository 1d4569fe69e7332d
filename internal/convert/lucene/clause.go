package lucene

import (
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Braces are where a template's variable begins: searches of monitors are templates, so
// that a text which holds them is asked for as an expression, whose braces stand behind
// backslashes.
const Braces = "{{"

// Free tells whether anything is found, as long as there is a value.
func (m Matcher) Free() bool { return m.Literal == "" && m.Regexp == "" && !(m.Start && m.End) }

// Clause asks for it in a field of whole texts: by term, prefix or wildcard where they say
// the same.
func (m Matcher) Clause(exact string) clause.Clause {
	switch {
	case strings.Contains(m.Literal, Braces):
		return m.expression().Clause(exact)
	case m.Regexp != "":
		return clause.Query("regexp", orderedjson.One(exact, m.cased(m.Regexp)))
	case m.Start && m.End && !m.AnyCase:
		return clause.Values(exact, m.Literal)
	case m.Start && m.End:
		return clause.Query("term", orderedjson.One(exact, m.cased(m.Literal)))
	case m.Start:
		return clause.Query("prefix", orderedjson.One(exact, m.cased(m.Literal)))
	case m.End:
		return clause.Query("wildcard", orderedjson.One(exact, m.cased("*"+clause.Literally(m.Literal))))
	default:
		return clause.Query("wildcard", orderedjson.One(exact, m.cased("*"+clause.Literally(m.Literal)+"*")))
	}
}

// expression is a text as a regular expression.
func (m Matcher) expression() Matcher {
	var b strings.Builder
	if !m.Start {
		b.WriteString(".*")
	}
	for _, r := range m.Literal {
		b.WriteString(Escaped(r))
	}
	if !m.End {
		b.WriteString(".*")
	}
	return Matcher{Regexp: b.String(), AnyCase: m.AnyCase, Letters: m.Letters}
}

// cased is a value with whether the case of letters counts.
func (m Matcher) cased(value string) any {
	if m.AnyCase {
		return clause.AnyCase(value)
	}
	return value
}
