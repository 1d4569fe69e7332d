package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketMonitor has an alert for each user; documentMonitor one for each document of
// root.
const (
	bucketMonitor = `{"type": "monitor", "name": "m", "monitor_type": "bucket_level_monitor",
	"schedule": {"period": {"interval": 3, "unit": "MINUTES"}},
	"inputs": [{"search": {"indices": ["events"], "query": {"size": 0, "query": {"match_all": {}},
		"aggregations": {"users": {"composite": {"size": 10, "sources": [{"user": {"terms": {"field": "user"}}}]}}}}}}],
	"triggers": [{"bucket_level_trigger": {"id": "t", "name": "some", "severity": "2",
		"condition": {"buckets_path": {"n": "_count"}, "parent_bucket_path": "users",
			"script": {"source": "params.n > 1", "lang": "painless"}, "gap_policy": "skip"},
		"actions": [{"id": "a", "name": "tell", "destination_id": "topic", "throttle_enabled": true,
			"throttle": {"value": 10, "unit": "MINUTES"},
			"action_execution_policy": {"action_execution_scope": {"per_alert": {"actionable_alerts": ["NEW", "DEDUPED", "COMPLETED"]}}},
			"message_template": {"source": "{{#ctx.newAlerts}}new {{bucket_keys}}{{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}old {{bucket_keys}}{{/ctx.dedupedAlerts}}{{#ctx.completedAlerts}}over {{bucket_keys}}{{/ctx.completedAlerts}}.", "lang": "mustache"}}]}}]}`
	documentMonitor = `{"type": "monitor", "name": "m", "monitor_type": "doc_level_monitor",
	"schedule": {"period": {"interval": 2, "unit": "MINUTES"}},
	"inputs": [{"doc_level_input": {"description": "", "indices": ["events"], "queries": [
		{"id": "q1", "name": "root", "query": "user:root", "tags": []}]}}],
	"triggers": [{"document_level_trigger": {"id": "t", "name": "some", "severity": "3",
		"condition": {"script": {"source": "query[name=root]", "lang": "painless"}},
		"actions": [{"id": "a", "name": "tell", "destination_id": "topic",
			"action_execution_policy": {"action_execution_scope": {"per_alert": {"actionable_alerts": ["NEW"]}}},
			"message_template": {"source": "{{#ctx.alerts}}{{related_doc_ids}}{{/ctx.alerts}}", "lang": "mustache"}}]}}]}`
	eventMapping = `{"mappings": {"properties": {"user": {"type": "keyword"}}}}`
	topicChannel = `{"config_id": "topic", "config": {"name": "Topic", "config_type": "sns", "sns": {"topic_arn": "arn:aws:sns:eu-west-1:123456789012:t"}}}`
)

// throttledMinutes is a throttle of an action.
func throttledMinutes(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(`, "throttle_enabled": true, "throttle": {"value": %d, "unit": "MINUTES"}`, n)
}

// TestRandomMornings lets things happen at random, and holds what the sandbox's
// scheduler made of them to runs done one by one over a ledger of alerts.
func TestRandomMornings(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 6))
			body := []string{bucketMonitor, documentMonitor}[seed%2]
			if seed%3 > 0 {
				body = monitorOf(minutes(1+random.IntN(5)), "", above("x", 0, throttledMinutes(random.IntN(12))),
					above("y", 2, throttledMinutes(random.IntN(12))), above("z", 3+random.IntN(3), ""))
				body = strings.ReplaceAll(body, `"pager"`, `"topic"`)
			}
			m := newTwin(t, body)
			for range 120 {
				m.happen(random)
				m.until(m.ledgerTime.Add(time.Duration(random.IntN(120)) * time.Second))
			}
			m.compare()
		})
	}
}

// twin is one monitor twice: in a sandbox, and over a ledger.
type twin struct {
	*rig
	id         string
	body       *orderedjson.Object
	store      *index.Store
	ledger     alerts.Ledger
	ledgerTime time.Time
	due        time.Time
	interval   time.Duration
	events     []string
	written    int
	messages   []string // of the ledger's runs
}

func newTwin(t *testing.T, body string) *twin {
	s, _ := scheduled(t)
	s.call("DELETE /events", "")
	s.call("PUT /events", eventMapping)
	s.call("POST /_plugins/_notifications/configs", topicChannel)
	m := &twin{rig: s, id: s.create(body), ledgerTime: morning}
	stored := s.call("GET /_plugins/_alerting/monitors/"+m.id, "")
	m.body = stored.Object("monitor")
	m.store = index.NewStore(func() time.Time { return m.ledgerTime })
	mapping, err := orderedjson.Parse([]byte(eventMapping))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.store.Create("events", mapping.(*orderedjson.Object)); err != nil {
		t.Fatal(err)
	}
	n, _ := m.body.Object("schedule").Object("period").Get("interval")
	if m.interval, err = time.ParseDuration(fmt.Sprint(n) + "m"); err != nil {
		t.Fatal(err)
	}
	m.due = morning.Add(m.interval)
	return m
}

