package plan_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// driftCase is a drift of one destination, monitor.a and monitor.b, once applied.
type driftCase struct {
	name  string
	setup func(t *testing.T, d *plan.Desired, live *plan.Live)
	want  []string
	drift bool
}

// Whatever the editor makes of a form, what means the same is no drift.
var driftOfWords = []driftCase{
	{name: "none"},
	{name: "a cron expression that the editor shows as daily",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, cron("0 7 * * *"), nil)
			*live = edit(*live, liveA, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
		}},
	{name: "another expression in the files, shown as daily",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, cron("0 7 * * *"), cron("0 6 * * *"))
			*live = edit(*live, liveA, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
		},
		want: []string{"news update monitor.a schedule.cron"}},
	{name: "the form in the files",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, cron("0 7 * * *"), calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
		},
		want: []string{"news update monitor.a schedule.daily schedule.cron"}},
	{name: "the form on the cluster", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}), nil)
			*live = edit(*live, liveA, cron("0 7 * * *"))
		},
		want: []string{"changed monitor.a schedule.daily:cluster schedule.cron:cluster " + liveA}},
	{name: "half an hour, which the editor shows as cron",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}), nil)
			*live = edit(*live, liveA, cron("30 7 * * *"))
		}},
	{name: "half an hour, in the files another",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}), calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 8}))
			*live = edit(*live, liveA, cron("30 7 * * *"))
		},
		want: []string{"news update monitor.a schedule.daily"}},
	{name: "a graph in the files",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) { say(t, d, live, nil, graph(10)) },
		want:  []string{"news update monitor.a graph.indices graph.time_field graph.last graph.aggregation extraction_query.indices extraction_query.body trigger.any.above trigger.any.condition"}},
	{name: "a graph in the files no more",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			plain := d.Monitors[0].Monitor
			say(t, d, live, graph(10), func(m *monitors.Monitor) { *m = plain })
		},
		want: []string{"news update monitor.a extraction_query.indices extraction_query.body trigger.any.condition"}},
	{name: "a graph, saved as a query", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, graph(10), nil)
			*live = edit(*live, liveA, func(m *monitors.Monitor) {
				graph(11)(m)
				m.Input.(*monitors.Search).Graph = nil
				m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
			})
		},
		want: []string{"changed monitor.a graph.indices:cluster(form) graph.time_field:cluster(form) graph.last:cluster(form) graph.aggregation:cluster(form) trigger.any.above:cluster trigger.any.condition:cluster " + liveA}},
	{name: "a graph of which only the form is gone", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, graph(10), nil)
			*live = edit(*live, liveA, func(m *monitors.Monitor) {
				graph(10)(m)
				m.Input.(*monitors.Search).Graph = nil
				m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
			})
		},
		want: []string{"changed monitor.a graph.indices:cluster(form) graph.time_field:cluster(form) graph.last:cluster(form) graph.aggregation:cluster(form) trigger.any.above:cluster(form) " + liveA}},
	{name: "a trigger of which only the form is gone", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, graph(10), nil)
			*live = edit(*live, liveA, func(m *monitors.Monitor) {
				graph(10)(m)
				m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
			})
		},
		want: []string{"changed monitor.a trigger.any.above:cluster(form) " + liveA}},
	{name: "a graph's threshold", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, graph(10), nil)
			*live = edit(*live, liveA, graph(11))
		},
		want: []string{"changed monitor.a trigger.any.above:cluster " + liveA}},
	{name: "a query that the editor shows as a graph",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, func(m *monitors.Monitor) {
				graph(10)(m)
				m.Input.(*monitors.Search).Graph = nil
				m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
			}, severity("5"))
			*live = edit(*live, liveA, graph(10))
		},
		want: []string{"news update monitor.a trigger.any.severity"}},
}

// Which side has changed a field.
var driftOfFields = []driftCase{
	{name: "a field, on the cluster", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) { *live = edit(*live, liveA, severity("5")) },
		want:  []string{"changed monitor.a trigger.any.severity:cluster " + liveA}},
	{name: "a field, in the files",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors[0].Monitor.Name = "x" },
		want:  []string{"news update monitor.a name"}},
	{name: "a field each", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			d.Monitors[0].Monitor.Name = "x"
		},
		want: []string{"changed monitor.a trigger.any.severity:cluster " + liveA, "news update monitor.a name"}},
	{name: "one field, on both sides", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			severity("2")(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a trigger.any.severity:both " + liveA, "news update monitor.a trigger.any.severity"}},
	{name: "put into the files", // what the cluster has, and later more
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			all(severity("5"), renamed("x"))(&d.Monitors[0].Monitor)
		},
		want: []string{"news update monitor.a name"}},
	{name: "what ignore_changes names",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			d.Monitors[0].Lifecycle.IgnoreChanges = []string{"trigger.any.severity"}
			d.Monitors[0].Monitor.Name = "x"
		},
		want: []string{"news update monitor.a name"}},
	{name: "edited by another hand", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = unmark(*live, liveA)
			d.Monitors[0].Monitor.Name = "x"
		},
		want: []string{"changed monitor.a (edited by another hand) name:unknown " + liveA}},
}

