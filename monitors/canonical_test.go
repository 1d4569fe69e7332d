package monitors_test

import (
	"reflect"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

func canonical(t *testing.T, m monitors.Monitor) monitors.Monitor {
	t.Helper()
	c, err := m.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Canonical()
	if err != nil || again.Hash() != c.Hash() || !reflect.DeepEqual(again, c) {
		t.Errorf("a canonical form is not its own: %+v became %+v, %v", c, again, err)
	}
	return c
}

func TestCanonicalFillsInDefaults(t *testing.T) {
	m := canonical(t, monitors.Monitor{
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: "minutes"}},
		Input:    &monitors.Search{Indices: []string{}, Body: object(t, `{"query":{"match_all":{}},"size":0}`)},
		Triggers: []monitors.Trigger{
			{Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "true", Params: orderedjson.NewObject()}}, Actions: []monitors.Action{{
				Subject: &monitors.Script{Source: "s"}, Message: monitors.Script{Source: "m"}, Throttle: &monitors.Throttle{Value: 5},
				Policy: &monitors.ExecutionPolicy{Actionable: []string{"NEW", "NEW", "DEDUPED"}},
			}, {Policy: &monitors.ExecutionPolicy{PerExecution: true, Actionable: []string{"NEW"}}}}},
			{Condition: &monitors.BucketCondition{Filter: object(t, `{"include":["b","a","b"],"exclude":"x.*"}`), CompositeAggFilter: object(t, `{"k":{"exclude":["z","y"]}}`)}},
		},
	})
	bucket := m.Triggers[1].Condition.(*monitors.BucketCondition)
	action := m.Triggers[0].Actions[0]
	for what, got := range map[string][2]any{
		"type":                  {m.Type, monitors.QueryLevel},
		"unit":                  {m.Schedule.Interval.Unit, monitors.Minutes},
		"condition's language":  {m.Triggers[0].Condition.(*monitors.ScriptCondition).Script.Lang, "painless"},
		"empty params":          {m.Triggers[0].Condition.(*monitors.ScriptCondition).Script.Params == nil, true},
		"subject's language":    {action.Subject.Lang, "mustache"},
		"message's language":    {action.Message.Lang, "mustache"},
		"throttle's unit":       {action.Throttle.Unit, monitors.Minutes},
		"actionable, once each": {len(action.Policy.Actionable), 2},
		"unused actionable":     {len(m.Triggers[0].Actions[1].Policy.Actionable), 0},
		"gap policy":            {bucket.GapPolicy, "skip"},
		"bucket's language":     {bucket.Script.Lang, "painless"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: got %v, want %v", what, got[0], got[1])
		}
	}
	for what, got := range map[string][2]*orderedjson.Object{
		"search body":      {m.Input.(*monitors.Search).Body, object(t, `{"size":0,"query":{"match_all":{"boost":1.0}}}`)},
		"filter":           {bucket.Filter, object(t, `{"include":["a","b"],"exclude":"x.*"}`)},
		"composite filter": {bucket.CompositeAggFilter, object(t, `{"k":{"exclude":["y","z"]}}`)},
	} {
		if !orderedjson.Equal(got[0], got[1]) {
			t.Errorf("%s: got %v, want %v", what, got[0], got[1])
		}
	}
}

func TestCanonicalSharesNothing(t *testing.T) {
	m := monitors.Monitor{
		Triggers: []monitors.Trigger{{Condition: &monitors.BucketCondition{BucketsPath: map[string]string{"n": "_count"}}, Actions: []monitors.Action{{Name: "a"}}}},
	}
	c := canonical(t, m)
	c.Triggers[0].Name, c.Triggers[0].Actions[0].Name = "changed", "changed"
	c.Triggers[0].Condition.(*monitors.BucketCondition).BucketsPath["n"] = "changed"
	if m.Triggers[0].Name != "" || m.Triggers[0].Actions[0].Name != "a" || m.Triggers[0].Condition.(*monitors.BucketCondition).BucketsPath["n"] != "_count" {
		t.Error("a change of the canonical form changed the monitor it was made of")
	}
}

func TestCanonicalRefusesWhatTheServerRefuses(t *testing.T) {
	m := monitors.Monitor{Input: &monitors.Search{Body: object(t, `{"query":{"trem":{"a":1}}}`)}}
	if _, err := m.Canonical(); err == nil {
		t.Error("an unknown query is taken")
	}
}

