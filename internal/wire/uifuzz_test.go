package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// FuzzUIMetadata: whatever somebody keeps in ui_metadata, a monitor that is
// written comes back in the words in which it was said, and nothing is left to
// write.
func FuzzUIMetadata(f *testing.F) {
	f.Add(`{"schedule":{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"thur":false,"mon":true,"thu":true}}}`)
	f.Add(`{"search":{"searchType":"graph","timeField":"@timestamp","bucketValue":1,"bucketUnitOfTime":"h","aggregations":[],"filters":[{"fieldName":[{"label":"age","type":"number"}],"operator":"in_range","fieldRangeStart":1,"fieldRangeEnd":2}]},"triggers":{"high":{"value":10,"enum":"ABOVE"}}}`)
	f.Add(`{"search":{"searchType":"graph","where":{"fieldName":[{"label":"a"}],"operator":"is","fieldValue":{}}},"triggers":[],"schedule":5}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		live, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		for _, g := range []monitors.Graph{plainGraph(), fullGraph()} {
			m := graphMonitor(t, g, map[string]monitors.Threshold{"high": {Comparison: monitors.Above, Value: "10"}})
			m.Schedule = monitors.ScheduleOf(monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu"}, Hour: 7}, "UTC")
			merged := merge(live, m)
			back := storedGraph(t, m, merged)
			if beside := back.InWordsOf(m); !orderedjson.Equal(beside.Fields(), m.FieldsBeside(back)) {
				t.Errorf("%s beside %s", print(beside.Fields()), print(m.Fields()))
			}
			if trigger := back.Triggers[0].InWordsOf(m.Triggers[0]); !orderedjson.Equal(trigger.Fields(), m.Triggers[0].FieldsBeside(trigger)) {
				t.Errorf("%s beside %s", print(trigger.Fields()), print(m.Triggers[0].Fields()))
			}
			if again := merge(merged, m); print(again) != print(merged) {
				t.Errorf("merged again, %s became %s", print(merged), print(again))
			}
		}
	})
}