// What is gone, or there twice, or no longer wanted.
var driftOfPresence = []driftCase{
	{name: "deleted, or never applied", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			live.Monitors = live.Monitors[1:]
			d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
		},
		want: []string{"missing monitor.a", "missing monitor.c"}},
	{name: "a channel deleted", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels = nil },
		want:  []string{"missing destination.slack.soc used by monitor.a used by monitor.b"}},
	{name: "a channel never applied", drift: true,
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Destinations = append(d.Destinations, slack(t, "destination.slack.new"))
		},
		want: []string{"missing destination.slack.new"}},
	{name: "of the name of another", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) {
			live.Monitors[0] = foreignMonitor(t, "theirs", "Monitor a")
		},
		want: []string{"missing monitor.a theirs unmarked-name"}},
	{name: "a copy", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) {
			copied := live.Monitors[0]
			copied.ID, copied.Monitor.Name = "copy", "Copy of a"
			live.Monitors = append(live.Monitors, copied)
		},
		want: []string{"copies monitor.a copy " + liveA + " copies"}},
	{name: "a double of two applies", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) {
			double := live.Monitors[0]
			double.ID = "z-double"
			live.Monitors = append(live.Monitors, double)
		},
		want: []string{"copies monitor.a " + liveA + " z-double"}},
	{name: "not readable any more", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) {
			live.Monitors[0].Unreadable = "inputs: there are 2"
		},
		want: []string{"changed monitor.a " + liveA + " unreadable"}},
	{name: "no longer declared",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors = d.Monitors[1:] },
		want:  []string{"news delete monitor.a"}},
	{name: "given up",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Monitors = d.Monitors[1:]
			d.Removed = []plan.Removed{{From: at(t, "monitor.a")}}
		},
		want: []string{"news forget monitor.a"}},
	{name: "no longer declared, and edited", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			d.Monitors = d.Monitors[1:]
		},
		want: []string{"changed monitor.a " + liveA + " delete trigger.any.severity", "news delete monitor.a"}},
	{name: "given up, and edited", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, all(severity("5"), addTrigger))
			d.Monitors = d.Monitors[1:]
			d.Removed = []plan.Removed{{From: at(t, "monitor.a")}}
		},
		want: []string{`changed monitor.a id-of-monitor.a forget trigger."by hand".condition trigger."by hand".name trigger."by hand".severity trigger.any.severity`, "news forget monitor.a"}},
	{name: "no longer declared, and edited, with the mark of an older alertplan", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = oldMark(edit(*live, liveA, severity("5")))
			d.Monitors = d.Monitors[1:]
		},
		want: []string{"changed monitor.a " + liveA + " delete", "news delete monitor.a"}},
}

// What has got another address, owner or type.
var driftOfAddresses = []driftCase{
	{name: "moved",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Monitors[0] = monitor(t, "monitor.new")
			d.Monitors[0].Monitor.Name = "Monitor a"
			d.Moved = []plan.Moved{{From: at(t, "monitor.a"), To: at(t, "monitor.new")}}
		},
		want: []string{"news move monitor.new"}},
	{name: "to be imported",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			live.Monitors = append(live.Monitors, foreignMonitor(t, "theirs", "By hand"))
			d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
			d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "theirs"}}
		},
		want: []string{"news adopt monitor.c"}},
	{name: "to be imported, of another type",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			live.Monitors = append(live.Monitors, foreignMonitor(t, "theirs", "By hand"))
			d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
			d.Monitors[2].Monitor.Type = monitors.BucketLevel
			d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "theirs"}}
		},
		want: []string{"news replace monitor.c"}},
	{name: "of another type in the files",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors[0].Monitor.Type = monitors.BucketLevel },
		want:  []string{"news replace monitor.a"}},
	{name: "of another type, without a mark", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = unmark(*live, liveA)
			d.Monitors[0].Monitor.Type = monitors.BucketLevel
		},
		want: []string{"changed monitor.a (edited by another hand) type:unknown " + liveA, "news replace monitor.a"}},
	{name: "an import that is not there", drift: true,
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
			d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "gone"}}
		},
		want: []string{"missing monitor.c", "problem import-missing monitor.c"}},
	{name: "ids of ours without mark and block",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = unmark(*live, liveA)
			d.Monitors = d.Monitors[1:]
		},
		want: []string{"warning mark-gone"}},
	{name: "a channel", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels[0].Destination.Name = "x" },
		want:  []string{"changed destination.slack.soc name:unknown ap_soc_slack_soc_gs6mqw"}},
	{name: "a channel without its address", drift: true,
		setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels[0].Address = address.Address{} },
		want:  []string{"changed destination.slack.soc (edited by another hand) ap_soc_slack_soc_gs6mqw"}},
}

