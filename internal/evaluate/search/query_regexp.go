package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// allRegexpOptions is flags_value where all of the syntax is allowed.
const allRegexpOptions = 255

func (s *shard) regexp(p params) (query, error) {
	if err := p.only("regexp", "value", "flags_value", "max_determinized_states", "case_insensitive"); err != nil {
		return nil, err
	}
	if integer(p.Object, "flags_value", allRegexpOptions) != allRegexpOptions || integer(p.Object, "max_determinized_states", 10000) != 10000 {
		return nil, fault.Unsupported("query [regexp] with [flags] or [max_determinized_states]")
	}
	f, err := s.patternField(p.field, "regexp")
	if f == nil {
		return none{}, err
	}
	v, _ := p.Get("value")
	q, err := s.regexpQuery(f, javaText(v), flag(p.Object, "case_insensitive"))
	if err != nil {
		return nil, s.created(err)
	}
	return constant{q, boost(p.Object)}, nil
}

// longestRegexp is index.max_regex_length.
const longestRegexp = 1000

func (s *shard) regexpQuery(f *mapping.Field, pattern string, folded folding) (query, error) {
	if f.Normalize != nil || len(pattern) > longestRegexp {
		return nil, fault.Unsupported("query [regexp] on a normalized field, or of more than %d letters", longestRegexp)
	}
	r, err := compileRegexp(pattern, folded)
	if err != nil {
		return nil, err
	}
	return s.termWhere(f, r.match), nil
}
