package alerts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// series is a monitor that runs every five minutes over the index "events".
type series struct {
	*testing.T
	ledger  alerts.Ledger
	store   *index.Store
	monitor *orderedjson.Object
	now     time.Time
}

func newSeries(t *testing.T, monitor string) *series {
	s := &series{T: t, now: noon, monitor: object(t, monitor)}
	s.store = index.NewStore(func() time.Time { return s.now })
	if err := s.store.Create("events", object(t, `{}`)); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *series) write(id, source string) {
	s.Helper()
	if _, err := s.store.Write(index.Write{Index: "events", ID: id, Source: object(s.T, source)}); err != nil {
		s.Fatal(err)
	}
}

func (s *series) run() *alerts.Run {
	s.Helper()
	s.now = s.now.Add(5 * time.Minute)
	run, err := s.ledger.Run(evaluate.Request{
		Monitor: evaluate.Monitor{ID: "m", Version: 1, Body: s.monitor}, Store: s.store,
		PeriodStart: s.now.Add(-5 * time.Minute), PeriodEnd: s.now, Now: s.now,
	})
	if err != nil {
		s.Fatal(err)
	}
	return run
}

// told is what a run did, in short: "opened alert-1 ACTIVE; throttled a".
func told(run *alerts.Run) string {
	var out []string
	for _, kind := range []struct {
		name string
		list []*alerts.Alert
	}{{"opened", run.Opened}, {"stayed", run.Stayed}, {"completed", run.Completed}, {"silent", run.Silent}} {
		for _, a := range kind.list {
			out = append(out, fmt.Sprintf("%s %s %s", kind.name, a.ID, a.State))
		}
	}
	for _, h := range run.Throttled {
		out = append(out, "throttled "+h.ActionID)
	}
	return strings.Join(out, "; ")
}

func (s *series) expect(want string) {
	s.Helper()
	if got := told(s.run()); got != want {
		s.Fatalf("%s: %q, want %q", s.now.Format("15:04"), got, want)
	}
}

const queryLevel = `{"type": "monitor", "name": "errors", "monitor_type": "query_level_monitor", "enabled": true,
	"schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
	"inputs": [{"search": {"indices": ["events"], "query": {"query": {"match_all": {}}}}}],
	"triggers": [{"query_level_trigger": {"id": "t", "name": "some", "severity": "1",
		"condition": {"script": {"source": "ctx.results[0].hits.total.value > 0", "lang": "painless"}},
		"actions": [{"id": "a", "name": "tell", "destination_id": "d", "throttle_enabled": true,
			"throttle": {"value": 10, "unit": "MINUTES"},
			"message_template": {"source": "{{ctx.alert.id}} {{ctx.alert.state}}.", "lang": "mustache"}}]}}]}`

func TestQueryLevelSeries(t *testing.T) {
	s := newSeries(t, queryLevel)
	s.expect("")
	s.write("1", `{"n": 1}`)
	s.expect("opened alert-1 ACTIVE")
	s.expect("stayed alert-1 ACTIVE; throttled a")
	s.expect("stayed alert-1 ACTIVE; throttled a") // ten minutes later to the millisecond
	s.expect("stayed alert-1 ACTIVE")
	if refused := s.ledger.Acknowledge(s.now, "alert-1", "alert-7"); len(refused) != 1 || refused["alert-7"] != alerts.NotFound("alert-7") {
		t.Fatal(refused)
	}
	s.expect("silent alert-1 ACKNOWLEDGED")
	if refused := s.ledger.Acknowledge(s.now, "alert-1"); refused["alert-1"] != "Alert has already been acknowledged." {
		t.Fatal(refused)
	}
	if _, err := s.store.Remove(index.Write{Index: "events", ID: "1"}); err != nil {
		t.Fatal(err)
	}
	s.expect("completed alert-1 COMPLETED")
	s.expect("")
	if open, over := s.ledger.Open("m"), s.ledger.History("m"); len(open) != 0 || len(over) != 1 || over[0].End.IsZero() {
		t.Fatal(open, over)
	}
}
