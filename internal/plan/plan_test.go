package plan_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func TestChannelMoves(t *testing.T) {
	live := applied(t, desired(t))
	d := desired(t)
	d.Destinations[0] = slack(t, "destination.slack.team")
	d.Destinations[0].Destination.Name = "soc"
	d.Moved = []plan.Moved{{From: at(t, "destination.slack.soc"), To: at(t, "destination.slack.team")}}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "move destination.slack.team from destination.slack.soc")
	if p.Changes[0].ID != live.Channels[0].ID {
		t.Error("a move changed the channel's id")
	}
	live = apply(t, p, live)
	d.Moved = nil
	expect(t, plan.Make(d, live, plan.Options{}), "")

	d.Destinations = append(d.Destinations, slack(t, "destination.slack.soc")) // the old address again
	p = plan.Make(d, live, plan.Options{})
	expect(t, p, "create destination.slack.soc")
	if p.Changes[0].ID == live.Channels[0].ID {
		t.Error("two channels of one id")
	}
}

func TestChannelWhoseDescriptionWasEdited(t *testing.T) {
	d := desired(t)
	live := applied(t, d)
	live.Channels[0].Address = address.Address{}
	live.Channels[0].Destination.Description = "hands off"
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update destination.slack.soc (edited by another hand) description")
	expect(t, plan.Make(d, apply(t, p, live), plan.Options{}), "")
}

// The hash tells whose a channel is after a for_each block has moved, too.
func TestMovedChannelWhoseDescriptionWasEdited(t *testing.T) {
	d := desired(t)
	d.Destinations = []plan.DesiredDestination{slack(t, `destination.slack.soc["eu"]`)}
	live := applied(t, d)
	d.Destinations = []plan.DesiredDestination{slack(t, `destination.slack.team["eu"]`)}
	d.Destinations[0].Destination.Name = "soc"
	d.Moved = []plan.Moved{{From: at(t, "destination.slack.soc"), To: at(t, "destination.slack.team")}}
	live.Channels[0].Address = address.Address{}
	expect(t, plan.Make(d, live, plan.Options{}), `update destination.slack.team["eu"] (edited by another hand)`)
}

func TestNumberedChannelWhoseDescriptionWasEdited(t *testing.T) {
	d := desired(t)
	live := applied(t, d)
	live.Channels[0].ID += "-2"
	live.Channels[0].Address = address.Address{}
	expect(t, plan.Make(d, live, plan.Options{}), "update destination.slack.soc (edited by another hand)")
}

func TestChannelInUse(t *testing.T) {
	live := applied(t, desired(t, "monitor.a"))
	none := plan.Desired{Workspace: workspace}
	expect(t, plan.Make(none, live, plan.Options{}), "delete destination.slack.soc", "delete monitor.a")

	theirs := foreignMonitor(t, "theirs", "Another team's")
	theirs.Destinations = []string{live.Channels[0].ID}
	live.Monitors = append(live.Monitors, theirs)
	p := plan.Make(none, live, plan.Options{})
	if len(p.Problems) != 1 || p.Problems[0].Kind != plan.ChannelInUse || p.Problems[0].Objects[0].Name != "Another team's" {
		t.Errorf("got %+v", p.Problems)
	}
}

func TestExisting(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Destinations = nil
	d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}}
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "existing.slack.oncall")
	channel := destinations.Live{ID: "theirs", Destination: slack(t, "destination.slack.x").Destination}
	channel.Destination.Name = "On call"
	expect(t, plan.Make(d, plan.Live{}, plan.Options{}), "problem existing-missing existing.slack.oncall  On call")
	p := plan.Make(d, plan.Live{Channels: []destinations.Live{channel}}, plan.Options{})
	expect(t, p, "create monitor.a")
	if got := p.Changes[0].Monitor.Desired.Triggers[0].Actions[0].Destination.ID; got != "theirs" {
		t.Errorf("got %q", got)
	}
	second := channel
	second.ID = "theirs-too"
	expect(t, plan.Make(d, plan.Live{Channels: []destinations.Live{channel, second}}, plan.Options{}),
		"problem existing-ambiguous existing.slack.oncall theirs,theirs-too On call")
	d.Existing[0] = plan.ExistingDestination{Address: at(t, "existing.slack.oncall"), ID: "theirs"}
	channel.Destination.Kind = destinations.Chime
	expect(t, plan.Make(d, plan.Live{Channels: []destinations.Live{channel}}, plan.Options{}),
		"problem existing-kind existing.slack.oncall theirs chime")
}

