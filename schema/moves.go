package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema/grammar"
)

func (l *loader) decodeMoved(blocks hcl.Blocks) {
	for _, block := range blocks {
		r, _ := l.scope.open(block, grammar.Moved.Schema())
		from, okFrom := r.addressOrPack("from")
		to, okTo := r.addressOrPack("to")
		if !okFrom || !okTo {
			continue
		}
		if from == to {
			l.report("conflicting-move", r.at("to"), "%s moves to itself. Take the block out.", from)
			continue
		}
		if from.Kind() != to.Kind() || from.Type() != to.Type() {
			l.report("invalid-address", r.at("to"), "%s can't become %s: only a monitor can become a monitor, a workflow a workflow, and a destination one of the same kind.", from, to)
			continue
		}
		if at, there := l.declaredAt(from); there {
			l.report("still-declared", r.at("from"), "%s is declared still, in %s:%d, so it did not move. Rename it there, or take the block out.", from, at.Filename, at.Start.Line)
			continue
		}
		for _, m := range l.expandMove(from, to) {
			m.Range = block.DefRange
			l.config.Moved = append(l.config.Moved, m)
		}
	}
}

// expandMove makes a move of a whole block with for_each one of each instance.
func (l *loader) expandMove(from, to address.Address) []Moved {
	if to.Kind() == address.Pack {
		return l.expandPackMove(from, to)
	}
	_, fromKeyed := from.Key()
	_, toKeyed := to.Key()
	keys := l.addresses.keysOf(to)
	if fromKeyed || toKeyed || len(keys) == 0 {
		return []Moved{{From: from, To: to}}
	}
	var moves []Moved
	for _, key := range keys {
		moves = append(moves, Moved{From: from.WithKey(key), To: to.WithKey(key)})
	}
	return moves
}

// expandPackMove makes a move of a pack one of each object that it holds.
func (l *loader) expandPackMove(from, to address.Address) []Moved {
	var moves []Moved
	for _, at := range slices.SortedFunc(maps.Keys(l.addresses.ranges), address.Compare) {
		if to.Holds(at) {
			moves = append(moves, Moved{From: at.From(to).Within(from), To: at})
		}
	}
	return moves
}

// checkMoves looks at all moves together: each thing moves once, and ends at
// something that is declared, or that a removed block names.
func (l *loader) checkMoves() {
	next, arrivals := map[address.Address]Moved{}, map[address.Address]Moved{}
	for _, m := range l.config.Moved {
		at := place{subject: m.Range}
		if before, twice := next[m.From]; twice {
			l.report("conflicting-move", at, "%s moves to %s already, in line %d. It can move once.", m.From, before.To, before.Range.Start.Line)
			continue
		}
		if before, twice := arrivals[m.To]; twice {
			l.report("conflicting-move", at, "%s moves to %s already, in line %d. One thing can arrive there.", before.From, m.To, before.Range.Start.Line)
			continue
		}
		next[m.From], arrivals[m.To] = m, m
	}
	for _, m := range l.config.Moved {
		end, seen := m, map[address.Address]bool{m.From: true}
		for {
			following, ok := next[end.To]
			if !ok {
				if !l.isRemoved(end.To) {
					l.isDeclared(end.To, place{subject: end.Range}, "Declare it first; if it is to go, name it in a removed block.")
				}
				break
			}
			if seen[end.To] {
				if circle := sortedNames(seen); circle[0] == m.From.String() { // told once
					l.report("conflicting-move", place{subject: m.Range}, "The moves of %s go round in a circle. Take one of the blocks out.", strings.Join(circle, " and "))
				}
				break
			}
			seen[end.To] = true
			end = following
		}
	}
}

// isRemoved tells whether a removed block names the address. What had moved there may be known
// by where it was still: a workflow by the ids of its first address, anything else if the
// move was never applied.
func (l *loader) isRemoved(a address.Address) bool {
	return slices.ContainsFunc(l.config.Removed, func(r Removed) bool { return r.From.Names(a) })
}

func sortedNames(set map[address.Address]bool) []string {
	var names []string
	for _, a := range slices.SortedFunc(maps.Keys(set), address.Compare) {
		names = append(names, a.String())
	}
	return names
}
