package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"unicode"
)

// automaton is what a pattern is on the server: states, the first of which is the start,
// and the letters that lead from one to another. It is only built here to tell how much
// work it is to make it deterministic; patterns are matched without it.
type automaton struct {
	edges   [][]automatonEdge
	accepts []bool
}

type automatonEdge struct {
	letters
	to int
}

// letters are those from low to high.
type letters struct{ low, high rune }

var anyLetter = letters{0, unicode.MaxRune}

// oneOf is an automaton of one letter of some; of none it is one that accepts nothing.
func oneOf(some []letters) automaton {
	a := automaton{edges: make([][]automatonEdge, 2), accepts: []bool{false, true}}
	for _, l := range some {
		a.edges[0] = append(a.edges[0], automatonEdge{l, 1})
	}
	return a
}

// emptyText accepts the empty text alone.
func emptyText() automaton { return automaton{[][]automatonEdge{nil}, []bool{true}} }

// noText accepts nothing.
func noText() automaton { return automaton{[][]automatonEdge{nil}, []bool{false}} }

// copyTo appends the states to another automaton, and returns the first one's number.
func (a automaton) copyTo(out *automaton) int {
	from := len(out.edges)
	for s, edges := range a.edges {
		moved := make([]automatonEdge, len(edges))
		for i, e := range edges {
			moved[i] = automatonEdge{e.letters, e.to + from}
		}
		out.edges, out.accepts = append(out.edges, moved), append(out.accepts, a.accepts[s])
	}
	return from
}

// follow lets a state lead where another one leads.
func (a *automaton) follow(state, as int) {
	a.edges[state] = append(a.edges[state], a.edges[as]...)
	a.accepts[state] = a.accepts[state] || a.accepts[as]
}

// chain is one automaton after the other.
func chain(parts ...automaton) automaton {
	out := automaton{}
	starts := make([]int, len(parts))
	for i, a := range parts {
		starts[i] = a.copyTo(&out)
	}
	for i := len(parts) - 2; i >= 0; i-- {
		for s, end := range parts[i].accepts {
			if end {
				out.accepts[starts[i]+s] = false
				out.follow(starts[i]+s, starts[i+1])
			}
		}
	}
	return out
}

// upTo is so many of one after the other, or fewer.
func (a automaton) upTo(most int) automaton {
	out := emptyText()
	ends := []int{0}
	for range most {
		start := a.copyTo(&out)
		for _, s := range ends {
			out.follow(s, start)
		}
		ends = nil
		for s, end := range a.accepts {
			if end {
				ends = append(ends, start+s)
			}
		}
	}
	return out
}

// or is either of some.
func or(some ...automaton) automaton {
	out := noText()
	for _, a := range some {
		out.follow(0, a.copyTo(&out))
	}
	return out
}

// repeated is any number of one after the other.
func (a automaton) repeated() automaton {
	out := emptyText()
	start := a.copyTo(&out)
	for s := range out.edges {
		if out.accepts[s] && s != start {
			out.follow(s, start)
		}
	}
	return out
}

// and accepts what both accept.
func (a automaton) and(b automaton) automaton {
	var out automaton
	numbers := map[[2]int]int{}
	var pairs [][2]int
	number := func(pair [2]int) int {
		n, ok := numbers[pair]
		if !ok {
			n = len(pairs)
			numbers[pair], pairs = n, append(pairs, pair)
		}
		return n
	}
	number([2]int{0, 0})
	for at := 0; at < len(pairs); at++ {
		pair := pairs[at]
		var edges []automatonEdge
		for _, x := range a.edges[pair[0]] {
			for _, y := range b.edges[pair[1]] {
				if both := (letters{max(x.low, y.low), min(x.high, y.high)}); both.low <= both.high {
					edges = append(edges, automatonEdge{both, number([2]int{x.to, y.to})})
				}
			}
		}
		out.edges, out.accepts = append(out.edges, edges), append(out.accepts, a.accepts[pair[0]] && b.accepts[pair[1]])
	}
	return out
}

// not accepts what a deterministic automaton doesn't.
func (a automaton) not() automaton {
	out := automaton{accepts: make([]bool, len(a.accepts), len(a.accepts)+1)}
	rest := len(a.edges)
	for s, edges := range a.edges {
		slices.SortFunc(edges, func(x, y automatonEdge) int { return cmp.Compare(x.low, y.low) })
		var all []automatonEdge
		next := rune(0)
		for _, e := range edges {
			if e.low > next {
				all = append(all, automatonEdge{letters{next, e.low - 1}, rest})
			}
			all, next = append(all, e), e.high+1
		}
		if next <= unicode.MaxRune {
			all = append(all, automatonEdge{letters{next, unicode.MaxRune}, rest})
		}
		out.edges, out.accepts[s] = append(out.edges, all), !a.accepts[s]
	}
	out.edges, out.accepts = append(out.edges, []automatonEdge{{anyLetter, rest}}), append(out.accepts, true)
	return out
}

// deterministic tells whether a letter leads from a state to one other at most.
func (a automaton) deterministic() bool {
	for _, edges := range a.edges {
		slices.SortFunc(edges, func(x, y automatonEdge) int { return cmp.Compare(x.low, y.low) })
		for i := 1; i < len(edges); i++ {
			if edges[i].low <= edges[i-1].high {
				return false
			}
		}
	}
	return true
}

// determinized makes sets of states the states of another automaton, and returns the
// work that is: how many states the sets have together. It stops where that is more than
// most. One that is deterministic is no work.
func (a automaton) determinized(most int) (out automaton, work int) {
	if a.deterministic() {
		return a, 0
	}
	numbers := map[string]int{}
	var sets [][]int
	number := func(set []int) int {
		var key []byte
		for _, s := range set {
			key = binary.AppendUvarint(key, uint64(s))
		}
		n, ok := numbers[string(key)]
		if !ok {
			n = len(sets)
			numbers[string(key)], sets = n, append(sets, set)
		}
		return n
	}
	number([]int{0})
	for at := 0; at < len(sets) && work <= most; at++ {
		set := sets[at]
		work += len(set)
		out.edges = append(out.edges, a.step(set, number))
		out.accepts = append(out.accepts, slices.ContainsFunc(set, func(s int) bool { return a.accepts[s] }))
	}
	return out, work
}

// step leads from a set of states to others.
func (a automaton) step(set []int, number func([]int) int) []automatonEdge {
	var edges []automatonEdge
	var bounds []rune
	for _, s := range set {
		for _, e := range a.edges[s] {
			edges, bounds = append(edges, e), append(bounds, e.low, e.high+1)
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var out []automatonEdge
	for i := 1; i < len(bounds); i++ {
		var next []int
		for _, e := range edges {
			if e.low <= bounds[i-1] && e.high >= bounds[i]-1 {
				next = append(next, e.to)
			}
		}
		if slices.Sort(next); len(next) > 0 {
			out = append(out, automatonEdge{letters{bounds[i-1], bounds[i] - 1}, number(slices.Compact(next))})
		}
	}
	return out
}
