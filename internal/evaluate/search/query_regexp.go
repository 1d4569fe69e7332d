package search

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// allRegexpOptions is flags_value where all of the syntax is allowed.
const allRegexpOptions = 255

// operatorsIn are the operators that flags turn on. Where ~ is a letter, it has to be
// asked for by name (asked of 3.5.0).
func operatorsIn(d dialect.Dialect, flags int) int {
	if d.LiteralClasses {
		flags |= withoutClasses
	}
	if !d.LiteralTilde {
		return flags
	}
	flags &^= regexpComplement
	if flags&askedComplement != 0 {
		flags |= regexpComplement
	}
	return flags
}

// withoutClasses is no flag of the server's: \d, \w and \s are letters.
const withoutClasses = 1 << 20

// askedComplement is COMPLEMENT as 3.5 writes it.
const askedComplement = 0x10000

func (s *shard) regexp(p params) (query, error) {
	if err := p.only("regexp", "value", "flags_value", "max_determinized_states", "case_insensitive"); err != nil {
		return nil, err
	}
	if integer(p.Object, "max_determinized_states", 10000) != 10000 {
		return nil, fault.Unsupported("query [regexp] with [max_determinized_states]")
	}
	v, _ := p.Get("value")
	if err := s.checkRegexp(javaText(v), "Regexp Query request"); err != nil {
		return nil, s.created(err)
	}
	options := regexpOptions{flags: operatorsIn(s.dialect, integer(p.Object, "flags_value", allRegexpOptions)), folded: flag(p.Object, "case_insensitive"), wide: s.dialect.FoldsAll}
	f, err := s.patternField(p.field, "regexp")
	if f == nil {
		if err == nil { // it is read, though nothing has the field
			_, err = compileRegexpWith(javaText(v), options)
			err = s.created(err)
		}
		return s.uncounted(none{}), err
	}
	q, err := s.regexpWith(f, javaText(v), options)
	if err != nil {
		return nil, s.created(err)
	}
	return shapedConstant(q, boost(p.Object)), nil
}

// longestRegexp is index.max_regex_length, 1,000 letters by default.
func (s *shard) longestRegexp() int {
	n, err := strconv.Atoi(s.Settings.Text("index.max_regex_length"))
	if err != nil {
		return 1000
	}
	return n
}

// checkRegexp refuses what is too long, whether the field is mapped or not.
func (s *shard) checkRegexp(pattern, where string) error {
	if most := s.longestRegexp(); len(javavalue.UTF16(pattern)) > most {
		return fault.New(0, "illegal_argument_exception", "The length of regex [%d] used in the %s has exceeded the allowed "+
			"maximum of [%d]. This maximum can be set by changing the [index.max_regex_length] index level setting.", len(javavalue.UTF16(pattern)), where, most)
	}
	return nil
}

func (s *shard) regexpQuery(f *mapping.Field, pattern string, folded folding) (query, error) {
	return s.regexpWith(f, pattern, regexpOptions{flags: operatorsIn(s.dialect, allRegexpOptions), folded: folded, wide: s.dialect.FoldsAll})
}

// regexpWith normalizes all of a pattern as the field's values are: even its
// operators' letters.
func (s *shard) regexpWith(f *mapping.Field, pattern string, o regexpOptions) (query, error) {
	if err := s.checkRegexp(pattern, "Regexp Query request"); err != nil {
		return nil, err
	}
	if f.Normalize != nil {
		pattern = f.Normalize(pattern)
	}
	if f.Type == "wildcard" {
		return s.shapedByRegexp(f, pattern, o)
	}
	r, err := compileRegexpWith(pattern, o)
	if err != nil {
		return nil, err
	}
	return s.termWhere(f, r.match), nil
}
