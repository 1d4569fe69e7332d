package monitortest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// A stream gives what a run on events in memory gives.
func TestStream(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf(`{"@timestamp": "2020-02-07T11:%02d:%02dZ", "eventName": "ConsoleLogin", "userIdentity": {"userName": "u%d"}, "responseElements": {"ConsoleLogin": "%s"}}`,
			i/6, i%6*10, i, []string{"Success", "Failure"}[i%2]))
	}
	lines = append(lines, `{"eventTime": "2020-02-07T11:50:00Z", `+success+`}`, `{"@timestamp": "never", `+success+`}`)
	sources := []testcase.Source{{File: file(t, lines...), Name: "events.ndjson"}}
	for name, s := range map[string][]testcase.Source{
		"dynamic":  sources,
		"template": append([]testcase.Source{{Mapping: object(t, `{"index_patterns": ["cwl-*"], "template": {"mappings": {"properties": {"@timestamp": {"type": "date"}}}}}`)}}, sources...),
		"mapping":  append([]testcase.Source{{Mapping: object(t, `{"properties": {"@timestamp": {"type": "date"}}}`)}}, sources...),
	} {
		run := func(from int64) *monitortest.Trial {
			got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, login), Sources: s},
				monitortest.Options{Workspace: "soc", StreamFrom: from})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return got
		}
		held, streamed := run(1<<30), run(1)
		if held.Evidence == nil || streamed.Evidence != nil {
			t.Errorf("%s: not one of each", name)
		}
		if n, _ := held.Outcome.Hits(); n != 15 || (len(held.Events.Lost) != 0) == (name == "dynamic") {
			t.Errorf("%s: %d hits, lost %v", name, n, held.Events.Lost)
		}
		if diff := cmp.Diff(held, streamed, cmpopts.IgnoreFields(monitortest.Trial{}, "Evidence", "Notes"), cmpopts.IgnoreFields(monitortest.Triggered{}, "Alerts"),
			cmpopts.IgnoreUnexported(monitortest.Message{}), cmpopts.EquateComparable(address.Address{}), cmp.Comparer(func(a, b *orderedjson.Object) bool { return orderedjson.Equal(a, b) })); diff != "" {
			t.Errorf("%s: (-held +streamed)\n%s", name, diff)
		}
	}
}
