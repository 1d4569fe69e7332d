package evaluate

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maxActionable is plugins.alerting.max_actionable_alert_count by default.
const maxActionable = 50

// category is what became of an alert in a run.
type category string

const (
	newAlerts       category = "NEW"
	dedupedAlerts   category = "DEDUPED"
	completedAlerts category = "COMPLETED"
)

func (b *BucketsResult) of(c category) []*Alert {
	switch c {
	case newAlerts:
		return b.New
	case dedupedAlerts:
		return b.Deduped
	case completedAlerts:
		return b.Completed
	}
	return nil
}

// bucketActions renders the messages of a trigger: one for each alert of the
// kinds that an action is for, or one for all.
func (r Request) bucketActions(t *bucketTrigger, page *Result) error {
	for _, x := range t.def.Array("actions") {
		action, _ := x.(*orderedjson.Object)
		kinds, each := actionable(action)
		var err error
		if each && !r.together(t) {
			err = r.actionForEach(t, page, action, kinds)
		} else {
			err = r.actionForAll(t, page, action)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// actionable reads an action's policy: for each alert of some kinds, in the order
// that was sent, or for all at once. Observed on 2.19.4: without a policy an
// action is for each DEDUPED and NEW one.
func actionable(action *orderedjson.Object) (kinds []category, each bool) {
	scope := action.Object("action_execution_policy").Object("action_execution_scope")
	if scope == nil {
		return []category{dedupedAlerts, newAlerts}, true
	}
	for _, x := range scope.Object("per_alert").Array("actionable_alerts") {
		text, _ := x.(string)
		if kind := category(text); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, scope.Has("per_alert")
}

// together tells whether all actions send one message: where the trigger failed,
// and where there are too many alerts.
func (r Request) together(t *bucketTrigger) bool {
	limit := maxActionable
	if r.MaxActionable != nil {
		limit = *r.MaxActionable
	}
	out := t.result.Buckets
	return t.failure != nil || limit >= 0 && len(out.New)+len(out.Deduped)+len(out.Completed) > limit
}

func (r Request) actionForEach(t *bucketTrigger, page *Result, action *orderedjson.Object, kinds []category) error {
	out := t.result.Buckets
	for _, kind := range kinds {
		for _, alert := range out.of(kind) {
			done := &BucketAction{Alerts: []*Alert{alert}}
			if r.Buckets.Throttled(alert, action) {
				done.ActionResult = newActionResult(action)
				done.Throttled = true
			} else {
				shown := map[category][]*Alert{kind: {alert}}
				var err error
				if done.ActionResult, err = r.rendered(action, r.bucketContext(t, page, shown)); err != nil {
					return err
				}
			}
			out.Actions = append(out.Actions, done)
		}
	}
	return nil
}

// actionForAll renders one message for all alerts. Nothing throttles it. Without
// an alert there is none, but where the trigger failed: then somebody has to know.
func (r Request) actionForAll(t *bucketTrigger, page *Result, action *orderedjson.Object) error {
	out := t.result.Buckets
	alerts := slices.Concat(out.Deduped, out.New, out.Completed)
	if len(alerts) == 0 && t.failure == nil {
		return nil
	}
	if t.failure != nil {
		alerts = out.Standing
	}
	shown := map[category][]*Alert{newAlerts: out.New, dedupedAlerts: out.Deduped, completedAlerts: out.Completed}
	done, err := r.rendered(action, r.bucketContext(t, page, shown))
	if err != nil {
		return err
	}
	out.Actions = append(out.Actions, &BucketAction{ActionResult: done, Alerts: alerts})
	return nil
}

// bucketContext is ctx in messages of a bucket-level monitor (mustache recordings
// of 2.19.4).
func (r Request) bucketContext(t *bucketTrigger, page *Result, shown map[category][]*Alert) *javavalue.Map {
	list := func(c category) *javavalue.List {
		out := javavalue.NewList()
		for _, a := range shown[c] {
			if c == newAlerts {
				out.Items = append(out.Items, a.asNewMap())
			} else {
				out.Items = append(out.Items, a.asBucketMap())
			}
		}
		return out
	}
	var failure any
	if t.failure != nil {
		failure = t.failure.text()
	}
	return linked("monitor", r.monitorMap(), "results", javavalue.NewList(results(page)...),
		"periodStart", javavalue.Instant{Time: r.PeriodStart.UTC()}, "periodEnd", javavalue.Instant{Time: r.PeriodEnd.UTC()},
		"error", failure, "trigger", r.bucketTriggerMap(t.def), "dedupedAlerts", list(dedupedAlerts),
		"newAlerts", list(newAlerts), "completedAlerts", list(completedAlerts))
}

func (r Request) bucketTriggerMap(def *orderedjson.Object) *javavalue.Map {
	m := r.triggerMap(def)
	condition, has := m.Get("condition")
	m.Remove("condition")
	m.Put("parentBucketPath", def.Object("condition").Text("parent_bucket_path"))
	if has {
		m.Put("condition", condition)
	}
	return m
}
