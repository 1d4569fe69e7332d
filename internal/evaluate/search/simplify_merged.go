package search

import "slices"

// merged makes one of clauses that are the same but for their weights.
func merged(list []query) []query {
	weights, order, seen := map[string]float64{}, []query{}, map[string]int{}
	units := slices.Clone(list)
	for i, c := range list {
		name, weight := signature(c)
		if weight == 0 {
			name = "" // it becomes a constant, which is like no word
		}
		if at, twice := seen[name]; name != "" && twice {
			weights[name] += float64(weight)
			if one := asRareAs(units[at]); one != asRareAs(c) {
				units[at] = unscored{units[at], shardOf(units[at], c), "fuzzy, twice near to one word"}
			}
			order[at] = weightedAs(weighless(units[at]), float32(weights[name]))
			continue
		}
		if name != "" {
			seen[name], weights[name] = len(order), float64(weight)
		}
		units[len(order)] = list[i]
		order = append(order, c)
	}
	return order
}

// counted is a query of several clauses that counts several times, as which it is still
// like others of these clauses.
type counted struct {
	query
	unit   query
	weight float32
}

func (q counted) boosted(factor float32) query { return weightedAs(q.unit, q.weight*factor) }

func weightedAs(unit query, weight float32) query {
	switch unit := unit.(type) {
	case counted:
		return weightedAs(unit.unit, unit.weight*weight)
	case *boolean, disMax:
		return counted{query: withBoost(unit, weight), unit: unit, weight: weight}
	}
	return withBoost(unit, weight)
}

// asRareAs is how often the word is found that a term counts as rare as; 0 of others.
// Terms that differ in it are the same, and which of them stays the order of a hash map
// decides (asked of 2.19.4 and 3.5.0).
func asRareAs(q query) int {
	switch q := q.(type) {
	case apart:
		return asRareAs(q.query)
	case termOf:
		return q.s.stats(q.f.Path).docFreqs[q.term]
	case blendedTerm:
		return q.s.stats(q.f.Path).docFreqs[q.common]
	}
	return 0
}

// shardOf is the shard of the first term.
func shardOf(list ...query) *shard {
	for _, q := range list {
		switch q := q.(type) {
		case apart:
			if s := shardOf(q.query); s != nil {
				return s
			}
		case termOf:
			return q.s
		case blendedTerm:
			return q.s
		case unscored:
			return q.shard
		}
	}
	return nil
}
