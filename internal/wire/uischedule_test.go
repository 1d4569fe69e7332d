package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func calendar(c monitors.Calendar, zone string) monitors.Monitor {
	return monitors.Monitor{Schedule: monitors.ScheduleOf(c, zone)}
}

// TestUISchedule holds what is written to the form of the Dashboards' editor
// (alerting-dashboards-plugin, formikToUiSchedule; its own test expects all
// defaults with a time zone). The editor's default has a dead key "thur"; its
// checkboxes read "thu".
func TestUISchedule(t *testing.T) {
	const week = `{"mon":false,"tue":false,"wed":false,"thu":false,"fri":false,"sat":false,"sun":false}`
	const period = `"period":{"interval":1,"unit":"MINUTES"}`
	const defaultCron = `"cronExpression":"0 */1 * * *"`
	for _, c := range []struct {
		m    monitors.Monitor
		want string
	}{
		{calendar(monitors.Calendar{Frequency: monitors.Daily}, "America/Los_Angeles"),
			`{"frequency":"daily","timezone":"America/Los_Angeles",` + period + `,"daily":0,"weekly":` + week + `,"monthly":{"type":"day","day":1},` + defaultCron + `}`},
		{calendar(monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu"}, Hour: 7}, "UTC"),
			`{"frequency":"weekly","timezone":"UTC",` + period + `,"daily":7,"weekly":{"mon":true,"tue":false,"wed":false,"thu":true,"fri":false,"sat":false,"sun":false},"monthly":{"type":"day","day":1},` + defaultCron + `}`},
		{calendar(monitors.Calendar{Frequency: monitors.Monthly, Day: 31, Hour: 23}, "UTC"),
			`{"frequency":"monthly","timezone":"UTC",` + period + `,"daily":23,"weekly":` + week + `,"monthly":{"type":"day","day":31},` + defaultCron + `}`},
		{calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}, "UTC"),
			`{"frequency":"cronExpression","timezone":"UTC",` + period + `,"daily":0,"weekly":` + week + `,"monthly":{"type":"day","day":1},"cronExpression":"30 7 * * *"}`},
		{cron("0 7 * * *", "UTC"),
			`{"frequency":"cronExpression","timezone":"UTC",` + period + `,"daily":0,"weekly":` + week + `,"monthly":{"type":"day","day":1},"cronExpression":"0 7 * * *"}`},
		{every(5, monitors.Minutes),
			`{"frequency":"interval","period":{"interval":5,"unit":"MINUTES"},"daily":0,"weekly":` + week + `,"monthly":{"type":"day","day":1},` + defaultCron + `}`},
	} {
		got := merge(nil, c.m)
		if print(got.Object("schedule")) != print(parse(t, c.want)) {
			t.Errorf("got  %s\nwant %s", print(got.Object("schedule")), c.want)
		}
	}
}

