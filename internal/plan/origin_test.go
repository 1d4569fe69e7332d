package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// edit changes the live monitor of this id as somebody does in the Dashboards.
func edit(live plan.Live, id string, change func(*monitors.Monitor)) plan.Live {
	live.Monitors = slices.Clone(live.Monitors)
	for i := range live.Monitors {
		m := &live.Monitors[i]
		if m.ID != id {
			continue
		}
		m.Monitor.Triggers = slices.Clone(m.Monitor.Triggers)
		for j := range m.Monitor.Triggers {
			m.Monitor.Triggers[j].Actions = slices.Clone(m.Monitor.Triggers[j].Actions)
		}
		change(&m.Monitor)
	}
	return live
}

func origins(p *plan.Plan) string {
	var words []string
	for _, c := range p.Changes {
		for _, f := range c.Fields {
			words = append(words, fmt.Sprintf("%s:%s", f.Path, f.Origin))
		}
	}
	return strings.Join(words, " ")
}

// oldMark takes the fingerprints off, as in a mark of an older alertplan.
func oldMark(live plan.Live) plan.Live {
	live.Monitors = slices.Clone(live.Monitors)
	for i := range live.Monitors {
		mark := *live.Monitors[i].Mark
		mark.Fields = nil
		live.Monitors[i].Mark = &mark
	}
	return live
}

func severity(s monitors.Severity) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) { m.Triggers[0].Severity = s }
}

func every(minutes int) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		m.Schedule = monitors.Schedule{Interval: &monitors.Interval{Value: minutes, Unit: monitors.Minutes}}
	}
}

// daily is each day at seven, in the words of the editor's form.
func daily(t *testing.T, zone string) monitors.Schedule {
	c, ok := monitors.ReadCalendar("0 7 * * *")
	if !ok {
		t.Fatal("not daily")
	}
	return monitors.ScheduleOf(c, zone)
}

func renamed(name string) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) { m.Name = name }
}

func all(changes ...func(*monitors.Monitor)) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		for _, change := range changes {
			change(m)
		}
	}
}

// addTrigger adds one that another hand has made: it has no label.
func addTrigger(m *monitors.Monitor) {
	m.Triggers = append(m.Triggers, monitors.Trigger{
		ID: "by-hand", Name: "by hand", Severity: "4",
		Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "true", Lang: "painless"}},
	})
}