func TestReplaceAndPreventDestroy(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.AlertsKnown = true
	d.Monitors[0].Monitor.Type = monitors.ClusterMetrics
	expect(t, plan.Make(d, live, plan.Options{}), "replace monitor.a")
	d.Monitors[0].Lifecycle.PreventDestroy = true
	expect(t, plan.Make(d, live, plan.Options{}), "problem prevent-destroy monitor.a id-of-monitor.a")
	p := plan.Make(d, live, plan.Options{Destroy: true})
	if !slices.ContainsFunc(p.Problems, func(x plan.Problem) bool { return x.Kind == plan.PreventDestroy }) {
		t.Errorf("got %+v", p.Problems)
	}
}

func TestTargets(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b", `monitor.c["x"]`, `monitor.c["y"]`)
	expect(t, plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "monitor.a")}}),
		"create destination.slack.soc", "create monitor.a")
	expect(t, plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "monitor.c")}}),
		"create destination.slack.soc", `create monitor.c["x"]`, `create monitor.c["y"]`)
	expect(t, plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "monitor.z")}}),
		"problem unknown-target monitor.z  monitor.z")
}

// What keeps a targeted monitor from being planned is told, though its address is
// no target.
func TestTargetsThatLackAnExistingChannel(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b")
	d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}}
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "existing.slack.oncall")
	expect(t, plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "monitor.a")}}),
		"problem existing-missing existing.slack.oncall  On call")
	expect(t, plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "monitor.b")}}),
		"create destination.slack.soc", "create monitor.b")
}

func TestIgnoreChanges(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	m := &d.Monitors[0]
	m.Monitor.Enabled = false
	m.Monitor.Schedule.Interval = &monitors.Interval{Value: 1, Unit: monitors.Hours}
	m.Monitor.Triggers[0].Severity = "3"
	m.Monitor.Triggers[0].Actions[0].Message.Source = "other"
	expect(t, plan.Make(d, live, plan.Options{}),
		"update monitor.a enabled schedule.interval trigger.any.severity trigger.any.action.notify.message")
	m.Lifecycle.IgnoreChanges = []string{"enabled", "trigger.any.severity"}
	expect(t, plan.Make(d, live, plan.Options{}), "update monitor.a schedule.interval trigger.any.action.notify.message")
	m.Lifecycle.IgnoreChanges = []string{"enabled", "schedule", "trigger"}
	expect(t, plan.Make(d, live, plan.Options{}), "")
	m.Lifecycle.IgnoreChanges = []string{"enabled", "schedule", "trigger.any.severity", "trigger.any.action.notify.message"}
	expect(t, plan.Make(d, live, plan.Options{}), "")
}

// Without a variable's value, plan compares the rest, and apply is impossible
// only where the value is needed.
func TestUnknownValues(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	d.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.UnknownSecret("var.slack_url")}
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Message.Source = monitors.UnknownText("var.word")
	expect(t, plan.Make(d, live, plan.Options{}), "warning not-compared destination.slack.soc  0", "warning not-compared monitor.a  0")
	d.Monitors[0].Monitor.Enabled = false
	p := plan.Make(d, live, plan.Options{})
	if p.CanApply() || !slices.Equal(p.Unknown(), []string{"var.word"}) {
		t.Errorf("CanApply %v, unknown %v", p.CanApply(), p.Unknown())
	}
	p = plan.Make(d, plan.Live{}, plan.Options{})
	if p.CanApply() || !slices.Equal(p.Unknown(), []string{"var.slack_url", "var.word"}) {
		t.Errorf("CanApply %v, unknown %v", p.CanApply(), p.Unknown())
	}
}

