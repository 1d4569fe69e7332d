package planfile_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/monitors"
)

const secretURL = "https://hooks.slack.example/services/T0/B0/swordfish"

// cheap makes digests fast enough for tests.
var cheap = planfile.Secrets{Function: "scrypt", Cost: planfile.Cost{N: 2, R: 1, P: 1}, Salt: "00112233445566778899aabbccddeeff"}

// world is a configuration and a cluster.
type world struct {
	t       testing.TB
	desired plan.Desired
	live    plan.Live
	options plan.Options
	clock   int64
	secrets []string
}

func at(text string) address.Address {
	a, err := address.Parse(text)
	if err != nil {
		panic(err)
	}
	return a
}

// newWorld declares destination.slack.soc and monitors that send to it.
func newWorld(t testing.TB, labels ...string) *world {
	w := &world{t: t, live: plan.Live{AlertsKnown: true}, secrets: []string{secretURL}}
	w.desired = plan.Desired{Workspace: "soc", Destinations: []plan.DesiredDestination{{
		Address: at("destination.slack.soc"), Destination: destinations.Destination{
			Kind: destinations.Slack, Name: "soc", Enabled: true, Settings: &destinations.ChatSettings{URL: destinations.NewSecret(secretURL)},
		},
	}}}
	for _, label := range labels {
		w.declare(label)
	}
	return w
}

func (w *world) declare(label string) *monitors.Monitor {
	body, err := orderedjson.Parse([]byte(`{"size":0,"query":{"match_all":{"boost":1.0}}}`))
	if err != nil {
		w.t.Fatal(err)
	}
	w.desired.Monitors = append(w.desired.Monitors, plan.DesiredMonitor{Address: at("monitor." + label), Monitor: monitors.Monitor{
		Name: "Monitor " + label, Type: monitors.QueryLevel, Enabled: true,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Input:    &monitors.Search{Indices: []string{"cwl-*"}, Body: body.(*orderedjson.Object)},
		Triggers: []monitors.Trigger{{
			Label: "any", Name: "any", Severity: "1",
			Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "ctx.results[0].hits.total.value > 0", Lang: "painless"}},
			Actions: []monitors.Action{{
				Label: "notify", Name: "notify", Message: monitors.Script{Source: "fired", Lang: "mustache"},
				Destination: monitors.DestinationRef{Address: at("destination.slack.soc")},
			}},
		}},
	}})
	return w.monitor(label)
}

func (w *world) monitor(label string) *monitors.Monitor {
	for i := range w.desired.Monitors {
		if w.desired.Monitors[i].Address.Label() == label {
			return &w.desired.Monitors[i].Monitor
		}
	}
	w.t.Fatalf("no monitor %s", label)
	return nil
}

// drop takes blocks out of the configuration.
func (w *world) drop(label string) {
	w.desired.Monitors = slices.DeleteFunc(w.desired.Monitors, func(d plan.DesiredMonitor) bool { return d.Address.Label() == label })
	w.desired.Destinations = slices.DeleteFunc(w.desired.Destinations, func(d plan.DesiredDestination) bool { return d.Address.Label() == label })
}

func (w *world) plan() *plan.Plan { return plan.Make(w.desired, w.live, w.options) }

// record is the plan file of what would happen now.
func (w *world) record() planfile.Record {
	w.t.Helper()
	r, err := planfile.New(planfile.Header{Workspace: "soc", Secrets: cheap}, w.plan(), planfile.Shown{JSON: orderedjson.NewObject()}, w.secrets)
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := planfile.Encode(r)
	if err != nil {
		w.t.Fatal(err)
	}
	if r, err = planfile.Decode(text); err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) compare(r planfile.Record) planfile.Comparison {
	w.t.Helper()
	c, err := planfile.Compare(r, planfile.Fresh{Plan: w.plan(), Live: w.live, Secrets: w.secrets})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// carryOut does changes on the cluster, in their order but for deletes, which are last.
func (w *world) carryOut(changes []plan.Change) {
	for _, last := range []bool{false, true} {
		for _, c := range changes {
			if last == (c.Action == plan.Delete) {
				w.do(c)
			}
		}
	}
}

func (w *world) do(c plan.Change) {
	w.clock++
	w.live.Monitors = slices.DeleteFunc(slices.Clone(w.live.Monitors), func(m monitors.Live) bool { return c.Monitor != nil && m.ID == c.ID })
	w.live.Channels = slices.DeleteFunc(slices.Clone(w.live.Channels), func(l destinations.Live) bool { return c.Destination != nil && l.ID == c.ID })
	switch {
	case c.Action == plan.Delete:
	case c.Destination != nil:
		w.live.Channels = append(w.live.Channels, destinations.Live{ID: c.ID, Destination: c.Destination.Desired, Address: c.Address})
	default:
		id := c.ID
		if id == "" || c.Action == plan.Replace {
			id = "id-" + strconv.FormatInt(w.clock, 10)
		}
		m := monitors.Live{ID: id, Version: monitors.Version{SeqNo: w.clock, PrimaryTerm: 1}, Monitor: stored(c.Monitor.Desired), Owner: "alerting"}
		m.Destinations = plan.DestinationIDs(m.Monitor)
		if c.Action != plan.Forget {
			m.Mark = &c.Monitor.Mark
		}
		w.live.Monitors = append(w.live.Monitors, m)
	}
}

// stored is a monitor as a cluster has it: without addresses, and what the mark keeps.
func stored(m monitors.Monitor) monitors.Monitor {
	m.Description = ""
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		m.Triggers[i].Actions = slices.Clone(m.Triggers[i].Actions)
		for j := range m.Triggers[i].Actions {
			m.Triggers[i].Actions[j].Destination.Address = address.Address{}
		}
	}
	return m
}

// applied makes the cluster as declared.
func (w *world) applied() *world {
	w.t.Helper()
	w.carryOut(w.plan().Changes)
	if p := w.plan(); len(p.Changes)+len(p.Problems) > 0 {
		w.t.Fatalf("the second plan is not empty: %+v %+v", p.Changes, p.Problems)
	}
	return w
}

// touch is another hand that changes a monitor on the cluster.
func (w *world) touch(label string, change func(*monitors.Live)) {
	w.clock++
	for i := range w.live.Monitors {
		m := &w.live.Monitors[i]
		if m.Mark != nil && m.Mark.Address.Label() == label {
			m.Version.SeqNo = w.clock
			change(m)
			return
		}
	}
	w.t.Fatalf("no live monitor %s", label)
}