// What the files leave open.
var driftOfTheUnknown = []driftCase{
	{name: "a value that is not known in this run",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.UnknownSecret("var.url")}
		},
		want: []string{"warning not-compared destination.slack.soc var.url"}},
	{name: "an unknown value beside a change", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			d.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.UnknownSecret("var.url")}
			live.Channels[0].Destination.Enabled = false
		},
		want: []string{"changed destination.slack.soc enabled:unknown ap_soc_slack_soc_gs6mqw", "warning not-compared destination.slack.soc var.url"}},
	{name: "an existing channel that is gone", drift: true,
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}}
			d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "existing.slack.oncall")
		},
		want: []string{"missing existing.slack.oncall existing-missing", "warning not-compared monitor.a existing.slack.oncall"}},
	{name: "edited on the cluster, not known in the files", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, searching("edited-*"))
			searching(monitors.UnknownText("var.v"))(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a extraction_query.indices:cluster " + liveA, "warning compared-with-mark monitor.a var.v"}},
	{name: "as applied, not known in the files",
		setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
			searching(monitors.UnknownText("var.v"))(&d.Monitors[0].Monitor)
		},
		want: []string{"warning compared-with-mark monitor.a var.v"}},
	{name: "another field edited, one not known in the files", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, severity("5"))
			searching(monitors.UnknownText("var.v"))(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a trigger.any.severity:cluster " + liveA, "warning compared-with-mark monitor.a var.v"}},
	{name: "edited and not known, beside news", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, searching("edited-*"))
			all(searching(monitors.UnknownText("var.v")), renamed("x"))(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a extraction_query.indices:cluster " + liveA, "news update monitor.a name", "warning compared-with-mark monitor.a var.v"}},
	{name: "a condition not known in the files, and edited", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = edit(*live, liveA, condition("ctx.results[0].hits.total.value > 5"))
			condition(monitors.UnknownText("var.n"))(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a trigger.any.condition:cluster " + liveA, "warning compared-with-mark monitor.a var.n"}},
	{name: "a condition not known in the files, its maintenance edited", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, silent(2), condition(monitors.UnknownText("var.n")))
			*live = edit(*live, liveA, silent(3))
		},
		want: []string{"changed monitor.a trigger.any.maintenance:cluster " + liveA, "warning compared-with-mark monitor.a var.n"}},
	{name: "a condition not known in the files, its maintenance taken away", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, silent(2), condition(monitors.UnknownText("var.n")))
			*live = edit(*live, liveA, condition(fires))
		},
		want: []string{"changed monitor.a trigger.any.maintenance:cluster " + liveA, "warning compared-with-mark monitor.a var.n"}},
	{name: "a graph's indices not known in the files, and edited", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			say(t, d, live, graph(10), nil)
			search := *d.Monitors[0].Monitor.Input.(*monitors.Search)
			search.Indices = []string{monitors.UnknownText("var.v")}
			d.Monitors[0].Monitor.Input = &search
			*live = edit(*live, liveA, func(m *monitors.Monitor) {
				edited := *m.Input.(*monitors.Search)
				edited.Indices = []string{"edited-*"}
				m.Input = &edited
			})
		},
		want: []string{"changed monitor.a graph.indices:cluster " + liveA, "warning compared-with-mark monitor.a var.v"}},
	{name: "edited and not known, with the mark of an older alertplan",
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = oldMark(edit(*live, liveA, searching("edited-*")))
			searching(monitors.UnknownText("var.v"))(&d.Monitors[0].Monitor)
		},
		want: []string{"warning not-compared monitor.a var.v"}},
	{name: "edited and not known, without a mark", drift: true,
		setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
			*live = unmark(edit(*live, liveA, searching("edited-*")), liveA)
			searching(monitors.UnknownText("var.v"))(&d.Monitors[0].Monitor)
		},
		want: []string{"changed monitor.a (edited by another hand) " + liveA, "warning not-compared monitor.a var.v"}},
}

func searching(index string) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		m.Input = &monitors.Search{Indices: []string{index}, Body: m.Input.(*monitors.Search).Body}
	}
}

const fires = "ctx.results[0].hits.total.value > 0"

// silent fires but in a maintenance of as many hours.
func silent(hours int) func(*monitors.Monitor) {
	from := time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)
	times := quiet.Times{Maintenance: []quiet.Maintenance{{From: from, To: from.Add(time.Duration(hours) * time.Hour)}}}
	return func(m *monitors.Monitor) {
		condition(fires)(m)
		m.Triggers[0].Condition, _ = monitors.Silence(m.Triggers[0].Condition, times, 0)
	}
}

func condition(source string) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		m.Triggers[0].Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: source, Lang: "painless"}}
	}
}
