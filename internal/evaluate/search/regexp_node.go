package search

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// positions are places in a term up to which something matches.
type positions map[int]bool

// regexpNode is a part of a regular expression: from places in a term it leads to
// others. Complements and intersections come out of that, as they would not of a
// search that tracks back.
type regexpNode interface {
	ends(text []rune, from positions) positions
}

// regexpText is a text as it is.
type regexpText struct {
	letters []rune
	folded  folding
	wide    bool // as of regexpOptions
}

// alike tells whether letters are the text's.
func (n regexpText) alike(have []rune) bool {
	switch {
	case slices.Equal(have, n.letters):
		return true
	case !bool(n.folded):
		return false
	case !n.wide:
		return foldASCII(string(have)) == foldASCII(string(n.letters))
	}
	for i, want := range n.letters {
		if !slices.Contains(allCases(want), have[i]) {
			return false
		}
	}
	return true
}

// allCases are the letters that a letter is without regard to case.
func allCases(r rune) []rune {
	switch r {
	case 'İ':
		return []rune{r, 'i'}
	case 'ı':
		return []rune{r, 'I'}
	}
	out := []rune{r}
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		out = append(out, other)
	}
	return out
}

func (n regexpText) ends(text []rune, from positions) positions {
	out := positions{}
	for at := range from {
		end := at + len(n.letters)
		if end > len(text) {
			continue
		}
		if n.alike(text[at:end]) {
			out[end] = true
		}
	}
	return out
}

// regexpSet is \d and the like.
type regexpSet struct {
	letters string
	negated bool
}

// regexpClass is one letter of some.
type regexpClass struct {
	ranges  [][2]rune
	sets    []regexpSet
	negated bool
}

func (n regexpClass) holds(r rune) bool {
	in := slices.ContainsFunc(n.ranges, func(x [2]rune) bool { return x[0] <= r && r <= x[1] }) ||
		slices.ContainsFunc(n.sets, func(s regexpSet) bool { return strings.ContainsRune(s.letters, r) != s.negated })
	return in != n.negated
}

func (n regexpClass) ends(text []rune, from positions) positions {
	out := positions{}
	for at := range from {
		if at < len(text) && n.holds(text[at]) {
			out[at+1] = true
		}
	}
	return out
}

// regexpNothing matches nothing at all.
type regexpNothing struct{}

func (regexpNothing) ends([]rune, positions) positions { return positions{} }

// regexpRun is one part after the other.
type regexpRun []regexpNode

func (n regexpRun) ends(text []rune, from positions) positions {
	for _, part := range n {
		from = part.ends(text, from)
	}
	return from
}

type regexpUnion struct{ left, right regexpNode }

func (n regexpUnion) ends(text []rune, from positions) positions {
	out := n.left.ends(text, from)
	maps.Copy(out, n.right.ends(text, from))
	return out
}

type regexpBoth struct{ left, right regexpNode }

func (n regexpBoth) ends(text []rune, from positions) positions {
	out := positions{}
	for at := range from { // place by place: both must match the same part
		right := n.right.ends(text, positions{at: true})
		for end := range n.left.ends(text, positions{at: true}) {
			if right[end] {
				out[end] = true
			}
		}
	}
	return out
}

// regexpNot matches whatever the other does not.
type regexpNot struct{ inner regexpNode }

func (n regexpNot) ends(text []rune, from positions) positions {
	out := positions{}
	for at := range from {
		not := n.inner.ends(text, positions{at: true})
		for end := at; end <= len(text); end++ {
			if !not[end] {
				out[end] = true
			}
		}
	}
	return out
}

// regexpRepeat is so many of one after the other; most is -1 for any number.
type regexpRepeat struct {
	inner       regexpNode
	least, most int
}

func (n regexpRepeat) ends(text []rune, from positions) positions {
	for range n.least {
		from = n.inner.ends(text, from)
	}
	out := maps.Clone(from)
	for i := n.least; (n.most < 0 || i < n.most) && len(from) > 0; i++ {
		next := positions{}
		for end := range n.inner.ends(text, from) {
			if !out[end] {
				next[end] = true
				out[end] = true
			}
		}
		from = next
	}
	return out
}

// regexpInterval is a whole number between two; of so many digits where digits is
// not 0.
type regexpInterval struct{ low, high, digits int }

func (n regexpInterval) ends(text []rune, from positions) positions {
	out := positions{}
	for at := range from {
		value := 0
		for end := at; end < len(text) && text[end] >= '0' && text[end] <= '9' && value <= n.high; end++ {
			value = value*10 + int(text[end]-'0')
			if value >= n.low && value <= n.high && (n.digits == 0 || end+1-at == n.digits) {
				out[end+1] = true
			}
		}
	}
	return out
}
