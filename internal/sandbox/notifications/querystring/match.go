package querystring

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

type node interface{ matches(Scope) bool }

// nothing is the query that finds nothing, such as an empty one.
type nothing struct{}

func (nothing) matches(Scope) bool { return false }

// boolean is a list of clauses. One of which all are negative finds the rest.
type boolean []clause

func (b boolean) matches(s Scope) bool {
	required, wanted, found := false, false, false
	for _, c := range b {
		hit := c.node.matches(s)
		switch c.sign {
		case must:
			if !hit {
				return false
			}
			required = true
		case mustNot:
			if hit {
				return false
			}
		case should:
			wanted = true
			found = found || hit
		}
	}
	return found || required || !wanted
}

// fields are those that a leaf looks in: its own, or the defaults.
func (s Scope) fields(name string) []Field {
	if name == "" {
		return s.Defaults
	}
	return slices.DeleteFunc(slices.Clone(s.Known), func(f Field) bool { return !simpleMatch(name, f.Name) })
}

// any tells whether one value of one field satisfies the test.
func (s Scope) any(name string, test func(f Field, value string) bool) bool {
	for _, f := range s.fields(name) {
		for _, value := range s.Values(f.Name) {
			if test(f, value) {
				return true
			}
		}
	}
	return false
}

func terms(text string) []string {
	list := []string{}
	for _, t := range analysis.Standard(text) {
		list = append(list, t.Term)
	}
	return list
}

// anyTerm tells whether one term of the value satisfies the test; a keyword is
// one term.
func anyTerm(f Field, value string, test func(term string) bool) bool {
	if !f.Analyzed {
		return test(value)
	}
	return slices.ContainsFunc(terms(value), test)
}

// words are one or more plain words: one of their terms is enough.
type words struct{ field, text string }

func (w words) matches(s Scope) bool {
	if w.field == "_exists_" {
		return s.any(w.text, func(Field, string) bool { return true })
	}
	wanted := terms(w.text)
	return s.any(w.field, func(f Field, value string) bool {
		if !f.Analyzed {
			return value == w.text
		}
		return anyTerm(f, value, func(term string) bool { return slices.Contains(wanted, term) })
	})
}

// sequence is a phrase.
type sequence struct{ field, text string }

func (q sequence) matches(s Scope) bool {
	wanted := terms(q.text)
	return s.any(q.field, func(f Field, value string) bool {
		if !f.Analyzed {
			return value == q.text
		}
		return containsRun(terms(value), wanted)
	})
}

func containsRun(all, run []string) bool {
	for i := 0; len(run) > 0 && i+len(run) <= len(all); i++ {
		if slices.Equal(all[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// simpleMatch compares a name with a pattern in which * stands for anything.
func simpleMatch(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	rest, ok := strings.CutPrefix(name, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
