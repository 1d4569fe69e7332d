package alerts_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

const bucketLevel = `{"type": "monitor", "name": "by user", "monitor_type": "bucket_level_monitor", "enabled": true,
	"schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
	"inputs": [{"search": {"indices": ["events"], "query": {"size": 0, "query": {"match_all": {}},
		"aggregations": {"users": {"composite": {"size": 10, "sources": [{"user": {"terms": {"field": "user.keyword"}}}]}}}}}}],
	"triggers": [{"bucket_level_trigger": {"id": "t", "name": "some", "severity": "1",
		"condition": {"buckets_path": {"n": "_count"}, "parent_bucket_path": "users",
			"script": {"source": "params.n > 0", "lang": "painless"}, "gap_policy": "skip"},
		"actions": [{"id": "a", "name": "tell", "destination_id": "d", "throttle_enabled": true,
			"throttle": {"value": 10, "unit": "MINUTES"},
			"message_template": {"source": "{{#ctx.newAlerts}}new {{bucket_keys}}{{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}old {{bucket_keys}}{{/ctx.dedupedAlerts}}.", "lang": "mustache"}}]}}]}`

func TestBucketLevelSeries(t *testing.T) {
	s := newSeries(t, bucketLevel)
	s.write("1", `{"user": "ann"}`)
	s.expect("opened alert-1 ACTIVE")
	s.write("2", `{"user": "bob"}`)
	s.expect("opened alert-2 ACTIVE; stayed alert-1 ACTIVE; throttled a")
	s.ledger.Acknowledge(s.now, "alert-2")
	s.expect("stayed alert-1 ACTIVE; silent alert-2 ACKNOWLEDGED; throttled a")
	if _, err := s.store.Remove(index.Write{Index: "events", ID: "2"}); err != nil {
		t.Fatal(err)
	}
	s.expect("stayed alert-1 ACTIVE; completed alert-2 COMPLETED")
	open := s.ledger.Open("m")
	if len(open) != 1 || open[0].Bucket.Hash() != "ann" || open[0].Actions[0].Throttled != 2 {
		t.Fatalf("%+v", open)
	}
}

const documentLevel = `{"type": "monitor", "name": "documents", "monitor_type": "doc_level_monitor", "enabled": true,
	"schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
	"inputs": [{"doc_level_input": {"description": "", "indices": ["events"], "queries": [
		{"id": "q1", "name": "root", "query": "user:root", "tags": ["who"]}]}}],
	"triggers": [{"document_level_trigger": {"id": "t", "name": "some", "severity": "1",
		"condition": {"script": {"source": "query[name=root]", "lang": "painless"}},
		"actions": [{"id": "a", "name": "tell", "destination_id": "d", "throttle_enabled": true,
			"throttle": {"value": 10, "unit": "MINUTES"},
			"message_template": {"source": "{{#ctx.alerts}}{{id}} {{finding_ids}} {{related_doc_ids}}{{/ctx.alerts}}", "lang": "mustache"}}]}}]}`

func TestDocumentLevelSeries(t *testing.T) {
	s := newSeries(t, documentLevel)
	s.write("1", `{"user": "root"}`)
	s.write("2", `{"user": "bob"}`)
	run := s.run()
	if got := told(run); got != "opened alert-1 ACTIVE" {
		t.Fatal(got)
	}
	if got := run.Result.Triggers[0].Documents.Actions[0].Message; got != "alert-1 finding-1 1|events" {
		t.Fatal(got)
	}
	s.expect("") // seen already
	s.write("1", `{"user": "root", "again": true}`)
	s.write("3", `{"user": "root"}`)
	s.expect("opened alert-2 ACTIVE; opened alert-3 ACTIVE") // nothing is throttled
	if refused := s.ledger.Acknowledge(s.now, "alert-2"); refused != nil {
		t.Fatal(refused)
	}
	ids := func(list []*alerts.Alert) (out []string) {
		for _, a := range list {
			out = append(out, fmt.Sprint(a.ID, " ", a.State))
		}
		return out
	}
	if open := ids(s.ledger.Open("m")); !slices.Equal(open, []string{"alert-1 ACTIVE", "alert-3 ACTIVE"}) {
		t.Fatal(open)
	}
	if over := ids(s.ledger.History("m")); !slices.Equal(over, []string{"alert-2 ACKNOWLEDGED"}) {
		t.Fatal(over)
	}
	if n := len(s.ledger.Findings()); n != 3 {
		t.Fatal(n)
	}
}

// A condition that fails has an alert of its own, which ends with the first run
// that goes well.
func TestDocumentLevelFailure(t *testing.T) {
	s := newSeries(t, documentLevel)
	condition := s.monitor.Array("triggers")[0].(*orderedjson.Object).Object("document_level_trigger").Object("condition").Object("script")
	condition.Set("source", "query[name=root] &&")
	s.write("1", `{"user": "root"}`)
	s.expect("opened error-alert-m-error-1 ERROR")
	s.expect("stayed error-alert-m-error-1 ERROR")
	condition.Set("source", "query[name=root]")
	s.expect("completed error-alert-m-error-1 ERROR")
	if over := s.ledger.History("m"); len(over) != 1 || over[0].ErrorMessage == "" || over[0].End.IsZero() {
		t.Fatalf("%+v", over)
	}
}
