// Package bodies makes search bodies of every query type, aggregation and section
// that OpenSearch knows, in every form in which people write them, and holds the
// canonical form of each (querydsl) to what a live node makes of it: the search
// request slow log prints a body as the alerting plugin would store it.
//
// It must not know what querydsl does with a body: its tables say what may be
// written, and nothing of what becomes of it.
package bodies

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Body is one search body, and the names of what is in it ("query term").
type Body struct {
	Search *orderedjson.Object
	Made   []string
}

// Server is what bodies are made for: a generation (1, 2, 3), and whether it has the
// modules for shapes, grids and matrices, which each release has, a bare core has not.
type Server struct {
	Generation int
	Modules    bool
}

// Make makes body number i of a seed for a server; the same one each time. Each clause
// and each aggregation comes in turn.
func Make(seed, i uint64, server Server) Body {
	m := &maker{r: rand.New(rand.NewPCG(seed, i)), version: server.Generation, modules: server.Modules, made: map[string]bool{}}
	if m.chance(2) {
		m.wild = pick(m, []float64{0.02, 0.05, 0.15})
	}
	search := m.body(int(i))
	return Body{search, slices.Sorted(maps.Keys(m.made))}
}

func (m *maker) body(i int) *orderedjson.Object {
	body := orderedjson.NewObject()
	turns := len(queryNames) + len(aggTable)
	turn := i % (turns + turns/3)
	switch {
	case turn < len(queryNames):
		body.Set("query", m.query(queryNames[turn]))
	case turn < turns:
		kinds := slices.Concat(bucketNames, leafNames, pipes)
		body.Set(pick(m, []string{"aggs", "aggregations"}), m.framed(kinds[turn-len(queryNames)]))
	default:
		if m.chance(2) {
			body.Set("query", m.value(query))
		}
		m.sections(body)
	}
	if m.chance(6) {
		m.sections(body)
	}
	if m.chance(10) && !body.Has("aggregations") && !body.Has("aggs") {
		body.Set("aggs", m.value(aggregations))
	}
	if m.isWild() && m.chance(2) {
		body.Set(pick(m, []string{"unknown", "querry", "filter", "must"}), anything(m))
	}
	return body
}

// sections adds one to three parts to a body.
func (m *maker) sections(body *orderedjson.Object) {
	options := bodyOptions()
	for range m.r.IntN(3) + 1 {
		o := pick(m, options)
		if o.since > m.version && !m.isWild() {
			continue
		}
		m.made["section "+o.name] = true
		body.Set(o.name, m.value(o.value))
		if o.name == "search_after" && !body.Has("sort") {
			body.Set("sort", []any{"k", "n"}[:max(1, min(2, len(body.Array("search_after"))))])
		}
	}
}