// What is made has every field, one without a value in this run too.
func TestUnknownFieldsOfWhatIsMade(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Monitors[0].Monitor.Name = monitors.UnknownText("var.name")
	for _, c := range plan.Make(d, plan.Live{}, plan.Options{}).Changes {
		if c.Monitor != nil && !slices.ContainsFunc(c.Fields, func(f plan.FieldChange) bool { return f.Path == "name" }) {
			t.Errorf("%s is made, and its name not shown", c.Address)
		}
	}
}

// Equal inputs give an equal plan, and a plan shows no secret.
func TestAPlanIsData(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b")
	one, two := plan.Make(d, plan.Live{}, plan.Options{}), plan.Make(d, plan.Live{}, plan.Options{})
	if !reflect.DeepEqual(one, two) {
		t.Error("two plans of the same inputs differ")
	}
	text, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "hooks.slack.com") {
		t.Errorf("the plan holds a secret: %s", text)
	}
}

// TestEveryFieldMatters changes one field of a monitor at a time.
func TestEveryFieldMatters(t *testing.T) {
	live := applied(t, desired(t, "monitor.a"))
	changes := map[string]func(*monitors.Monitor){
		"name":        func(m *monitors.Monitor) { m.Name = "x" },
		"description": func(m *monitors.Monitor) { m.Description = "x" },
		"enabled":     func(m *monitors.Monitor) { m.Enabled = false },
		"schedule.interval": func(m *monitors.Monitor) {
			m.Schedule.Interval = &monitors.Interval{Value: 300, Unit: monitors.Minutes}
		},
		"extraction_query.indices":          func(m *monitors.Monitor) { m.Input.(*monitors.Search).Indices = []string{"x"} },
		"extraction_query.body":             func(m *monitors.Monitor) { m.Input.(*monitors.Search).Body = orderedjson.NewObject() },
		"trigger.any.name":                  func(m *monitors.Monitor) { m.Triggers[0].Name = "x" },
		"trigger.any.severity":              func(m *monitors.Monitor) { m.Triggers[0].Severity = "2" },
		"trigger.any.condition":             func(m *monitors.Monitor) { m.Triggers[0].Condition.(*monitors.ScriptCondition).Script.Source = "true" },
		"trigger.any.action.notify.name":    func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Name = "x" },
		"trigger.any.action.notify.message": func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Message.Source = "x" },
		"trigger.any.action.notify.subject": func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Subject = &monitors.Script{Source: "x"} },
		"trigger.any.action.notify.destination": func(m *monitors.Monitor) {
			m.Triggers[0].Actions[0].Destination = monitors.DestinationRef{ID: "x"}
		},
		"trigger.any.action.notify.throttle": func(m *monitors.Monitor) {
			m.Triggers[0].Actions[0].Throttle = &monitors.Throttle{Value: 1, Unit: monitors.Minutes}
			m.Triggers[0].Actions[0].ThrottleEnabled = true
		},
		"trigger.any.action.notify.throttle trigger.any.action.notify.throttle_enabled": func(m *monitors.Monitor) {
			m.Triggers[0].Actions[0].Throttle = &monitors.Throttle{Value: 1, Unit: monitors.Minutes}
		},
		"trigger.any.action.notify.throttle_enabled": func(m *monitors.Monitor) { m.Triggers[0].Actions[0].ThrottleEnabled = true },
		"trigger.any.action.notify.action_execution_policy.scope": func(m *monitors.Monitor) {
			m.Triggers[0].Actions[0].Policy = &monitors.ExecutionPolicy{PerExecution: true}
		},
	}
	for path, change := range changes {
		d := desired(t, "monitor.a")
		change(&d.Monitors[0].Monitor)
		want := []string{"update monitor.a " + path}
		if path == "trigger.any.action.notify.destination" {
			want = append(want, "warning unknown-channel monitor.a  0")
		}
		expect(t, plan.Make(d, live, plan.Options{}), strings.Join(want, "\n"))
	}
}
