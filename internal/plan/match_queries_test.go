package plan_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func queries(m monitors.Monitor) []monitors.DocumentQuery {
	return m.Input.(*monitors.DocumentQueries).Queries
}

// The server gives a document query without an id a new one at each save.
func TestDocumentQueriesWithoutIDs(t *testing.T) {
	d := desired(t, "monitor.a")
	m := &d.Monitors[0].Monitor
	m.Type = monitors.DocumentLevel
	m.Input = &monitors.DocumentQueries{Indices: []string{"logs"}, Queries: []monitors.DocumentQuery{
		{ID: "mine", Name: "first", Query: "a:1"}, {Name: "second", Query: "b:1"}, {Name: "second", Query: "b:2"},
	}}
	live := applied(t, d)
	made := queries(live.Monitors[0].Monitor)
	if made[0].ID != "mine" || made[1].ID == "" || made[1].ID == made[2].ID {
		t.Errorf("got %+v", made)
	}
	if queries(*m)[1].ID != "" {
		t.Error("the configuration was changed")
	}
	expect(t, plan.Make(d, live, plan.Options{}), "")

	made[1].ID = "the-servers" // of a monitor that others made, and that was imported
	expect(t, plan.Make(d, live, plan.Options{}), "")
	queries(*m)[1].Query = "b:3"
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a document_queries.query.second.query")
	queries(*m)[2].ID = "the-servers" // given to another by hand
	if got := queries(plan.Make(d, live, plan.Options{}).Changes[0].Monitor.Desired); got[1].ID == "the-servers" {
		t.Errorf("got %+v", got)
	}
}