// TestCanonicalZones has the zones of the transcripts schedules/timezones.
func TestCanonicalZones(t *testing.T) {
	for zone, want := range map[string]string{
		"Z": "Z", "GMT": "GMT", "GMT+2": "GMT+02:00", "GMT+09:00": "GMT+09:00", "UTC+9": "UTC+09:00", "UTC-03:30": "UTC-03:30",
		"+09:00": "+09:00", "+9": "+09:00", "+0900": "+09:00", "-00:00": "Z", "America/New_York": "America/New_York", "Etc/GMT-9": "Etc/GMT-9",
		"EST5EDT": "EST5EDT", "UT": "UT", "UTC": "UTC", "UTC+0": "UTC", "+09:00:30": "+09:00:30", "no zone": "no zone", "": "",
	} {
		m := canonical(t, monitors.Monitor{Schedule: monitors.Schedule{Cron: &monitors.Cron{Expression: "0 9 * * *", Timezone: zone}}})
		if got := m.Schedule.Cron.Timezone; got != want {
			t.Errorf("%q: got %q, want %q", zone, got, want)
		}
	}
}

// TestCanonicalClusterAPI has answers of 2.19.4 (monitor_errors/cluster_metrics).
func TestCanonicalClusterAPI(t *testing.T) {
	for _, c := range []struct{ sent, want monitors.ClusterAPI }{
		{monitors.ClusterAPI{Path: "/_cluster/health", APIType: "CLUSTER_STATS"}, monitors.ClusterAPI{Path: "/_cluster/health", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health"}},
		{monitors.ClusterAPI{Path: "/_nodes/stats", PathParams: "node1"}, monitors.ClusterAPI{Path: "/_nodes/stats", PathParams: "node1", APIType: "NODES_STATS", URL: "http://localhost:9200/_nodes/stats/node1"}},
		{monitors.ClusterAPI{Path: "/_cluster/health?level=shards"}, monitors.ClusterAPI{Path: "/_cluster/health?level=shards", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health?level=shards"}},
		{monitors.ClusterAPI{URL: "https://localhost:9200/_cluster/health"}, monitors.ClusterAPI{Path: "/_cluster/health", APIType: "CLUSTER_HEALTH", URL: "https://localhost:9200/_cluster/health"}},
		{monitors.ClusterAPI{URL: "http://localhost:9200/_cluster/health/logs"}, monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "logs", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health/logs"}},
		{monitors.ClusterAPI{URL: "http://localhost:9200/_cluster/health/logs/"}, monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "logs", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health/logs/"}},
		{monitors.ClusterAPI{Path: "/_cat/indices/a,b"}, monitors.ClusterAPI{Path: "/_cat/indices/a,b", PathParams: "a,b", APIType: "CAT_INDICES", URL: "http://localhost:9200/_cat/indices/a,b"}},
		{monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "a b"}, monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "a b", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/healtha%20b"}},
		{monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "a?level=shards"}, monitors.ClusterAPI{Path: "/_cluster/health", PathParams: "a?level=shards", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health/a?level=shards"}},
		{monitors.ClusterAPI{Path: "_cluster/health/"}, monitors.ClusterAPI{Path: "_cluster/health/", APIType: "CLUSTER_HEALTH", URL: "http://localhost:9200/_cluster/health/"}},
	} {
		got := canonical(t, monitors.Monitor{Input: &c.sent}).Input.(*monitors.ClusterAPI)
		if !reflect.DeepEqual(*got, c.want) {
			t.Errorf("%+v: got %+v, want %+v", c.sent, *got, c.want)
		}
		if again := canonical(t, monitors.Monitor{Input: got.AsAsked()}).Input.(*monitors.ClusterAPI); !reflect.DeepEqual(again, got) {
			t.Errorf("%+v: sent back, it becomes %+v", *got, *again)
		}
	}
}

// What the server has derived is not always what it takes back.
func TestClusterAPIAsAsked(t *testing.T) {
	for _, c := range []struct{ stored, want monitors.ClusterAPI }{
		{monitors.ClusterAPI{Path: "/_cat/indices", PathParams: "a", URL: "http://localhost:9200/_cat/indices/a"}, monitors.ClusterAPI{Path: "/_cat/indices", PathParams: "a", URL: "http://localhost:9200/_cat/indices/a"}},
		{monitors.ClusterAPI{Path: "/_cat/indices/a", PathParams: "a", URL: "http://localhost:9200/_cat/indices/a"}, monitors.ClusterAPI{Path: "/_cat/indices/a", URL: "http://localhost:9200/_cat/indices/a"}},
		{monitors.ClusterAPI{Path: "/_cluster/health", URL: "https://localhost:9200/_cluster/health"}, monitors.ClusterAPI{URL: "https://localhost:9200/_cluster/health"}},
		{monitors.ClusterAPI{Path: "/_cat/indices"}, monitors.ClusterAPI{Path: "/_cat/indices"}},
	} {
		if got := c.stored.AsAsked(); !reflect.DeepEqual(*got, c.want) {
			t.Errorf("%+v: got %+v, want %+v", c.stored, *got, c.want)
		}
	}
}
