package search

import (
	"encoding/binary"
	"slices"
)

// mostSteps bounds the work of making an automaton minimal.
const mostSteps = 2_000_000

// minimal is a deterministic automaton of as few states as accept the same: states from
// which the same texts are accepted become one (Moore's algorithm: states are taken apart
// until those that are left together lead to the same). What is too large stays as it is.
func (a automaton) minimal() automaton {
	a = a.reached()
	bounds := a.bounds()
	if len(a.edges)*len(a.edges)*len(bounds) > mostSteps {
		return a
	}
	class := make([]int, len(a.accepts))
	for s, end := range a.accepts {
		if end {
			class[s] = 1
		}
	}
	for count := 0; ; {
		next, n := a.refined(class, bounds)
		class = next
		if n == count {
			return a.merged(class, n)
		}
		count = n
	}
}

// reached leaves out the states that nothing leads to.
func (a automaton) reached() automaton {
	numbers := map[int]int{0: 0}
	var out automaton
	for order := []int{0}; len(order) > len(out.edges); {
		s := order[len(out.edges)]
		var edges []automatonEdge
		for _, e := range a.edges[s] {
			if _, known := numbers[e.to]; !known {
				numbers[e.to] = len(order)
				order = append(order, e.to)
			}
			edges = append(edges, automatonEdge{e.letters, numbers[e.to]})
		}
		out.edges, out.accepts = append(out.edges, edges), append(out.accepts, a.accepts[s])
	}
	return out
}

// bounds are where letters begin that lead to other states than those before them.
func (a automaton) bounds() []rune {
	var bounds []rune
	for _, edges := range a.edges {
		for _, e := range edges {
			bounds = append(bounds, e.low, e.high+1)
		}
	}
	slices.Sort(bounds)
	return slices.Compact(bounds)
}

// refined takes states of a class apart that lead to different ones, the start's first;
// it returns how many classes there are.
func (a automaton) refined(class []int, bounds []rune) (next []int, n int) {
	next = make([]int, len(class))
	numbers := map[string]int{}
	for s, edges := range a.edges {
		key := binary.AppendVarint(nil, int64(class[s]))
		at := 0 // edges are in order
		for _, low := range bounds {
			for at < len(edges) && edges[at].high < low {
				at++
			}
			to := -1
			if at < len(edges) && edges[at].low <= low {
				to = class[edges[at].to]
			}
			key = binary.AppendVarint(key, int64(to))
		}
		number, ok := numbers[string(key)]
		if !ok {
			number = len(numbers)
			numbers[string(key)] = number
		}
		next[s] = number
	}
	return next, len(numbers)
}

// merged makes a state of each class.
func (a automaton) merged(class []int, n int) automaton {
	out := automaton{make([][]automatonEdge, n), make([]bool, n)}
	done := make([]bool, n)
	for s, c := range class {
		if done[c] {
			continue
		}
		done[c], out.accepts[c] = true, a.accepts[s]
		for _, e := range a.edges[s] {
			out.edges[c] = append(out.edges[c], automatonEdge{e.letters, class[e.to]})
		}
	}
	return out
}
