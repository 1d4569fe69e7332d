package monitortest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Answers of _execute of each level (the forms of runs on 2.19.4).
func TestFromAnswer(t *testing.T) {
	const query = `{"monitor_name": "m", "period_start": 1000, "period_end": 2000, "error": null,
		"input_results": {"results": [{"hits": {"total": {"value": 2, "relation": "eq"}, "hits": [{"_id": "7"}]}}], "error": null},
		"trigger_results": {"t": {"name": "any", "triggered": true, "action_results": {
			"a": {"id": "a", "name": "tell", "output": {"subject": "s", "message": "m"}, "throttled": false, "executionTime": 1, "error": null},
			"b": {"id": "b", "name": "fail", "output": {}, "throttled": false, "executionTime": 1, "error": "no"}}, "error": null}}}`
	const bucket = `{"period_start": 1000, "period_end": 2000, "input_results": {"results": [{"hits": {"total": {"value": 3}, "hits": []},
		"aggregations": {"by": {"buckets": []}, "t": {"bucket_indices": [0]}}}], "error": null},
		"trigger_results": {"t": {"name": "many", "agg_result_buckets": {"a#b": {"agg_alert_content": {"parent_bucket_path": "by", "bucket_keys": ["a", "b"], "bucket": {"doc_count": 2}}}},
			"action_results": {"a#b": {"x": {"id": "x", "name": "tell", "output": {"subject": "", "message": "m"}, "throttled": false, "error": null}}}, "error": null}}}`
	const document = `{"period_start": 1000, "period_end": 2000, "input_results": {"results": [{"q": ["1|i", "2|i"]}], "error": null},
		"trigger_results": {"t": {"name": "docs", "triggeredDocs": ["1|i", "1|i", "2|i"], "action_results": {}, "error": null}}}`
	const failed = `{"period_start": 1000, "period_end": 2000, "input_results": {"results": [], "error": "all shards failed"},
		"trigger_results": {"t": {"name": "any", "triggered": true, "action_results": {}, "error": "{}"}}}`
	start, end := time.UnixMilli(1000), time.UnixMilli(2000)
	for text, want := range map[string]*monitortest.Outcome{
		query: {Start: start, End: end, Triggers: []monitortest.Triggered{{ID: "t", Name: "any", Fired: true,
			Messages: []monitortest.Message{{ID: "a", Subject: "s", Message: "m"}, {ID: "b", Error: "no"}}}}},
		bucket: {Start: start, End: end, Triggers: []monitortest.Triggered{{ID: "t", Name: "many", Fired: true,
			Buckets:  []monitortest.Bucket{{Keys: "a,b", Content: object(t, `{"doc_count": 2}`)}},
			Messages: []monitortest.Message{{ID: "x", Of: "a,b", Message: "m"}}}}},
		document: {Start: start, End: end, Triggers: []monitortest.Triggered{{ID: "t", Name: "docs", Fired: true, Documents: []string{"1", "2"}}}},
		failed:   {Start: start, End: end, SearchFailed: true, SearchError: "all shards failed", Triggers: []monitortest.Triggered{{ID: "t", Name: "any", Fired: true, Error: "{}"}}},
	} {
		got := monitortest.FromAnswer(object(t, text))
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(monitortest.Outcome{}, "Answer", "Found"), cmpopts.IgnoreUnexported(monitortest.Message{}),
			cmp.Comparer(func(a, b *orderedjson.Object) bool { return orderedjson.Equal(a, b) })); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
		if (got.Found != nil) != (text == document) || (got.Answer != nil) != (text == query || text == bucket) {
			t.Errorf("%s: answer %v, found %v", text, got.Answer, got.Found)
		}
	}
	got := monitortest.FromAnswer(object(t, bucket))
	if keys := got.Aggregations().Keys(); len(keys) != 1 || keys[0] != "by" {
		t.Errorf("aggregations %v", keys)
	}
}
