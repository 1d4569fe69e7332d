package wire_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/wire"
)

func TestDroppedFields(t *testing.T) {
	got := wire.DroppedFields(parse(t, `{"name":"n","nmae":"x","id":"y","schedule":{"period":{"interval":5,"unit":"MINUTES","every":1}},
		"inputs":[{"doc_level_input":{"indexes":[],"queries":[{"name":"q","query":"a","tag":"t"}]}}],
		"triggers":[{"query_level_trigger":{"name":"t","severity":"1","min_time_between_executions":null,"enabled":true,"condition":{},"actions":[{"unknown":1}]}},
			{"name":"bare","priority":1},{"ppl_trigger":{"anything":1}},5]}`))
	want := []string{
		"nmae", "schedule.period.every", "inputs[0].doc_level_input.indexes", "inputs[0].doc_level_input.queries[0].tag",
		"triggers[0].query_level_trigger.enabled", "triggers[1].priority",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, c := range readRecorded(t) {
		c.stored.Delete("owner") // 3.5 takes any
		if c.stored != nil && len(wire.DroppedFields(c.stored)) > 0 {
			t.Errorf("%s: %q of what the server returned would be dropped", c.id, wire.DroppedFields(c.stored))
		}
	}
	if wire.DroppedFields(nil) != nil {
		t.Error("nothing has fields")
	}
}
