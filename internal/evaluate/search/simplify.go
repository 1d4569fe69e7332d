package search

import (
	"fmt"
	"slices"
	"strings"
)

// Lucene makes a query simpler before it scores (BooleanQuery.rewrite): clauses that
// come twice become one that counts twice, alternatives within alternatives become
// alternatives of one kind. What matches stays; a score's last digit doesn't, since
// each query that is left rounds what it adds up.

// simplified is a query as it is scored; nil where it is scored as it is.
func simplified(q query) query {
	s, changed := simplify(q)
	if !changed {
		return nil
	}
	return s
}

// scoring is a query that is scored as another one.
type scoring struct {
	query
	simple query
}

func (q scoring) score(d *doc) float32 { return q.simple.score(d) }

// asScored makes a query score as Lucene does.
func (s *shard) asScored(q query) query {
	simple := simplified(q)
	if simple == nil {
		return q
	}
	if s.dialect.JoinsRequired {
		simple = joined(simple)
	}
	return scoring{q, simple}
}

// joined puts what a required bool requires beside what stands around it, where nothing
// else may match in it.
func joined(q query) query {
	switch q := q.(type) {
	case *boolean:
		b := *q
		b.must, b.should = nil, joinedAll(q.should)
		for _, c := range joinedAll(q.must) {
			inner, ok := c.(*boolean)
			if !ok || inner.weighted || inner.least > 0 || len(inner.should) > 0 {
				b.must = append(b.must, c)
				continue
			}
			b.must = append(b.must, inner.must...)
			b.filter, b.mustNot = slices.Concat(b.filter, inner.filter), slices.Concat(b.mustNot, inner.mustNot)
		}
		b.must = merged(b.must)
		return &b
	case disMax:
		q.clauses = joinedAll(q.clauses)
		return q
	case multiplied:
		q.inner = joined(q.inner)
		return q
	}
	return q
}

func joinedAll(list []query) []query {
	out := make([]query, len(list))
	for i, c := range list {
		out[i] = joined(c)
	}
	return out
}

func simplify(q query) (query, bool) {
	switch q := q.(type) {
	case *boolean:
		if q.unit != nil {
			return weightedAs(q.unit.simplify(), q.weight), true
		}
		return q.simplify(), true
	case disMax:
		if q.unit != nil {
			return weightedAs(q.unit.simplify(), q.weight), true
		}
		return q.simplify(), true
	case blended:
		return q.expand(), true
	case multiplied:
		inner, changed := simplify(q.inner)
		return multiplied{inner, q.factor}, changed
	case boosting:
		positive, changed := simplify(q.positive)
		q.positive = positive
		return q, changed
	case nestedQuery:
		inner, changed := simplify(q.inner)
		q.inner = inner
		return q, changed
	case functionScore:
		inner, changed := simplify(q.inner)
		q.inner = inner
		return q, changed
	case apart:
		inner, changed := simplify(q.query)
		return apart{inner}, changed
	}
	return q, false
}

func (q disMax) simplify() query {
	switch {
	case len(q.clauses) == 1:
		one, _ := simplify(q.clauses[0])
		return one
	case q.tie == 1:
		return (&boolean{should: q.clauses, least: 1}).simplify()
	}
	q.clauses = simplifyAll(q.clauses)
	return q
}

// simplifyAll leaves out what matches nothing.
func simplifyAll(list []query) []query {
	out := make([]query, 0, len(list))
	for _, c := range list {
		simple, _ := simplify(c)
		if !nothing(simple) {
			out = append(out, simple)
		}
	}
	return out
}

func (q *boolean) simplify() query {
	b := &boolean{must: simplifyAll(q.must), filter: q.filter, should: simplifyAll(q.should), mustNot: q.mustNot, least: q.least, weighted: q.weighted}
	if len(b.must) < len(q.must) {
		return none{}
	}
	if len(b.mustNot)+len(b.filter) == 0 {
		switch {
		case len(b.must)+len(b.should) == 0:
			return none{}
		case len(b.must) == 1 && len(b.should) == 0 && b.least == 0:
			return b.must[0]
		case len(b.should) == 1 && len(b.must) == 0 && b.least <= 1:
			return b.should[0]
		}
	}
	b.must = merged(b.must)
	if len(b.mustNot)+len(b.filter)+len(b.should) == 0 && len(b.must) == 1 && b.least == 0 {
		return b.must[0]
	}
	for before := -1; b.least <= 1 && before != len(b.should); {
		b.should = merged(b.should) // first: what is merged has a weight, and stays together
		before = len(b.should)
		b.should = flattened(b.should)
	}
	if len(b.mustNot)+len(b.filter)+len(b.must) == 0 && len(b.should) == 1 && b.least <= 1 {
		return b.should[0]
	}
	if b.least > 0 && len(b.should) == b.least && len(b.must)+b.least > 1 {
		b.must, b.should, b.least = append(b.must, b.should...), nil, 0
	}
	return b
}

