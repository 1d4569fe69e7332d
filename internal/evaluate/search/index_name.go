package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// The name of its index is a field that all documents of a shard share: term, terms,
// prefix and wildcard are one for all or for none, and take a star for any text.

// goesBy tells whether the index, or an alias of it, has a name that a pattern hits. Names
// that a server reckons with dates, and the empty one, at which it breaks, are refused.
func (s *shard) goesBy(pattern string, folded folding) (bool, error) {
	if pattern == "" || pattern[0] == '<' {
		return false, fault.Unsupported("query on [_index] by the name [%s]", pattern)
	}
	fold := func(t string) string { return t }
	if folded {
		fold = strings.ToLower
	}
	for _, name := range append([]string{s.Name}, s.Aliases.Keys()...) {
		if mapping.SimpleMatch(fold(pattern), fold(name)) {
			return true, nil
		}
	}
	return false, nil
}

// goesByAny is goesBy of one of several names.
func (s *shard) goesByAny(patterns []any) (bool, error) {
	found := false
	for _, p := range patterns {
		this, err := s.goesBy(javaText(p), false)
		if err != nil {
			return false, err
		}
		found = found || this
	}
	return found, nil
}

// indexMatches tells whether a clause for one name finds the index.
func (s *shard) indexMatches(name string, options any) (bool, error) {
	pattern, folded := onlyPattern(name, options)
	return s.goesBy(pattern, folded)
}

// byIndex is a clause for one name, as a query.
func (s *shard) byIndex(name string, p params) (query, error) {
	if found, err := s.indexMatches(name, p.Object); !found {
		return none{}, err
	}
	return constant{all{}, boost(p.Object)}, nil
}
