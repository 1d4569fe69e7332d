package preflight_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/crash"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// cluster answers dry runs from a list, the last one again and again.
type cluster struct {
	answers     []wire.Run
	errors      []error // in place of answers, likewise; nil: an answer
	hangs       bool    // runs end with their time alone
	search      *orderedjson.Object
	searchError error

	mu       sync.Mutex
	runs     []string // names of monitors, in the order in which they came
	searches []string
	atOnce   int
	most     int
}

var errNotAsked = &preflight.Refusal{Kind: preflight.Forbidden, Reason: "not asked"}

func (c *cluster) DryRun(ctx context.Context, m monitors.Monitor) (wire.Run, error) {
	c.mu.Lock()
	n := len(c.runs)
	c.runs = append(c.runs, m.Name)
	c.atOnce++
	c.most = max(c.most, c.atOnce)
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.atOnce--
		c.mu.Unlock()
	}()
	if c.hangs {
		<-ctx.Done()
		return wire.Run{}, &preflight.Refusal{Kind: preflight.TooSlow, Reason: "no answer"}
	}
	if len(c.errors) > 0 {
		if err := c.errors[min(n, len(c.errors)-1)]; err != nil {
			return wire.Run{}, err
		}
	}
	if len(c.answers) == 0 {
		return quietRun(m), nil
	}
	return c.answers[min(n, len(c.answers)-1)], nil
}

func (c *cluster) Search(_ context.Context, indices []string, _ *orderedjson.Object) (*orderedjson.Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.searches = append(c.searches, fmt.Sprint(indices))
	if c.searchError != nil {
		return nil, c.searchError
	}
	return c.search, nil
}

// quietRun is a run in which a search worked, and nothing fired.
func quietRun(m monitors.Monitor) wire.Run {
	run := wire.Run{MonitorName: m.Name, Body: parsed(`{"input_results": {"results": [{"_shards": {"total": 1, "failed": 0}, "hits": {"total": {"value": 0}, "hits": []}}], "error": null}}`)}
	for _, t := range m.Triggers {
		run.Triggers = append(run.Triggers, wire.TriggerRun{ID: t.ID, Name: t.Name})
	}
	return run
}

// loudRun is one in which every trigger fired.
func loudRun(m monitors.Monitor) wire.Run {
	run := quietRun(m)
	for i := range run.Triggers {
		run.Triggers[i].Triggered = true
	}
	return run
}

func parsed(text string) *orderedjson.Object {
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		panic(err)
	}
	return v.(*orderedjson.Object)
}

// labelled gives triggers and actions labels and ids, as a configuration does.
func labelled(m monitors.Monitor) monitors.Monitor {
	for i := range m.Triggers {
		t := &m.Triggers[i]
		t.Label = t.Name
		for j := range t.Actions {
			t.Actions[j].Label = t.Actions[j].Name
		}
	}
	return m
}

func planOf(list ...monitors.Monitor) *plan.Plan {
	made := &plan.Plan{}
	for i, m := range list {
		made.Changes = append(made.Changes, plan.Change{Action: plan.Create, Address: address.ForMonitor(fmt.Sprintf("m%03d", i)), Monitor: &plan.MonitorChange{Desired: m}})
	}
	return made
}

func preflightOf(t *testing.T, c preflight.Cluster, list ...monitors.Monitor) *plan.Preflight {
	t.Helper()
	return preflightWith(t, c, preflight.Options{Allow: given(25)}, planOf(list...))
}

func preflightWith(t *testing.T, c preflight.Cluster, o preflight.Options, made *plan.Plan) *plan.Preflight {
	t.Helper()
	report, err := preflight.Run(t.Context(), made, c, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// searching is a monitor of a search with a condition and a message that nothing else
// has.
func searching(n int) monitors.Monitor {
	m := monitors.Monitor{
		Name: fmt.Sprintf("m%d", n), Type: monitors.QueryLevel, Enabled: true,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Input:    &monitors.Search{Indices: []string{"logs-*"}, Body: parsed(fmt.Sprintf(`{"size": 0, "query": {"term": {"n": {"value": %d}}}}`, n))},
		Triggers: []monitors.Trigger{{
			Label: "any", ID: fmt.Sprintf("t%d", n), Name: "any", Severity: "1",
			Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: fmt.Sprintf("ctx.results[0].hits.total.value > %d", n), Lang: "painless"}},
			Actions:   []monitors.Action{{Label: "tell", ID: fmt.Sprintf("a%d", n), Name: "tell", Message: monitors.Script{Source: fmt.Sprintf("message %d", n), Lang: "mustache"}}},
		}},
	}
	m, err := m.Canonical()
	if err != nil {
		panic(err)
	}
	return m
}

func many(n int) []monitors.Monitor {
	var list []monitors.Monitor
	for i := range n {
		list = append(list, searching(i))
	}
	return list
}

// memory is what preflights of one test share.
type memory struct {
	now   time.Time
	notes []note
}

type note struct {
	at time.Time
	preflight.Compiled
}

func (m *memory) Since(from time.Time) []preflight.Compiled {
	var list []preflight.Compiled
	for _, n := range m.notes {
		if !n.at.Before(from) {
			list = append(list, n.Compiled)
		}
	}
	return list
}

func (m *memory) Note(list []preflight.Compiled) {
	for _, c := range list {
		m.notes = append(m.notes, note{m.now, c})
	}
}

var errBroken = errors.New("connection reset")

// crashing panics in the run of a monitor.
type crashing struct{ cluster }

func (*crashing) DryRun(context.Context, monitors.Monitor) (wire.Run, error) { panic("hunter2") }

// A panic in a run comes to who asked for the preflight, who knows what may not be
// printed of it: the runtime would print it all.
func TestAPanicInARunIsCarried(t *testing.T) {
	defer func() {
		if carried, ok := recover().(*crash.Panic); !ok || carried.Value != "hunter2" {
			t.Errorf("got %v", carried)
		}
	}()
	preflightOf(t, &crashing{}, many(3)...)
}
