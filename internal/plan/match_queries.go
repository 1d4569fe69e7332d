package plan

import (
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/monitors"
)

// withQueryIDs gives an id to document queries that were declared without one: that
// of the live query of the same label, which the mark or the id itself tells, or of
// the same name, else a derived one. Left to the server, each save would make a new
// id, and no plan would be empty.
func withQueryIDs(desired, live monitors.Input, ids idSource, mark *monitors.Mark) monitors.Input {
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
	free := func(w, l int) bool { return filled.Queries[w].ID == "" && !taken[before[l].ID] }
	if mark != nil {
		pairs.round(func(w, l int) bool { return free(w, l) && mark.Queries[filled.Queries[w].Label] == before[l].ID })
	}
	pairs.round(func(w, l int) bool { return free(w, l) && ids.isQuery(before[l].ID, filled.Queries[w].Label) })
	pairs.round(func(w, l int) bool { return free(w, l) && filled.Queries[w].Name == before[l].Name })
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
			q.ID = freeQueryID(ids, q.Key(), taken)
		}
	}
	return &filled
}

// freeQueryID derives an id that no other query has.
func freeQueryID(ids idSource, key string, taken map[string]bool) string {
	id := monitors.QueryID(ids.workspace, ids.at, key)
	for n := 2; taken[id]; n++ {
		id = monitors.QueryID(ids.workspace, ids.at, key+"#"+strconv.Itoa(n))
	}
	taken[id] = true
	return id
}

// isQuery tells whether a query's id was derived of a label, here or at the address
// before.
func (s idSource) isQuery(id, label string) bool {
	return label != "" && (id == monitors.QueryID(s.workspace, s.at, label) ||
		!s.previous.IsZero() && id == monitors.QueryID(s.workspace, s.previous, label))
}