func TestOrigins(t *testing.T) {
	nothing := func(*monitors.Monitor) {}
	tests := []struct {
		name           string
		cluster, files func(*monitors.Monitor)
		want           string // with fingerprints
		old            string // with the hash of the whole alone; "": the same
	}{
		{name: "nothing", cluster: nothing, files: nothing},
		{name: "the files alone", cluster: nothing, files: all(severity("2"), renamed("x")), want: "name:files trigger.any.severity:files"},
		{name: "the cluster alone", cluster: all(severity("2"), renamed("x")), files: nothing, want: "name:cluster trigger.any.severity:cluster"},
		{
			name: "one field each", cluster: renamed("x"), files: severity("2"),
			want: "name:cluster trigger.any.severity:files", old: "name:unknown trigger.any.severity:unknown",
		},
		{name: "one field on both sides", cluster: severity("5"), files: severity("2"), want: "trigger.any.severity:both", old: "trigger.any.severity:unknown"},
		{name: "the same on both sides", cluster: severity("5"), files: severity("5")},
		{
			name: "the same on both sides, and more in the files", cluster: severity("5"), files: all(severity("5"), renamed("x")),
			want: "name:files", old: "name:unknown",
		},
		{
			name: "the same on both sides, and more on the cluster", cluster: all(severity("5"), renamed("x")), files: severity("5"),
			want: "name:cluster", old: "name:unknown",
		},
		{
			name: "a trigger added on the cluster", cluster: addTrigger, files: nothing,
			want: `trigger."by hand".name:cluster trigger."by hand".severity:cluster trigger."by hand".condition:cluster`,
		},
		{
			name: "a trigger added on the cluster, and more in the files", cluster: addTrigger, files: renamed("x"),
			want: `name:files trigger."by hand".name:cluster trigger."by hand".severity:cluster trigger."by hand".condition:cluster`,
			old:  `name:unknown trigger."by hand".name:unknown trigger."by hand".severity:unknown trigger."by hand".condition:unknown`,
		},
		{
			name:    "an action taken away on the cluster",
			cluster: func(m *monitors.Monitor) { m.Triggers[0].Actions = nil }, files: nothing,
			want: "trigger.any.action.notify.name:cluster trigger.any.action.notify.destination:cluster trigger.any.action.notify.message:cluster",
		},
		{
			name: "an action taken out of the files", cluster: nothing,
			files: func(m *monitors.Monitor) { m.Triggers[0].Actions = nil },
			want:  "trigger.any.action.notify.name:files trigger.any.action.notify.destination:files trigger.any.action.notify.message:files",
		},
		{
			name: "it sends elsewhere",
			cluster: func(m *monitors.Monitor) {
				m.Triggers[0].Actions[0].Destination = monitors.DestinationRef{ID: "someone-elses"}
			},
			files: renamed("x"),
			want:  "name:files trigger.any.action.notify.destination:cluster",
			old:   "name:unknown trigger.any.action.notify.destination:unknown",
		},
		{name: "a description, which only the mark holds", cluster: severity("2"), files: func(m *monitors.Monitor) { m.Description = "new" },
			want: "description:files trigger.any.severity:cluster", old: "description:unknown trigger.any.severity:unknown"},
		{
			name: "a script takes parameters on the cluster", files: renamed("x"),
			cluster: func(m *monitors.Monitor) {
				m.Triggers[0].Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: "true", Lang: "painless"}}
			},
			want: "name:files trigger.any.condition:cluster", old: "name:unknown trigger.any.condition:unknown",
		},
		{
			name: "a schedule on both sides", cluster: every(7), files: every(9),
			want: "schedule.interval:both", old: "schedule.interval:unknown",
		},
		{
			name: "a schedule in other words", cluster: nothing, files: func(m *monitors.Monitor) { every(9)(m); m.Schedule = daily(t, "UTC") },
			want: "schedule.daily:files schedule.timezone:files schedule.interval:files",
		},
		{
			name: "a value that is not known in this run", cluster: renamed("y"),
			files: func(m *monitors.Monitor) { m.Name = monitors.UnknownText("var.name"); severity("2")(m) },
			want:  "trigger.any.severity:files", old: "trigger.any.severity:unknown",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := desired(t, "monitor.a")
			live := applied(t, d)
			live = edit(live, live.Monitors[0].ID, test.cluster)
			test.files(&d.Monitors[0].Monitor)
			if got := origins(plan.Make(d, live, plan.Options{})); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if test.old == "" {
				test.old = test.want
			}
			if got := origins(plan.Make(d, oldMark(live), plan.Options{})); got != test.old {
				t.Errorf("without fingerprints: got\n%s\nwant\n%s", got, test.old)
			}
		})
	}
}

// What the editor's forms say otherwise means the same: whoever said it so can't be
// told, but for what else has changed it can.
func TestOriginsOfTheEditorsWords(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Monitors[0].Monitor.Schedule = daily(t, "UTC")
	live := applied(t, d)
	live = edit(live, live.Monitors[0].ID, func(m *monitors.Monitor) { m.Enabled = false })
	d.Monitors[0].Monitor.Name = "x"
	if got, want := origins(plan.Make(d, live, plan.Options{})), "name:files enabled:cluster"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	cron := daily(t, "UTC")
	cron.Calendar = nil
	live = edit(live, live.Monitors[0].ID, func(m *monitors.Monitor) { m.Schedule = cron })
	got := origins(plan.Make(d, live, plan.Options{}))
	if want := "name:files enabled:cluster schedule.daily:unknown schedule.cron:unknown"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	d.Monitors[0].Monitor.Schedule = daily(t, "Asia/Tokyo")
	if got := origins(plan.Make(d, live, plan.Options{})); !strings.Contains(got, "schedule.timezone:files") {
		t.Errorf("got %s", got)
	}
}