// TestUIScheduleFollowsTheFiles: the editor's words stay where they mean the same
// and the files don't say it in others.
func TestUIScheduleFollowsTheFiles(t *testing.T) {
	daily := calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}, "UTC")
	weekly := calendar(monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu"}, Hour: 7}, "UTC")
	half := calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}, "UTC")
	const saidDaily = `{"timezone":"UTC","frequency":"daily","daily":7,"weekly":{"thur":false},"own":1}`
	const saidCron = `{"timezone":"UTC","frequency":"cronExpression","daily":0,"cronExpression":"0 7 * * *","own":1}`
	for name, c := range map[string]struct {
		m    monitors.Monitor
		live string
		kept bool
	}{
		"daily":                   {daily, saidDaily, true},
		"daily, saved as cron":    {daily, saidCron, false},
		"cron, shown as daily":    {cron("0 7 * * *", "UTC"), saidDaily, true},
		"cron":                    {cron("0 7 * * *", "UTC"), saidCron, true},
		"half past, as cron":      {half, `{"timezone":"UTC","frequency":"cronExpression","cronExpression":"30 7 * * *","own":1}`, true},
		"half past, as daily":     {half, saidDaily, false},
		"weekly in another order": {weekly, `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"thu":true,"tue":false,"thur":false,"mon":true}}`, true},
		"one day more":            {weekly, `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"thu":true,"tue":true,"mon":true}}`, false},
		"one day less":            {weekly, `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"thu":true}}`, false},
		"days that are none":      {weekly, `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"thu":true,"mon":true,"thur":true}}`, false},
		"no days":                 {weekly, `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":[]}`, false},
		"another zone":            {daily, `{"timezone":"Etc/UTC","frequency":"daily","daily":7}`, false},
		"no zone":                 {daily, `{"frequency":"daily","daily":7}`, false},
		"odd":                     {daily, `{"timezone":"UTC","frequency":"daily","daily":"seven"}`, false},
	} {
		ui := merge(parse(t, `{"schedule":`+c.live+`}`), c.m)
		if kept := print(ui.Object("schedule")) == print(parse(t, c.live)); kept != c.kept {
			t.Errorf("%s: got %s", name, print(ui.Object("schedule")))
		}
		if again := merge(ui, c.m); print(again) != print(ui) {
			t.Errorf("%s: merged again, %s became %s", name, print(ui), print(again))
		}
	}
}

// TestLiveScheduleHasTheEditorsWords, where they mean what the monitor does.
func TestLiveScheduleHasTheEditorsWords(t *testing.T) {
	for _, c := range []struct{ expression, ui, want string }{
		{"0 7 * * *", `{"timezone":"UTC","frequency":"daily","daily":7}`, "daily at 07:00"},
		{"0 7 * * *", `{"timezone":"UTC","frequency":"daily","daily":8}`, "-"},
		{"0 7 * * *", `{"timezone":"UTC","frequency":"cronExpression","daily":7,"cronExpression":"0 7 * * *"}`, "-"},
		{"0 7 * * *", `{"timezone":null,"frequency":"daily","daily":7}`, "-"},
		{"30 7 * * *", `{"timezone":"UTC","frequency":"daily","daily":7}`, "-"},
		{"0 7 * * SAT,MON", `{"timezone":"UTC","frequency":"weekly","daily":7,"weekly":{"sat":true,"thur":false,"mon":true}}`, "on mon and sat at 07:00"},
		{"0 7 2 */1 *", `{"timezone":"UTC","frequency":"monthly","daily":7,"monthly":{"type":"day","day":2}}`, "on day 2 of each month at 07:00"},
		{"0 7 2 */1 *", `{"timezone":"UTC","frequency":"monthly","daily":7,"monthly":{"type":"date","day":2}}`, "-"},
		{"0 7 * * *", `[]`, "-"},
	} {
		hit := parse(t, `{"_id":"x","_seq_no":1,"_primary_term":1,"_source":{"type":"monitor","name":"x","enabled":true,
			"schedule":{"cron":{"expression":"`+c.expression+`","timezone":"UTC"}},"inputs":[],"triggers":[],"ui_metadata":{"schedule":`+c.ui+`}}}`)
		live, err := wire.DecodeLive(hit)
		if err != nil {
			t.Fatal(err)
		}
		got := "-"
		if live.Monitor.Schedule.Calendar != nil {
			got = live.Monitor.Schedule.Calendar.String()
		}
		if got != c.want {
			t.Errorf("%s with %s: got %s", c.expression, c.ui, got)
		}
	}
}

func TestLiveWithoutUIMetadata(t *testing.T) {
	live, err := wire.DecodeLive(parse(t, `{"_id":"x","_source":{"name":"x","schedule":{"cron":{"expression":"0 7 * * *","timezone":"UTC"}},
		"inputs":[{"search":{"indices":["a"],"query":{}}}]}}`))
	if err != nil || live.Monitor.Schedule.Calendar != nil || live.Monitor.Input.(*monitors.Search).Graph != nil {
		t.Errorf("got %v, %v", live, err)
	}
}
