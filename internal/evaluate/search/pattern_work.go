package search

import (
	"cmp"
	"slices"
	"strconv"
	"unicode"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// A server makes an automaton of a pattern, and a deterministic one of that. It gives up
// where that is more than 100,000 units of work, in words that tell of the first
// automaton (too_complex_to_determinize_exception, asked of 1.3.14 and 3.5.0). Servers
// build them in ways of their own: 1.3 makes every part deterministic and minimal, later
// ones the whole. Here both are tried.

// mostWork is how much work is surely less than what a server takes.
const mostWork = 50000

// mostEdges bounds what is built here.
const mostEdges = 500000

// checkWork refuses a regular expression that may be too much work.
func (r *luceneRegexp) checkWork(pattern string) error {
	for _, parts := range []bool{false, true} {
		m := &machinist{parts: parts}
		if whole := m.finish(m.build(r.root)); m.gaveUp || whole.depth() > deepest {
			return tooMuchWork(pattern)
		}
	}
	return nil
}

func tooMuchWork(pattern string) error {
	return fault.Unsupported("pattern [%s] that may be too complex to determinize", pattern)
}

// checkWork refuses a pattern with * and ? that may be too much work.
func (w wildcards) checkWork(pattern string) error {
	if len(w) <= fewStates {
		return nil
	}
	m := &machinist{}
	parts := []automaton{emptyText()}
	for _, piece := range w {
		switch {
		case piece.many:
			parts = append(parts, oneOf([]letters{anyLetter}).repeated())
		case piece.one:
			parts = append(parts, oneOf([]letters{anyLetter}))
		default:
			parts = append(parts, oneOf([]letters{{piece.letter, piece.letter}}))
		}
	}
	if m.finish(chain(parts...)); m.gaveUp {
		return tooMuchWork(pattern)
	}
	return nil
}

// fewStates are so few that all sets of them are less than mostWork.
const fewStates = 11

// machinist builds automata of regular expressions.
type machinist struct {
	parts  bool // every part is made deterministic, and as small as can be
	gaveUp bool
}

// finish makes an automaton deterministic.
func (m *machinist) finish(a automaton) automaton {
	edges := 0
	for _, e := range a.edges {
		edges += len(e)
	}
	if m.gaveUp = m.gaveUp || edges > mostEdges; m.gaveUp {
		return emptyText()
	}
	out, work := a.determinized(mostWork)
	if m.gaveUp = work > mostWork; m.gaveUp {
		return emptyText()
	}
	if m.parts {
		return out.minimal()
	}
	return out
}

// part is an automaton within another.
func (m *machinist) part(a automaton) automaton {
	if m.parts {
		return m.finish(a)
	}
	return a
}

func (m *machinist) build(n regexpNode) automaton {
	if m.gaveUp {
		return emptyText()
	}
	switch n := n.(type) {
	case regexpText:
		return n.automaton()
	case regexpClass:
		return oneOf(n.letters())
	case regexpRun:
		parts := make([]automaton, len(n))
		for i, x := range n {
			parts[i] = m.build(x)
		}
		return m.part(chain(parts...))
	case regexpUnion:
		return m.part(or(m.alternatives(n)...))
	case regexpBoth:
		return m.part(m.build(n.left).and(m.build(n.right)))
	case regexpNot:
		return m.finish(m.build(n.inner)).not()
	case regexpRepeat:
		return m.part(m.repeat(n))
	case regexpInterval:
		return n.automaton()
	}
	return noText()
}

// alternatives are all that stand between the | of a union: a server puts them together
// at once.
func (m *machinist) alternatives(n regexpNode) []automaton {
	if u, ok := n.(regexpUnion); ok {
		return append(m.alternatives(u.left), m.alternatives(u.right)...)
	}
	return []automaton{m.build(n)}
}

func (m *machinist) repeat(n regexpRepeat) automaton {
	one := m.build(n.inner)
	edges := 0
	for s, list := range one.edges {
		if edges += len(list); one.accepts[s] {
			edges += len(one.edges[0])
		}
	}
	if edges*max(n.least, n.most) > mostEdges {
		m.gaveUp = true
		return emptyText()
	}
	parts := append([]automaton{emptyText()}, slices.Repeat([]automaton{one}, n.least)...)
	if n.most < 0 {
		return chain(append(parts, one.repeated())...)
	}
	return chain(append(parts, one.upTo(max(0, n.most-n.least)))...)
}

func (n regexpText) automaton() automaton {
	parts := []automaton{emptyText()}
	for _, r := range n.letters {
		some := []letters{{r, r}}
		if low := foldedLetter(r); bool(n.folded) && low != otherCase(low) {
			some = []letters{{low, low}, {otherCase(low), otherCase(low)}}
		}
		parts = append(parts, oneOf(some))
	}
	return chain(parts...)
}

// letters are those of a class, in order.
func (n regexpClass) letters() []letters {
	var some []letters
	for _, r := range n.ranges {
		some = append(some, letters{r[0], r[1]})
	}
	for _, set := range n.sets {
		var in []letters
		for _, r := range set.letters {
			in = append(in, letters{r, r})
		}
		if set.negated {
			in = others(in)
		}
		some = append(some, in...)
	}
	if n.negated {
		return others(some)
	}
	return others(others(some))
}

// others are the letters that are not among some.
func others(some []letters) []letters {
	some = slices.SortedFunc(slices.Values(some), func(a, b letters) int { return cmp.Compare(a.low, b.low) })
	var out []letters
	next := rune(0)
	for _, l := range some {
		if l.low > next {
			out = append(out, letters{next, l.low - 1})
		}
		next = max(next, l.high+1)
	}
	if next <= unicode.MaxRune {
		out = append(out, letters{next, unicode.MaxRune})
	}
	return out
}

// automaton has as many digits as the numbers have, perhaps behind zeros.
func (n regexpInterval) automaton() automaton {
	digits := slices.Repeat([]automaton{oneOf([]letters{{'0', '9'}})}, max(n.digits, len(strconv.Itoa(n.high))))
	if n.digits == 0 {
		digits = append(digits, oneOf([]letters{{'0', '0'}}).repeated())
	}
	slices.Reverse(digits)
	return chain(digits...)
}
