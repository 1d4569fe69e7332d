package plan

import (
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// withQueryIDs gives an id to document queries that were declared without one:
// that of the live query of the same name, else a derived one. Left to the
// server, each save would make a new id, and no plan would be empty.
func withQueryIDs(desired, live monitors.Input, ids idSource) monitors.Input {
	in, ok := desired.(*monitors.DocumentQueries)
	if !ok {
		return desired
	}
	var before []monitors.DocumentQuery
	if queries, ok := live.(*monitors.DocumentQueries); ok {
		before = queries.Queries
	}
	filled := *in
	filled.Queries = slices.Clone(in.Queries)
	taken := map[string]bool{}
	for _, q := range filled.Queries {
		taken[q.ID] = true
	}
	pairs := matcher{wanted: len(filled.Queries), live: len(before)}
	pairs.round(func(w, l int) bool {
		return filled.Queries[w].ID == "" && !taken[before[l].ID] && filled.Queries[w].Name == before[l].Name
	})
	found := pairs.result()
	for _, l := range found {
		if l >= 0 {
			taken[before[l].ID] = true
		}
	}
	for w := range filled.Queries {
		q := &filled.Queries[w]
		switch {
		case q.ID != "":
		case found[w] >= 0:
			q.ID = before[found[w]].ID
		default:
			q.ID = freeQueryID(ids, q.Name, taken)
		}
	}
	return &filled
}

// freeQueryID derives an id as those of triggers are, whose labels hold no #.
func freeQueryID(ids idSource, name string, taken map[string]bool) string {
	id := address.TriggerID(ids.workspace, ids.at, "query#"+name)
	for n := 2; taken[id]; n++ {
		id = address.TriggerID(ids.workspace, ids.at, "query#"+name+"#"+strconv.Itoa(n))
	}
	taken[id] = true
	return id
}
