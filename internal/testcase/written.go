package testcase

// Written is how a monitor's search stands in the configuration: its clauses are
// called by the places that their author knows.
type Written string

// The ways to write a search.
const (
	AsBody   Written = ""       // the body that is sent
	AsFilter Written = "filter" // clauses, behind a window that the body gets
	AsQuery  Written = "query"  // one query, behind such a window
	AsGraph  Written = "graph"  // filters of a graph, behind its time range
)
