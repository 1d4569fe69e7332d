package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

const workspace = "soc"

func at(t *testing.T, text string) address.Address {
	t.Helper()
	a, err := address.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// monitor is a desired monitor of one trigger "any" with one action "notify".
func monitor(t *testing.T, where string) plan.DesiredMonitor {
	a := at(t, where)
	body, err := orderedjson.Parse([]byte(`{"size":0,"query":{"match_all":{"boost":1.0}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return plan.DesiredMonitor{Address: a, Monitor: monitors.Monitor{
		Name: "Monitor " + a.Label(), Type: monitors.QueryLevel, Enabled: true,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Input:    &monitors.Search{Indices: []string{"cwl-*"}, Body: body.(*orderedjson.Object)},
		Triggers: []monitors.Trigger{{
			Label: "any", Name: "any", Severity: "1",
			Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "ctx.results[0].hits.total.value > 0", Lang: "painless"}},
			Actions: []monitors.Action{{
				Label: "notify", Name: "notify",
				Destination: monitors.DestinationRef{Address: address.ForDestination("slack", "soc")},
				Message:     monitors.Script{Source: "fired", Lang: "mustache"},
			}},
		}},
	}}
}

func slack(t *testing.T, where string) plan.DesiredDestination {
	a := at(t, where)
	return plan.DesiredDestination{Address: a, Destination: destinations.Destination{
		Kind: destinations.Slack, Name: a.Label(), Enabled: true,
		Settings: &destinations.ChatSettings{URL: destinations.NewSecret("https://hooks.slack.com/services/T/B/secret")},
	}}
}

// desired is a configuration of one destination and the monitors at these places.
func desired(t *testing.T, where ...string) plan.Desired {
	d := plan.Desired{Workspace: workspace, Destinations: []plan.DesiredDestination{slack(t, "destination.slack.soc")}}
	for _, w := range where {
		d.Monitors = append(d.Monitors, monitor(t, w))
	}
	return d
}

// apply carries a plan out on live, as a cluster would hold it afterwards.
func apply(t *testing.T, p *plan.Plan, live plan.Live) plan.Live {
	t.Helper()
	if len(p.Problems) > 0 {
		t.Fatalf("problems: %+v", p.Problems)
	}
	for _, c := range p.Changes {
		live.Monitors = slices.DeleteFunc(slices.Clone(live.Monitors), func(m monitors.Live) bool { return c.Monitor != nil && m.ID == c.ID })
		live.Channels = slices.DeleteFunc(slices.Clone(live.Channels), func(l destinations.Live) bool { return c.Destination != nil && l.ID == c.ID })
		if c.Action == plan.Delete {
			continue
		}
		if c.Destination != nil {
			live.Channels = append(live.Channels, destinations.Live{ID: c.ID, Destination: c.Destination.Desired, Address: c.Address})
			continue
		}
		id := c.ID
		if id == "" {
			id = "id-of-" + c.Address.String()
		}
		m := liveMonitor(id, c.Monitor.Desired)
		if c.Action != plan.Forget {
			m.Mark = &c.Monitor.Mark
		}
		live.Monitors = append(live.Monitors, m)
	}
	return live
}

func liveMonitor(id string, m monitors.Monitor) monitors.Live {
	m.Description = ""
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		m.Triggers[i].Actions = slices.Clone(m.Triggers[i].Actions)
		for j := range m.Triggers[i].Actions {
			m.Triggers[i].Actions[j].Destination.Address = address.Address{}
		}
	}
	return monitors.Live{ID: id, Monitor: m, Owner: "alerting", Destinations: plan.DestinationIDs(m)}
}

// applied is a cluster after an apply of d.
func applied(t *testing.T, d plan.Desired) plan.Live {
	t.Helper()
	return apply(t, plan.Make(d, plan.Live{}, plan.Options{}), plan.Live{})
}

// unmark takes the mark away, as a full edit in the Dashboards does.
func unmark(live plan.Live, id string) plan.Live {
	live.Monitors = slices.Clone(live.Monitors)
	for i := range live.Monitors {
		if live.Monitors[i].ID == id {
			live.Monitors[i].Mark = nil
			live.Monitors[i].Monitor = clearLabels(live.Monitors[i].Monitor)
		}
	}
	return live
}

func clearLabels(m monitors.Monitor) monitors.Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		m.Triggers[i].Label = ""
		m.Triggers[i].Actions = slices.Clone(m.Triggers[i].Actions)
		for j := range m.Triggers[i].Actions {
			m.Triggers[i].Actions[j].Label = ""
		}
	}
	return m
}

// summary is a plan in short lines, to compare with what is wanted.
func summary(p *plan.Plan) string {
	var lines []string
	for _, c := range p.Changes {
		line := fmt.Sprintf("%s %s", c.Action, c.Address)
		if !c.Previous.IsZero() {
			line += " from " + c.Previous.String()
		}
		if c.EditedByAnotherHand {
			line += " (edited by another hand)"
		}
		if c.DoubleOf != "" {
			line += " (double of " + c.DoubleOf + ")"
		}
		if c.Action == plan.Update || c.Action == plan.Move || c.Action == plan.Adopt {
			for _, f := range c.Fields {
				line += " " + f.Path
			}
		}
		lines = append(lines, line)
	}
	for _, problem := range p.Problems {
		ids := []string{}
		for _, o := range problem.Objects {
			ids = append(ids, o.ID)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("problem %s %s %s %s", problem.Kind, problem.Address, strings.Join(ids, ","), problem.Word)))
	}
	for _, w := range p.Warnings {
		lines = append(lines, fmt.Sprintf("warning %s %s %s %d", w.Kind, w.Address, w.Object.ID, w.Count))
	}
	return strings.Join(lines, "\n")
}

func expect(t *testing.T, p *plan.Plan, want ...string) {
	t.Helper()
	if got := summary(p); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
