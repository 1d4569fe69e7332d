package evaluate

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketTrigger is a bucket-level trigger in a run.
type bucketTrigger struct {
	def      *orderedjson.Object
	selector *selector
	result   *TriggerResult
	failure  *javaFailure
	open     []*Alert // that no bucket was found for yet
}

// runBuckets runs a bucket-level monitor: page by page it searches, lets the
// conditions choose buckets and finds out which alerts they belong to; then it
// completes the alerts that are left, and renders the actions. The answer shows
// the first page; messages see the last.
func (r Request) runBuckets(result *Result) error {
	if r.Buckets == nil {
		r.Buckets = noPast{}
	}
	triggers, selectors, err := r.bucketTriggers()
	if err != nil {
		return err
	}
	all, err := r.newPages(selectors)
	if err != nil {
		return err
	}
	last := &Result{}
	for more := true; more; {
		last = &Result{}
		if more, err = all.next(last); err != nil {
			return err
		}
		if result.Inputs == nil && !result.InputFailed {
			result.Inputs, result.InputError, result.InputFailed = last.Inputs, last.InputError, last.InputFailed
		}
		for _, t := range triggers {
			r.categorize(t, last)
		}
	}
	for _, t := range triggers {
		r.complete(t)
		if err := r.bucketActions(t, last); err != nil {
			return err
		}
		result.Triggers = append(result.Triggers, t.result)
	}
	return nil
}

func (r Request) bucketTriggers() (out []*bucketTrigger, selectors []*selector, err error) {
	for _, x := range r.Monitor.Body.Array("triggers") {
		wrapped, _ := x.(*orderedjson.Object)
		def := wrapped.Object("bucket_level_trigger")
		if def == nil {
			return nil, nil, fault.Unsupported("trigger that is no bucket_level_trigger")
		}
		s, err := r.newSelector(def)
		if err != nil {
			return nil, nil, err
		}
		t := &bucketTrigger{def: def, selector: s}
		t.result = &TriggerResult{ID: def.Text("id"), Name: def.Text("name"), Severity: def.Text("severity"), Buckets: &BucketsResult{}}
		t.open = lastOfEach(r.Buckets.Open(t.result.ID))
		out, selectors = append(out, t), append(selectors, s)
	}
	return out, selectors, nil
}

// lastOfEach keeps the last alert of each bucket, in the place of the first.
func lastOfEach(list []*Alert) []*Alert {
	var out []*Alert
	at := map[string]int{}
	for _, a := range list {
		hash := a.Bucket.Hash()
		if i, known := at[hash]; known {
			out[i] = a
			continue
		}
		at[hash] = len(out)
		out = append(out, a)
	}
	return out
}

// categorize brings a page's buckets together with the open alerts. A trigger
// that fails once stays failed, and what it finds later counts for nothing.
func (r Request) categorize(t *bucketTrigger, page *Result) {
	chosen, failure := []*Bucket(nil), noResults
	if len(page.Inputs) > 0 {
		chosen, failure = t.selector.choice(page.Inputs[0])
	}
	if failure != nil {
		t.failure, t.result.Error = failure, failure.message
	}
	out := t.result.Buckets
	out.Chosen = append(out.Chosen, chosen...)
	if t.failure != nil {
		return
	}
	var deduped, opened []*Alert
	for _, b := range chosen {
		if a := t.take(b); a != nil {
			deduped = append(deduped, a)
			continue
		}
		opened = append(opened, &Alert{Version: -1, State: "ACTIVE", Severity: t.result.Severity,
			Start: r.Now, LastNotification: r.Now, Bucket: b})
	}
	out.New = append(out.New, r.Buckets.Save(t.result, deduped, opened)...)
	for _, a := range deduped {
		if a.State != "ACKNOWLEDGED" {
			out.Deduped = append(out.Deduped, a)
		}
	}
	t.result.Triggered = len(out.Chosen) > 0
}

// take finds the open alert of a bucket, which is no candidate for completion
// then.
func (t *bucketTrigger) take(b *Bucket) *Alert {
	for i, a := range t.open {
		if a.Bucket.Hash() == b.Hash() {
			t.open = append(t.open[:i:i], t.open[i+1:]...)
			a.Bucket = b
			return a
		}
	}
	return nil
}

// complete completes the alerts whose buckets are gone; of a trigger that failed
// they stand as they are.
func (r Request) complete(t *bucketTrigger) {
	out := t.result.Buckets
	if t.failure != nil {
		out.Standing = t.open
		return
	}
	for _, a := range t.open {
		a.State, a.End, a.ErrorMessage = "COMPLETED", r.Now, ""
		out.Completed = append(out.Completed, a)
	}
}