// A label that changes with its address takes its fields' history along.
func TestOriginsOfWhatHasMoved(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live = edit(live, live.Monitors[0].ID, all(severity("5"), func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Message.Source = "by hand" }))
	d.Monitors[0] = monitor(t, "monitor.b")
	d.Monitors[0].Monitor.Triggers[0].Label = "many"
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Label = "page"
	d.Moved = []plan.Moved{{From: at(t, "monitor.a"), To: at(t, "monitor.b")}}
	d.Destinations = []plan.DesiredDestination{slack(t, "destination.slack.team")}
	d.Destinations[0].Destination.Name = "soc"
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "destination.slack.team")
	d.Moved = append(d.Moved, plan.Moved{From: at(t, "destination.slack.soc"), To: at(t, "destination.slack.team")})
	live.Monitors[0].Monitor.Triggers[0].Label, live.Monitors[0].Monitor.Triggers[0].Actions[0].Label = "any", "notify"
	got := origins(plan.Make(d, live, plan.Options{}))
	want := "name:files trigger.many.label:files trigger.many.severity:cluster trigger.many.action.page.label:files trigger.many.action.page.message:cluster"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A change that ignore_changes leaves alone does not make the files' news drift.
func TestOriginsBesideIgnoredChanges(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Monitors[0].Lifecycle.IgnoreChanges = []string{"enabled"}
	live := applied(t, d)
	live = edit(live, live.Monitors[0].ID, func(m *monitors.Monitor) { m.Enabled = false })
	expect(t, plan.Make(d, live, plan.Options{}), "")
	d.Monitors[0].Monitor.Name = "x"
	if got, want := origins(plan.Make(d, live, plan.Options{})), "name:files"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOriginsOfQueries(t *testing.T) {
	d := desired(t, "monitor.a")
	m := &d.Monitors[0].Monitor
	m.Type = monitors.DocumentLevel
	queries := func(queries ...string) *monitors.DocumentQueries {
		in := &monitors.DocumentQueries{Indices: []string{"x"}}
		for i, q := range queries {
			in.Queries = append(in.Queries, monitors.DocumentQuery{ID: fmt.Sprint("q", i), Name: fmt.Sprint("n", i), Query: q})
		}
		return in
	}
	m.Input = queries("a", "b")
	live := applied(t, d)
	byHand := edit(live, live.Monitors[0].ID, func(m *monitors.Monitor) { m.Input = queriesLike(m.Input, "c") })
	if got := origins(plan.Make(d, byHand, plan.Options{})); got != "document_queries.query.n0.query:cluster" {
		t.Errorf("got %s", got)
	}
	d.Monitors[0].Monitor.Input = queries("a", "changed")
	if got := origins(plan.Make(d, live, plan.Options{})); !strings.HasSuffix(got, ".query:files") {
		t.Errorf("got %s", got)
	}
	if got := origins(plan.Make(d, byHand, plan.Options{})); strings.Count(got, ":unknown") != 2 {
		t.Errorf("queries of both sides: got %s", got)
	}
}

func queriesLike(in monitors.Input, first string) monitors.Input {
	changed := *in.(*monitors.DocumentQueries)
	changed.Queries = slices.Clone(changed.Queries)
	changed.Queries[0].Query = first
	return &changed
}

func TestOriginsThatCantBeTold(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live = edit(live, live.Monitors[0].ID, severity("5"))
	gone := unmark(live, live.Monitors[0].ID)
	if got := origins(plan.Make(d, gone, plan.Options{})); got != "trigger.any.severity:unknown" {
		t.Errorf("without a mark: got %s", got)
	}
	mark := *live.Monitors[0].Mark
	mark.HashVersion++
	live.Monitors[0].Mark = &mark
	if got := origins(plan.Make(d, live, plan.Options{})); got != "trigger.any.severity:unknown" {
		t.Errorf("with another version's mark: got %s", got)
	}
	live = applied(t, d)
	d.Destinations[0].Destination.Name = "x"
	if got := origins(plan.Make(d, live, plan.Options{})); got != "name:unknown" {
		t.Errorf("a channel: got %s", got)
	}
	none := plan.Make(desired(t, "monitor.b"), plan.Live{}, plan.Options{})
	if got := origins(none); strings.Contains(got, "cluster") || strings.Contains(got, "files") || strings.Contains(got, "unknown") {
		t.Errorf("what is created: got %s", got)
	}
}
