package search

import (
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// A field of the type wildcard is indexed by the runs of up to three letters of its
// values, the begin and the end counted as a letter that no value has (2.19.4;
// WildcardFieldMapper). A pattern first needs all the runs that it must have, then a
// value that it matches as a whole. query_string's patterns look at the runs alone.

// edge is the letter before the first and behind the last.
const edgeLetter = 0

// runs are the pieces of a value that it is indexed by.
func runs(value string) map[string]bool {
	letters := utf16.Encode([]rune(value))
	if len(letters) == 0 {
		return nil
	}
	ring := slices.Concat([]uint16{edgeLetter}, letters, []uint16{edgeLetter})
	out := map[string]bool{}
	for from := range ring {
		for n := 1; n <= 3 && from+n <= len(ring); n++ {
			if run := ring[from : from+n]; n > 1 || run[0] != edgeLetter {
				out[string(utf16.Decode(run))] = true
			}
		}
	}
	if len(letters) == 1 {
		delete(out, string(utf16.Decode(ring)))
	}
	return out
}

// runsOf are those of all values that a document has.
func runsOf(d *doc, path string) map[string]bool {
	out := map[string]bool{}
	if v := d.Values.Get(path); v != nil {
		for _, t := range v.Terms {
			for run := range runs(t) {
				out[run] = true
			}
		}
	}
	return out
}

// runWhere matches documents with a run that keep accepts.
func runWhere(f *mapping.Field, keep func(string) bool) query {
	path := f.Path
	return predicate(func(d *doc) bool {
		for run := range runsOf(d, path) {
			if keep(run) {
				return true
			}
		}
		return false
	})
}

// shaped matches documents of a wildcard field by a pattern; terms are patterns, too.
func (s *shard) shaped(f *mapping.Field, pattern string, folded folding) query {
	if f.Normalize != nil {
		pattern = foldPattern(f.Normalize, pattern)
	}
	if folded {
		pattern = strings.ToLower(pattern)
	}
	switch {
	case pattern == "":
		return none{}
	case strings.Trim(pattern, "*") == "":
		return s.anyShape(f)
	}
	match := func(t string) bool { return t == pattern } // the backslashes are not taken away
	if plain := compileWildcard(pattern); slices.ContainsFunc(plain, func(p wildcardPiece) bool { return p.one || p.many }) {
		match = func(t string) bool { return plain.match([]rune(t)) }
	}
	fold := func(t string) string { return t }
	if folded {
		fold = strings.ToLower
	}
	return s.shapedBy(f, neededRuns(pattern), folded, func(t string) bool { return match(fold(t)) })
}

// anyShape is a pattern that every value matches. Without doc values it is scored by
// how many documents have the field among the names of theirs.
func (s *shard) anyShape(f *mapping.Field) query {
	if f.DocValues {
		return s.existsText(f)
	}
	return unscored{s.existsField(f), s, "a pattern of every value of a wildcard"}
}

// shapedBy matches documents that have all of the runs, and a value that match takes.
func (s *shard) shapedBy(f *mapping.Field, needed []string, folded folding, match func(string) bool) query {
	path := f.Path
	return s.verified(f, func(d *doc) bool {
		v := d.Values.Get(path)
		if v == nil || !slices.ContainsFunc(v.Terms, match) {
			return false
		}
		have := runsOf(d, path)
		for _, run := range needed {
			found := have[run]
			if folded && !found {
				for other := range have {
					found = found || foldASCII(other) == foldASCII(run)
				}
			}
			if !found {
				return false
			}
		}
		return true
	})
}

// verified is a query whose matches the server reads again: from doc values, else from
// the source, where a value may not be seen.
func (s *shard) verified(f *mapping.Field, matches func(d *doc) bool) query {
	if f.DocValues {
		return predicate(matches)
	}
	return s.inSource(f, predicate(matches))
}

// anyShaped matches documents with one of the values. Those that are no pattern of
// anything are never found, and none is normalized.
func (s *shard) anyShaped(f *mapping.Field, list []any) query {
	set := map[string]bool{}
	for _, v := range list {
		set[s.textOf(v)] = true
	}
	any := disMax{}
	for want := range set {
		if want != "" {
			any.clauses = append(any.clauses, s.shapedBy(f, neededRuns(want), false, func(t string) bool { return set[t] }))
		}
	}
	return any
}

// shapedConstant scores what matches alike, but for what has a score of its own.
func shapedConstant(q query, boost float32) query {
	if u, ok := q.(unscored); ok {
		return u
	}
	return constant{q, boost}
}

// neededRuns are the runs that whatever a pattern matches has.
func neededRuns(pattern string) []string {
	var out []string
	text := utf16.Encode([]rune(pattern))
	add := func(letters ...uint16) { out = append(out, string(utf16.Decode(letters))) }
	at := 0
	if text[0] == '?' || text[0] == '*' {
		at = skipWild(text, 0)
	} else {
		begin := unescapeWild(plainRun(text, 0))
		add(append([]uint16{edgeLetter}, begin[:min(2, len(begin))]...)...)
	}
	for at < len(text) {
		raw := plainRun(text, at)
		last, run := at+len(raw) == len(text), unescapeWild(raw)
		if len(run) > 0 && len(run) < 3 && !last && at > 0 {
			add(run...)
		} else {
			for i := 0; i+3 <= len(run); i++ {
				add(run[i : i+3]...)
			}
		}
		if last {
			add(append(slices.Clone(run[max(0, len(run)-2):]), edgeLetter)...)
		}
		at = skipWild(text, at+len(raw))
	}
	return out
}

func wild(c uint16) bool { return c == '?' || c == '*' }

// plainRun is what comes before the next * or ? without a backslash.
func plainRun(text []uint16, from int) []uint16 {
	for i := from; i < len(text); i++ {
		if wild(text[i]) && (i == 0 || text[i-1] != '\\') {
			return text[from:i]
		}
	}
	return text[from:]
}

func skipWild(text []uint16, from int) int {
	for from < len(text) && wild(text[from]) {
		from++
	}
	return from
}

func unescapeWild(text []uint16) []uint16 {
	var out []uint16
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && wild(text[i+1]) {
			i++
		}
		out = append(out, text[i])
	}
	return out
}

// shapedByRegexp matches documents of a wildcard field by a regular expression. One
// that a single text matches fails on the server where it meets a value ("runAutomaton
// is null", asked of 2.19.4).
func (s *shard) shapedByRegexp(f *mapping.Field, pattern string, o regexpOptions) (query, error) {
	r, err := compileRegexpWith(pattern, o)
	switch {
	case err != nil:
		return nil, err
	case strings.ReplaceAll(strings.ReplaceAll(pattern, ".*", ""), "@", "") == "" && pattern != "":
		return s.anyShape(f), nil
	case bool(o.folded):
		return nil, fault.Unsupported("query [regexp] of any case on the wildcard [%s]", f.Path)
	}
	switch size, _ := extentOf(r.root); {
	case size == extentAll:
		return s.anyShape(f), nil
	case size == extentNone:
		return none{}, nil
	case size == extentOne:
		return nil, fault.Unsupported("query [regexp] that one text matches, on the wildcard [%s]", f.Path)
	}
	return s.verified(f, s.termWhere(f, r.match).matches), nil
}
