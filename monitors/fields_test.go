package monitors_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func search(t *testing.T, body string) monitors.Monitor {
	t.Helper()
	v, err := orderedjson.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	m := monitors.Monitor{Name: "m", Input: &monitors.Search{Indices: []string{"a"}, Body: v.(*orderedjson.Object)}}
	canonical, err := m.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return canonical
}

// A body that a node of 3.x stores in another way than one of 2.19, though it
// means the same, is no difference.
func TestFieldsDoNotTellVersionsApart(t *testing.T) {
	on2 := search(t, `{"query":{"regexp":{"a":{"value":"x","flags_value":3}}}}`)
	on3 := search(t, `{"query":{"regexp":{"a":{"value":"x","flags_value":65537}}}}`)
	other := search(t, `{"query":{"regexp":{"a":{"value":"x","flags_value":1}}}}`)
	if !orderedjson.Equal(on2.Fields(), on3.Fields()) || on2.Hash() != on3.Hash() {
		t.Error("the same query of 2.19 and 3.5 differs")
	}
	if orderedjson.Equal(on2.Fields(), other.Fields()) || on2.Hash() == other.Hash() {
		t.Error("another query does not differ")
	}
}

// Order of triggers, actions and keys, and spellings of numbers, are no
// difference; ids are one.
func TestHash(t *testing.T) {
	with := func(triggers ...monitors.Trigger) monitors.Monitor {
		m := search(t, `{"size":1,"query":{"match_all":{"boost":1}}}`)
		m.Triggers = triggers
		return m
	}
	a := monitors.Trigger{ID: "a", Name: "a", Actions: []monitors.Action{{ID: "1", Name: "x"}, {ID: "2", Name: "y"}}}
	b := monitors.Trigger{ID: "b", Name: "b"}
	turned := a
	turned.Actions = []monitors.Action{a.Actions[1], a.Actions[0]}
	if with(a, b).Hash() != with(b, turned).Hash() {
		t.Error("order makes a difference")
	}
	renamed := a
	renamed.ID = "c"
	if with(a, b).Hash() == with(renamed, b).Hash() {
		t.Error("an id makes no difference")
	}
}
