package alerting

import (
	"context"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// runBuckets runs a bucket-level monitor, sends its messages and keeps its
// alerts, one for each bucket.
func (a *API) runBuckets(ctx context.Context, run monitorRun) (*orderedjson.Object, error) {
	past := &bucketPast{api: a, run: run, alerts: map[*evaluate.Alert]*openAlert{}}
	request := a.request(run)
	request.Buckets = past
	most := a.deps.Settings.Int("plugins.alerting.max_actionable_alert_count")
	request.MaxActionable = &most
	result, err := evaluate.Run(request)
	if err != nil {
		return nil, err
	}
	answer := result.Object()
	answer.Set("monitor_name", run.monitor.Name)
	for _, t := range result.Triggers {
		printed := answer.Object("trigger_results").Object(t.ID).Object("action_results")
		for _, action := range t.Buckets.Actions {
			a.deliverForBuckets(ctx, run, action, printed)
		}
		if run.keepsAlerts() {
			past.bringForward(t.Buckets, hideAddresses(bucketProblem(result, t)))
		}
	}
	return answer, nil
}

// deliverForBuckets sends one message and writes what came of it under each of
// its buckets.
func (a *API) deliverForBuckets(ctx context.Context, run monitorRun, action *evaluate.BucketAction, printed *orderedjson.Object) {
	own := rest.O("output", rest.O())
	if len(action.Alerts) > 0 {
		own = printed.Object(action.Alerts[0].Bucket.Hash()).Object(action.ID)
	}
	a.deliver(ctx, run, action.ActionResult, own)
	for _, alert := range action.Alerts {
		printed.Object(alert.Bucket.Hash()).Set(action.ID, own)
	}
}

// bucketProblem is what went wrong, as an alert tells it; "" for nothing. What
// an action failed by is none of it, unlike in a query-level monitor.
func bucketProblem(result *evaluate.Result, t *evaluate.TriggerResult) string {
	switch {
	case strings.HasPrefix(result.InputError, "Cannot invoke "): // a Java exception, told by its message
		return "Failed fetching inputs:\n" + result.InputError
	case result.InputFailed:
		return "Failed fetching inputs:\n" + toldOfInput(result.InputError)
	case t.Error != "":
		return "Failed evaluating trigger:\n" + t.Error
	}
	return ""
}

// bucketPast is what a bucket-level run asks about earlier ones, and what it
// leaves.
type bucketPast struct {
	api    *API
	run    monitorRun
	alerts map[*evaluate.Alert]*openAlert
}

// mostAlerts is how many open alerts the server looks at.
const mostAlerts = 500

// Open lists a trigger's open alerts, oldest write first.
func (p *bucketPast) Open(triggerID string) []*evaluate.Alert {
	var out []*evaluate.Alert
	if p.run.id == "" {
		return nil
	}
	docs := p.api.alertsOf(p.run.id)
	for _, doc := range docs[:min(len(docs), mostAlerts)] {
		content := doc.Source.Object("agg_alert_content")
		if doc.Source.Text("trigger_id") != triggerID || content == nil {
			continue
		}
		o := &openAlert{id: doc.ID, source: copyOf(doc.Source)}
		alert := o.seen()
		alert.Version = doc.Version
		alert.Bucket = &evaluate.Bucket{Parent: content.Text("parent_bucket_path"), Content: content.Object("bucket")}
		for _, k := range content.Array("bucket_keys") {
			text, _ := k.(string)
			alert.Bucket.Keys = append(alert.Bucket.Keys, text)
		}
		p.alerts[alert] = o
		out = append(out, alert)
	}
	return out
}

// Save writes the alerts of a page, before anything is sent. A new one whose
// bucket does not fit the mapping that others gave the index is lost.
func (p *bucketPast) Save(trigger *evaluate.TriggerResult, deduped, opened []*evaluate.Alert) (saved []*evaluate.Alert) {
	if !p.run.keepsAlerts() {
		return opened
	}
	for _, alert := range deduped {
		o := p.alerts[alert]
		o.set("version", alert.Version, "agg_alert_content", alert.Bucket.Object())
		_, _ = p.api.writeAlert(o)
	}
	for _, alert := range opened {
		o := p.api.newAlert(p.run, trigger)
		o.set("agg_alert_content", alert.Bucket.Object())
		written, err := p.api.writeAlert(o)
		if err != nil {
			continue
		}
		o.id = written.ID
		alert.ID, alert.Version, alert.ExecutionID = written.ID, written.Version, o.source.Text("execution_id")
		o.set("version", alert.Version)
		p.alerts[alert] = o
		saved = append(saved, alert)
	}
	return saved
}

// Throttled tells whether an action was done too recently for an alert.
func (p *bucketPast) Throttled(alert *evaluate.Alert, action *orderedjson.Object) bool {
	return p.api.throttled(p.alerts[alert], action)
}

// bringForward writes what became of a trigger's alerts: those that an action was
// done or held back for, and those that are over. An alert keeps the state ERROR
// while its bucket is there.
func (p *bucketPast) bringForward(b *evaluate.BucketsResult, problem string) {
	var told []*evaluate.Alert
	for _, action := range b.Actions {
		for _, alert := range action.Alerts {
			if !slices.Contains(told, alert) {
				told = append(told, alert)
			}
		}
	}
	for _, alert := range told {
		o := p.alerts[alert]
		o.noteActions(actionsFor(b, alert))
		o.set("last_notification_time", p.api.now())
		if problem != "" {
			o.set("state", "ERROR", "error_message", problem)
			o.noteError(p.api.now(), problem)
		}
		if alert.State != "COMPLETED" {
			_, _ = p.api.writeAlert(o)
		}
	}
	for _, alert := range b.Completed {
		o := p.alerts[alert]
		o.set("state", "COMPLETED", "end_time", alert.End.UnixMilli(), "error_message", nil)
		p.api.toHistory(o.id, o.source)
	}
}

// actionsFor are the last results of each action for an alert.
func actionsFor(b *evaluate.BucketsResult, alert *evaluate.Alert) []*evaluate.ActionResult {
	var out []*evaluate.ActionResult
	for _, action := range b.Actions {
		if slices.Contains(action.Alerts, alert) {
			out = append(out, action.ActionResult)
		}
	}
	return out
}
