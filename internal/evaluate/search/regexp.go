package search

import "strings"

// luceneRegexp is a regular expression of Lucene's syntax with all its options:
// it must match a whole term; ^ and $ mean themselves; ~ & # @ <1-5> and "…" are
// operators.
type luceneRegexp struct{ root regexpNode }

func (r *luceneRegexp) match(term string) bool {
	letters := []rune(term)
	return r.root.ends(letters, positions{0: true})[len(letters)]
}

// regexpOptions are which operators there are, and whether case counts.
type regexpOptions struct {
	flags  int
	folded folding
	wide   bool // case is known of all letters, not of ASCII's alone
}

// The operators that can be turned off.
const (
	regexpIntersection = 1 << iota
	regexpComplement
	regexpEmpty
	regexpAny
	regexpNamed
	regexpNumbers
)

// compileRegexpWith parses a pattern; the errors are those of 2.19.4.
func compileRegexpWith(pattern string, o regexpOptions) (*luceneRegexp, error) {
	p := &regexpParser{text: []rune(pattern), flags: o.flags, folded: o.folded, wide: o.wide}
	if pattern == "" {
		return &luceneRegexp{p.literal(nil)}, nil
	}
	node := p.union()
	if p.err == nil && p.more() {
		p.fail("end-of-string expected at position %d", p.at)
	}
	r := &luceneRegexp{node}
	if p.err == nil && (len(p.text) > fewStates || strings.ContainsAny(pattern, "{<")) {
		p.err = r.checkWork(pattern)
	}
	return r, p.err
}