// happen lets an event come or go, or somebody acknowledge.
func (m *twin) happen(random *rand.Rand) {
	m.t.Helper()
	switch n := random.IntN(8); {
	case n < 4:
		m.written++
		id := fmt.Sprint(m.written)
		source := fmt.Sprintf(`{"user": %q}`, []string{"ann", "bob", "root"}[random.IntN(3)])
		m.call("PUT /events/_doc/"+id+"?refresh=true", source)
		v, _ := orderedjson.Parse([]byte(source))
		if _, err := m.store.Write(index.Write{Index: "events", ID: id, Source: v.(*orderedjson.Object)}); err != nil {
			m.t.Fatal(err)
		}
		m.events = append(m.events, id)
	case n < 7 && len(m.events) > 0:
		i := random.IntN(len(m.events))
		m.call("DELETE /events/_doc/"+m.events[i]+"?refresh=true", "")
		if _, err := m.store.Remove(index.Write{Index: "events", ID: m.events[i]}); err != nil {
			m.t.Fatal(err)
		}
		m.events = slices.Delete(m.events, i, i+1)
	case random.IntN(3) == 0:
		m.acknowledge(m.id)
		for _, a := range m.ledger.Open(m.id) {
			if a.State == alerts.Active {
				m.ledger.Acknowledge(m.ledgerTime, a.ID)
			}
		}
	}
	_ = m.store.Refresh("events")
}

// until lets both times pass.
func (m *twin) until(end time.Time) {
	m.t.Helper()
	for ; !m.due.After(end); m.due = m.due.Add(m.interval) {
		m.ledgerTime = m.due
		run, err := m.ledger.Run(evaluate.Request{
			Monitor: evaluate.Monitor{ID: m.id, Version: 1, Body: m.body}, Store: m.store,
			PeriodStart: m.due.Add(-m.interval), PeriodEnd: m.due, Now: m.due,
		})
		if err != nil {
			m.t.Fatal(err)
		}
		for _, t := range run.Result.Triggers {
			for _, a := range actionsOf(t) {
				m.messages = append(m.messages, fmt.Sprintf("%s %s %q throttled=%v %s", m.due.Format("15:04:05"), t.Name, a.Message, a.Throttled, a.Error))
			}
		}
	}
	m.ledgerTime = end
	m.now.Set(end)
}

func actionsOf(t *evaluate.TriggerResult) []*evaluate.ActionResult {
	list := t.Actions
	if t.Buckets != nil {
		for _, a := range t.Buckets.Actions {
			list = append(list, a.ActionResult)
		}
	}
	if t.Documents != nil {
		for _, a := range t.Documents.Actions {
			list = append(list, a.ActionResult)
		}
	}
	return list
}

// compare holds the sandbox's messages and alerts to the ledger's.
func (m *twin) compare() {
	m.t.Helper()
	var messages []string
	for _, x := range m.call("GET /_sandbox/messages?size=1000", "").Array("messages") {
		o, _ := x.(*orderedjson.Object)
		at, err := time.Parse(time.RFC3339, o.Text("time"))
		if err != nil {
			m.t.Fatal(err)
		}
		messages = append(messages, fmt.Sprintf("%s %s %q throttled=%v %s", at.Format("15:04:05"), o.Text("trigger"), o.Text("message"), o.Text("outcome") == "throttled", o.Text("reason")))
	}
	if len(messages) == 0 {
		m.t.Error("no message at all")
	}
	if diff := cmp.Diff(m.messages, messages); diff != "" {
		m.t.Errorf("messages (- ledger, + sandbox): %s", diff)
	}
	var kept []string
	at := func(x time.Time) string {
		if x.IsZero() {
			return "-"
		}
		return x.Sub(morning).String()
	}
	for _, a := range append(m.ledger.Open(m.id), m.ledger.History(m.id)...) {
		kept = append(kept, fmt.Sprintln(a.TriggerID, a.State, at(a.Start), at(a.LastNotification), at(a.Acknowledged), at(a.End)))
	}
	slices.Sort(kept)
	if diff := cmp.Diff(kept, m.kept()); diff != "" {
		m.t.Errorf("alerts (- ledger, + sandbox): %s", diff)
	}
}

// kept are the sandbox's alerts, open and over.
func (m *twin) kept() []string {
	var list []string
	for _, x := range m.call("GET /_plugins/_alerting/monitors/alerts?alertState=ALL&size=1000&monitorId="+m.id, "").Array("alerts") {
		o, _ := x.(*orderedjson.Object)
		line := []any{o.Text("trigger_id"), o.Text("state")}
		for _, key := range []string{"start_time", "last_notification_time", "acknowledged_time", "end_time"} {
			v, _ := o.Get(key)
			if v == nil {
				line = append(line, "-")
				continue
			}
			ms, err := time.ParseDuration(fmt.Sprint(v) + "ms")
			if err != nil {
				m.t.Fatal(err)
			}
			line = append(line, (ms - time.Duration(morning.UnixMilli())*time.Millisecond).String())
		}
		list = append(list, fmt.Sprintln(line...))
	}
	slices.Sort(list)
	return list
}
