package schema

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The server's limits when a search runs (asked of 2.19.4); saving checks none.
const (
	mostClauses = 1024   // of all bools of a query together
	mostTerms   = 65_536 // of one terms query
)

// checkSize looks for queries that are saved, and refused whenever they run.
func (b *monitorBlock) checkSize(facts *queryFacts) {
	query, _ := facts.body.Get("query")
	if n := leaves(query); n > mostClauses {
		b.report("query-too-large", facts.at("/query"), "This query has %d clauses, the time window among them; with more than %d the search fails when it runs. Put values of one field into one terms clause.", n, mostClauses)
	}
	bodyWalk(facts.body, "", func(o *orderedjson.Object, pointer string) {
		for _, m := range o.Object("terms").Members() {
			if list, ok := m.Value.([]any); ok && len(list) > mostTerms {
				b.report("query-too-large", facts.at(pointer+"/terms/"+pointerKey(m.Key)), "This list has %s values; with more than %d the search fails when it runs.", strconv.Itoa(len(list)), mostTerms)
			}
		}
	})
}

// leaves counts the clauses of a query that hold no others.
func leaves(clause any) int {
	o, _ := clause.(*orderedjson.Object)
	inner := o.Object("bool")
	if inner == nil {
		return 1
	}
	n := 0
	for _, name := range clauseLists {
		v, _ := inner.Get(name)
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				n += leaves(x)
			}
		case *orderedjson.Object:
			n += leaves(v)
		}
	}
	return n
}
