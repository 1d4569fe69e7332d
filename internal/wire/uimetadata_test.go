package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func every(n int, unit monitors.Unit) monitors.Monitor {
	return monitors.Monitor{Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: n, Unit: unit}}}
}

func cron(expression, zone string) monitors.Monitor {
	return monitors.Monitor{Schedule: monitors.Schedule{Cron: &monitors.Cron{Expression: expression, Timezone: zone}}}
}

func merge(live *orderedjson.Object, m monitors.Monitor) *orderedjson.Object {
	return wire.MergeUIMetadata(live, m, monitors.MarkFor("soc", address.ForMonitor("x"), m))
}

func TestUIMetadataHoldsWhatTheEditorNeeds(t *testing.T) {
	ui := merge(nil, every(2, monitors.Hours))
	ui.Delete("alertplan")
	want := parse(t, `{"schedule":{"frequency":"interval","period":{"interval":2,"unit":"HOURS"},"daily":0,
		"weekly":{"mon":false,"tue":false,"wed":false,"thu":false,"fri":false,"sat":false,"sun":false},"monthly":{"type":"day","day":1},"cronExpression":"0 */1 * * *"},
		"monitor_type":"query_level_monitor","search":{"searchType":"query","timeField":"","aggregations":[],"groupBy":[],"bucketValue":1,"bucketUnitOfTime":"h","filters":[]}}`)
	if !orderedjson.Equal(ui, want) {
		t.Errorf("got %s", print(ui))
	}
	schedule := merge(nil, cron("5 9 * * 1-5", "Asia/Tokyo")).Object("schedule")
	if schedule.Text("frequency") != "cronExpression" || schedule.Text("cronExpression") != "5 9 * * 1-5" || schedule.Text("timezone") != "Asia/Tokyo" || schedule.Object("period") == nil {
		t.Errorf("got %s", print(schedule))
	}
	m := every(1, monitors.Minutes)
	m.Input = &monitors.ClusterAPI{Path: "/_cluster/health"}
	if got := merge(nil, m).Object("search").Text("searchType"); got != "clusterMetrics" {
		t.Errorf("got searchType %s", got)
	}
}

// TestUIMetadataKeepsWhatOthersKeepThere, and the editor's words for a schedule
// that says the same.
func TestUIMetadataKeepsWhatOthersKeepThere(t *testing.T) {
	for name, c := range map[string]struct {
		m        monitors.Monitor
		schedule string
		kept     bool
	}{
		"interval":         {every(5, monitors.Minutes), `{"frequency":"interval","period":{"interval":5,"unit":"MINUTES"},"timezone":null}`, true},
		"another interval": {every(6, monitors.Minutes), `{"frequency":"interval","period":{"interval":5,"unit":"MINUTES"}}`, false},
		"daily":            {cron("0 9 * * *", "UTC"), `{"frequency":"daily","daily":9,"timezone":"UTC"}`, true},
		"another hour":     {cron("0 8 * * *", "UTC"), `{"frequency":"daily","daily":9,"timezone":"UTC"}`, false},
		"another zone":     {cron("0 9 * * *", "Asia/Tokyo"), `{"frequency":"daily","daily":9,"timezone":"UTC"}`, false},
		"weekly":           {cron("0 7 * * MON,THU", "UTC"), `{"frequency":"weekly","daily":7,"weekly":{"thu":true,"mon":true,"tue":false},"timezone":"UTC"}`, true},
		"monthly":          {cron("0 7 3 */1 *", "UTC"), `{"frequency":"monthly","daily":7,"monthly":{"type":"day","day":3},"timezone":"UTC"}`, true},
		"custom":           {cron("1 2 3 4 5", "UTC"), `{"frequency":"cronExpression","cronExpression":"1 2 3 4 5","timezone":"UTC"}`, true},
		"odd":              {cron("1 2 3 4 5", "UTC"), `{"frequency":5,"cronExpression":{},"timezone":"UTC"}`, false},
	} {
		live := parse(t, `{"theirs":[1,{"a":null}],"search":{"searchType":"graph","timeField":"@timestamp","own":true},"triggers":{"t":{"value":1,"enum":"ABOVE"}},"schedule":`+c.schedule+`,"alertplan":{"old":"mark"}}`)
		before := print(live)
		ui := merge(live, c.m)
		if print(live) != before {
			t.Fatalf("%s: live was changed", name)
		}
		if kept := print(ui.Object("schedule")) == print(parse(t, c.schedule)); kept != c.kept {
			t.Errorf("%s: got schedule %s", name, print(ui.Object("schedule")))
		}
		search := ui.Object("search")
		if print(ui.Array("theirs")) != `[1,{"a":null}]` || search.Text("timeField") != "@timestamp" || !search.Has("own") || search.Text("searchType") != "query" || ui.Object("triggers") == nil {
			t.Errorf("%s: got %s", name, print(ui))
		}
		if wire.DecodeMark(ui) == nil || wire.DecodeMark(wire.WithoutMark(ui)) != nil || !wire.WithoutMark(ui).Has("theirs") {
			t.Errorf("%s: got mark %s", name, print(ui.Object("alertplan")))
		}
		if again := merge(ui, c.m); print(again) != print(ui) {
			t.Errorf("%s: merged again, %s became %s", name, print(ui), print(again))
		}
	}
	if wire.WithoutMark(nil).Len() != 0 {
		t.Error("nothing without a mark is something")
	}
}
