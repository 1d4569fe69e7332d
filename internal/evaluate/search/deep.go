package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// Before 3.5 a server asks of an automaton whether it accepts finitely many texts, and
// follows it letter by letter, the least first, until it comes where it was before: no
// deeper than a thousand. What is a single text is not asked (1.3.14, 2.19.4).

// deepest is how many letters are followed.
const deepest = 1000

// tooDeep is the fault of a query whose automaton is so deep.
func (s *shard) tooDeep(depth int) error {
	if s.dialect.DeepAutomata || depth <= deepest {
		return nil
	}
	return s.created(fault.New(0, "illegal_argument_exception", "input automaton is too large: %d", deepest+1))
}

// deepPrefix: a prefix is bytes; where case doesn't matter, letters.
func (s *shard) deepPrefix(prefix string, folded folding) error {
	if folded {
		return s.tooDeep(len([]rune(prefix)))
	}
	return s.tooDeep(len(prefix))
}

// deepTerm is a term of any case.
func (s *shard) deepTerm(term string) error {
	if strings.ContainsFunc(term, func(r rune) bool { return foldedLetter(r) != otherCase(foldedLetter(r)) }) {
		return s.tooDeep(len([]rune(term)))
	}
	return nil
}

// deepWildcard is letters up to the first *, and as many of any letters behind it.
func (s *shard) deepWildcard(w wildcards, folded folding) error {
	many := slices.IndexFunc(w, func(p wildcardPiece) bool { return p.many })
	if many < 0 {
		single := !slices.ContainsFunc(w, func(p wildcardPiece) bool {
			return p.one || bool(folded) && foldedLetter(p.letter) != otherCase(foldedLetter(p.letter))
		})
		if single {
			return nil
		}
		return s.tooDeep(len(w))
	}
	behind := 0
	for _, p := range w[many:] {
		if !p.many && !p.one {
			break
		}
		if p.one {
			behind++
		}
	}
	return s.tooDeep(many + max(1, behind))
}

// deepRange is a range between terms: as many letters as the lower end has, and one more
// where that end is left out, or is how the other end begins.
func (s *shard) deepRange(f *mapping.Field, b bounds) error {
	if !f.IsText() && f.Type != "keyword" || b.from == nil {
		return nil
	}
	from, _ := b.from.(string)
	depth := len(from)
	if !b.lower {
		depth++
	}
	if to, ok := b.to.(string); ok {
		switch {
		case to <= from:
			return nil // one text, or none
		case strings.HasPrefix(to, from):
			depth = len(from) + 1
		}
	}
	return s.tooDeep(depth)
}

// depth is how deep a deterministic automaton is followed.
func (a automaton) depth() int {
	within := make([]bool, len(a.edges))
	done := make([]bool, len(a.edges))
	deep := 0
	var follow func(state, level int) bool
	follow = func(state, level int) bool {
		deep = max(deep, level)
		within[state] = true
		for _, e := range a.edges[state] {
			if within[e.to] || !done[e.to] && !follow(e.to, level+1) {
				return false
			}
		}
		within[state], done[state] = false, true
		return deep <= deepest
	}
	follow(0, 0)
	return deep
}
