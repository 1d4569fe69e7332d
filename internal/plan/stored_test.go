package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// search is a body as Canonical leaves it.
func search(t *testing.T, text string) *monitors.Search {
	t.Helper()
	body, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	form, err := querydsl.Read(querydsl.OpenSearch2, body.(*orderedjson.Object))
	if err != nil {
		t.Fatal(err)
	}
	return &monitors.Search{Indices: []string{"a"}, Body: form.Body, Foreign: form.Foreign}
}

const (
	moon      = `{"query":{"moonphase":{"phase":"full"}}}`
	moonKept  = `{"query":{"moonphase":{"phase":"FULL","boost":1.0}}}`
	moonOther = `{"query":{"moonphase":{"phase":"new"}}}`
)

// rewritten plays a cluster that stores the moon in its own way, and an apply that
// then writes a mark that says so; killed: before that.
func rewritten(t *testing.T, p *plan.Plan, live plan.Live, killed bool) plan.Live {
	t.Helper()
	live = apply(t, p, live)
	for _, c := range p.Changes {
		i := slices.IndexFunc(live.Monitors, func(m monitors.Live) bool { return m.Mark != nil && m.Mark.Address == c.Address })
		m := &live.Monitors[i]
		if in := m.Monitor.Input.(*monitors.Search); orderedjson.Equal(in.Body, search(t, moon).Body) {
			m.Monitor.Input = search(t, moonKept)
		}
		if mark, otherwise := c.Monitor.StoredOtherwise(*m); otherwise && !killed {
			m.Mark = &mark
		}
	}
	return live
}

func moonlit(t *testing.T, body string) plan.Desired {
	d := plan.Desired{Workspace: workspace, Monitors: []plan.DesiredMonitor{monitor(t, "monitor.a")}}
	d.Monitors[0].Monitor.Triggers[0].Actions = nil
	d.Monitors[0].Monitor.Input = search(t, body)
	return d
}

func TestASearchThatIsStoredOtherwiseIsQuiet(t *testing.T) {
	d := moonlit(t, moon)
	live := rewritten(t, plan.Make(d, plan.Live{}, plan.Options{}), plan.Live{}, false)
	if live.Monitors[0].Mark.Search == nil {
		t.Fatal("the mark does not say how the search is stored")
	}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p)
	if drift := plan.FindDrift(p, d, live, plan.DriftOptions{}); drift.Any() {
		t.Errorf("drift: %+v", drift)
	}

	// What else changes is shown alone, and one write is enough.
	d.Monitors[0].Monitor.Name = "Renamed"
	p = plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a name")
	if f := p.Changes[0].Fields[0]; f.Origin != plan.InFiles {
		t.Errorf("origin %s", f.Origin)
	}
	stored := live.Monitors[0]
	if _, otherwise := p.Changes[0].Monitor.StoredOtherwise(stored); otherwise || p.Changes[0].Monitor.Mark.Search == nil {
		t.Error("what is known is told again")
	}
	live = rewritten(t, p, live, false)
	expect(t, plan.Make(d, live, plan.Options{}))
}

func TestAChangeOfASearchThatIsStoredOtherwise(t *testing.T) {
	for _, c := range []struct {
		name           string
		declared, live string
		origin         plan.Origin
	}{
		{"in the files", moonOther, moonKept, plan.InFiles},
		{"on the cluster", moon, moonOther, plan.OnCluster},
		{"on both", moonOther, `{"query":{"moonphase":{"phase":"half"}}}`, plan.InBoth},
	} {
		live := rewritten(t, plan.Make(moonlit(t, moon), plan.Live{}, plan.Options{}), plan.Live{}, false)
		live.Monitors[0].Monitor.Input = search(t, c.live)
		live.Monitors[0].Monitor.Name = "Renamed" // so that the whole hash tells nothing
		d := moonlit(t, c.declared)
		p := plan.Make(d, live, plan.Options{})
		if len(p.Changes) != 1 {
			t.Errorf("%s: %s", c.name, summary(p))
			continue
		}
		i := slices.IndexFunc(p.Changes[0].Fields, func(f plan.FieldChange) bool { return f.Path == "extraction_query.body" })
		if i < 0 || p.Changes[0].Fields[i].Origin != c.origin {
			t.Errorf("%s: got %+v", c.name, p.Changes[0].Fields)
		}
		expect(t, plan.Make(d, rewritten(t, p, live, false), plan.Options{}))
	}
}

// An apply that is killed before it can say how the search is stored is healed by
// the next.
func TestKilledBeforeTheMark(t *testing.T) {
	d := moonlit(t, moon)
	live := rewritten(t, plan.Make(d, plan.Live{}, plan.Options{}), plan.Live{}, true)
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a extraction_query.body", "warning foreign-search monitor.a  0")
	expect(t, plan.Make(d, rewritten(t, p, live, false), plan.Options{}))
}

// What is adopted may mean the same, which can't be told; afterwards it can.
func TestAdoptingASearchThatIsStoredOtherwise(t *testing.T) {
	d := moonlit(t, moon)
	live := plan.Live{Monitors: []monitors.Live{liveMonitor("hand-made", d.Monitors[0].Monitor)}}
	live.Monitors[0].Monitor = clearLabels(live.Monitors[0].Monitor)
	live.Monitors[0].Monitor.Input = search(t, moonKept)
	d.Imports = []plan.Import{{To: at(t, "monitor.a"), ID: "hand-made"}}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "adopt monitor.a extraction_query.body", "warning foreign-search monitor.a  0")
	expect(t, plan.Make(d, rewritten(t, p, live, false), plan.Options{}))
}

// With ignore_changes the search is what is there; how it was declared is kept.
func TestIgnoringASearchThatIsStoredOtherwise(t *testing.T) {
	d := moonlit(t, moon)
	live := rewritten(t, plan.Make(d, plan.Live{}, plan.Options{}), plan.Live{}, false)
	d.Monitors[0].Lifecycle.IgnoreChanges = []string{"extraction_query"}
	expect(t, plan.Make(d, live, plan.Options{}))
	d.Monitors[0].Monitor.Name = "Renamed"
	live = rewritten(t, plan.Make(d, live, plan.Options{}), live, false)
	d.Monitors[0].Lifecycle.IgnoreChanges = nil
	expect(t, plan.Make(d, live, plan.Options{}))
}

// A value that has none in this run leaves the search out of the comparison.
func TestAnUnknownValueInASearchThatIsStoredOtherwise(t *testing.T) {
	d := moonlit(t, moon)
	live := rewritten(t, plan.Make(d, plan.Live{}, plan.Options{}), plan.Live{}, false)
	d = moonlit(t, `{"query":{"moonphase":{"phase":"`+monitors.UnknownText("var.phase")+`"}}}`)
	expect(t, plan.Make(d, live, plan.Options{}), "warning not-compared monitor.a  0")
}