// flattened puts alternatives of alternatives beside the others. A weight keeps them
// together.
func flattened(list []query) []query {
	var out []query
	for _, c := range list {
		if b, ok := c.(*boolean); ok && b.least <= 1 && len(b.must)+len(b.filter)+len(b.mustNot) == 0 && !b.weighted {
			out = append(out, b.should...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

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

// signature tells scored queries apart: it is the same for those that differ only in
// their weight. "" is a query that is like no other.
func signature(q query) (name string, weight float32) {
	switch q := q.(type) {
	case termOf:
		return "term " + q.f.Path + " " + q.term, q.boost
	case blendedTerm:
		return "term " + q.f.Path + " " + q.term, q.boost
	case booleanOf:
		return fmt.Sprint("boolean ", q.f.Path, " ", q.value), q.boost
	case synonyms:
		return fmt.Sprintf("synonyms %s %q", q.f.Path, q.words), q.boost
	case phrase:
		return fmt.Sprintf("phrase %s %v", q.f.Path, q.places), q.boost
	case sloppy:
		return fmt.Sprintf("phrase %s %v ~%d", q.f.Path, q.places, q.slop), q.boost
	case constant:
		switch inner := q.inner.(type) {
		case titled:
			return inner.title, q.value
		case termOf:
			name, _ := signature(inner)
			return "constant " + name, q.value
		}
	case counted:
		name, _ := signature(q.unit)
		return name, q.weight
	case *boolean:
		return q.signature(), 1
	case disMax:
		parts, ok := signatures(q.clauses)
		if !ok {
			return "", 1
		}
		return fmt.Sprint("best ", q.tie, " ", parts), 1
	}
	return "", 1
}

func (q *boolean) signature() string {
	must, ok := signatures(q.must)
	should, also := signatures(q.should)
	if !ok || !also || q.weighted || len(q.filter)+len(q.mustNot) > 0 {
		return ""
	}
	return fmt.Sprintf("boolean %d %s %s", q.least, must, should)
}

// titled is a query that is told apart from others of its kind by a text.
type titled struct {
	query
	title string
}

// signatures are those of all clauses, with their weights; false where one is like
// no other.
func signatures(list []query) (string, bool) {
	var parts []string
	for _, c := range list {
		name, weight := signature(c)
		if name == "" {
			return "", false
		}
		parts = append(parts, fmt.Sprintf("%q^%v", name, weight))
	}
	return strings.Join(parts, " "), true
}

// weighless is a query without its weight.
func weighless(q query) query {
	switch q := q.(type) {
	case counted:
		return q.unit
	case constant:
		q.value = 1
		return q
	case termOf:
		q.boost = 1
		return q
	case blendedTerm:
		q.boost = 1
		return q
	case booleanOf:
		q.boost = 1
		return q
	case synonyms:
		q.boost = 1
		return q
	case phrase:
		q.boost = 1
		return q
	case sloppy:
		q.boost = 1
		return q
	}
	return q
}

// blendedTerm is one of the terms of a blended query.
type blendedTerm struct {
	termOf
	common string
}

func (q blendedTerm) score(d *doc) float32 {
	one := blended{s: q.s, f: q.f, terms: map[string]float32{q.term: 1}, common: q.common, boost: q.boost}
	return one.score(d)
}

func (q blendedTerm) boosted(factor float32) query {
	q.boost *= factor
	return q
}

// expand makes alternatives of the terms.
func (q blended) expand() query {
	b := &boolean{least: 1, weighted: q.boost != 1}
	for _, t := range sortedKeys(q.terms) {
		b.should = append(b.should, blendedTerm{termOf{q.s, q.f, t, q.boost * q.terms[t]}, q.common})
	}
	return b.simplify()
}
