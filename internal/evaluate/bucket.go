package evaluate

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Bucket is a bucket that a bucket-level trigger chose.
type Bucket struct {
	Parent  string              // the trigger's parent_bucket_path
	Keys    []string            // of a composite in the order of Java's HashMap of its sources
	Content *orderedjson.Object // the bucket as the search answered it
}

// Hash is what names the bucket in answers: its keys, joined by "#".
func (b *Bucket) Hash() string { return strings.Join(b.Keys, "#") }

// Object prints the bucket as agg_alert_content of a result or an alert.
func (b *Bucket) Object() *orderedjson.Object {
	keys := make([]any, len(b.Keys))
	for i, k := range b.Keys {
		keys[i] = k
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "parent_bucket_path", Value: b.Parent},
		orderedjson.Member{Key: "bucket_keys", Value: keys}, orderedjson.Member{Key: "bucket", Value: b.Content})
}

// BucketAlerts is what a bucket-level run asks about the past, and tells of its
// alerts on the way: the server writes them before it renders messages.
type BucketAlerts interface {
	// Open lists the open alerts of a trigger, each with its Bucket.
	Open(triggerID string) []*Alert
	// Save is told what a page of results brought: open alerts that were found
	// again, with the bucket as it is now, and new ones. It gives new ones their
	// id, version and execution id, and returns those that could be written: of
	// others nobody is told (from source, not observed).
	Save(trigger *TriggerResult, deduped, opened []*Alert) (written []*Alert)
	// Throttled tells whether an action is held back for an alert now.
	Throttled(alert *Alert, action *orderedjson.Object) bool
}

// noPast is a run without earlier ones that leaves nothing: an inline one.
type noPast struct{}

func (noPast) Open(string) []*Alert { return nil }

func (noPast) Save(_ *TriggerResult, _, opened []*Alert) []*Alert { return opened }

func (noPast) Throttled(*Alert, *orderedjson.Object) bool { return false }

// BucketsResult is what a bucket-level trigger gave beside what all triggers give.
type BucketsResult struct {
	Chosen []*Bucket
	// The alerts by what became of them. Deduped has no acknowledged ones: no
	// action is done for those.
	New, Deduped, Completed []*Alert
	// Standing are the open alerts of a trigger that failed: nothing is known of
	// their buckets, and the failure is noted in them.
	Standing []*Alert
	Actions  []*BucketAction // in the order in which they were done
}

// BucketAction is one message, or one that was held back: for one alert, or for
// all of them. Without an alert it stands in no answer (a trigger that failed).
type BucketAction struct {
	*ActionResult
	Alerts []*Alert
}

func (b *BucketsResult) print(o *orderedjson.Object) {
	chosen := orderedjson.NewObject()
	for _, x := range b.Chosen {
		chosen.Set(x.Hash(), orderedjson.NewObject(orderedjson.Member{Key: "agg_alert_content", Value: x.Object()}))
	}
	o.Set("agg_result_buckets", chosen)
	done := orderedjson.NewObject()
	for _, a := range b.Actions {
		for _, alert := range a.Alerts {
			hash := alert.Bucket.Hash()
			if !done.Has(hash) {
				done.Set(hash, orderedjson.NewObject())
			}
			done.Object(hash).Set(a.ID, a.object())
		}
	}
	o.Set("action_results", done)
}

// asNewMap is an alert that was opened in this run as messages see it: the
// server has looked for sample documents, and found none (observed on 2.19.4).
func (a *Alert) asNewMap() *javavalue.Map {
	m := a.asBucketMap()
	m.Put("sample_documents", javavalue.NewList())
	return m
}

// asBucketMap is an alert of a bucket as messages see it (mustache recordings of
// 2.19.4).
func (a *Alert) asBucketMap() *javavalue.Map {
	return linked("acknowledged_time", epoch(a.Acknowledged), "id", a.ID, "version", a.Version, "end_time", epoch(a.End),
		"error_message", textOrNull(a.ErrorMessage), "execution_id", textOrNull(a.ExecutionID),
		"workflow_id", "", "workflow_name", "", "associated_alert_ids", javavalue.NewList(),
		"last_notification_time", epoch(a.LastNotification), "severity", a.Severity, "start_time", epoch(a.Start),
		"state", a.State, "bucket_keys", strings.Join(a.Bucket.Keys, ","), "parent_bucket_path", a.Bucket.Parent,
		"finding_ids", "", "related_doc_ids", "", "clusters", nil)
}
