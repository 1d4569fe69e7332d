package alerts

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// mostAlerts is how many open alerts the server looks at.
const mostAlerts = 500

// runBuckets runs a bucket-level monitor, which has an alert for each bucket.
func (r Runner) runBuckets(request evaluate.Request) (*Run, error) {
	p := &bucketPast{forward: forward{r, request, &Run{}}, known: map[*evaluate.Alert]*Alert{}}
	request.Buckets = p
	result, err := evaluate.Run(request)
	if err != nil {
		return nil, err
	}
	p.run.Result = result
	tell := tellerOf(request)
	for _, t := range result.Triggers {
		for _, action := range t.Buckets.Actions {
			r.deliver(action.ActionResult)
			for _, a := range action.Alerts {
				if action.Throttled {
					p.run.Throttled = append(p.run.Throttled, Held{t.ID, action.ID, p.known[a]})
				}
			}
		}
		p.bringForward(t.Buckets, tell.hideAddresses(tell.bucketProblem(result, t)))
	}
	return p.run, nil
}

// bucketPast is what a bucket-level run asks about earlier ones, and what it
// leaves.
type bucketPast struct {
	forward
	known map[*evaluate.Alert]*Alert
}

// Open lists a trigger's open alerts, oldest write first.
func (p *bucketPast) Open(triggerID string) []*evaluate.Alert {
	var out []*evaluate.Alert
	open := p.runner.open(p.request)
	for _, a := range open[:min(len(open), mostAlerts)] {
		if a.TriggerID == triggerID && a.Bucket != nil {
			p.known[&a.Alert] = a
			out = append(out, &a.Alert)
		}
	}
	return out
}

// Save writes the alerts of a page, before anything is sent. A new one that can't
// be written is lost.
func (p *bucketPast) Save(t *evaluate.TriggerResult, deduped, opened []*evaluate.Alert) (saved []*evaluate.Alert) {
	for _, alert := range deduped {
		a := p.known[alert]
		if a.State == Acknowledged {
			p.run.Silent = append(p.run.Silent, a)
		} else {
			p.run.Stayed = append(p.run.Stayed, a)
		}
		if !p.runner.Forgets {
			_ = p.runner.Store.Write(a)
		}
	}
	for _, alert := range opened {
		a := p.open(t, *alert)
		if p.runner.audited() {
			a.State = Audit
		}
		if p.runner.Forgets {
			a.ExecutionID = ""
		} else if err := p.runner.Store.Write(a); err != nil {
			continue
		}
		p.known[&a.Alert] = a
		p.run.Opened = append(p.run.Opened, a)
		saved = append(saved, &a.Alert)
	}
	return saved
}

// Throttled tells whether an action was done too recently for an alert.
func (p *bucketPast) Throttled(alert *evaluate.Alert, action *orderedjson.Object) bool {
	return throttled(p.known[alert], action, p.request.Now)
}

// bringForward writes what became of a trigger's alerts: those that an action was
// done or held back for, and those that are over. An alert keeps the state ERROR
// while its bucket is there. What an action failed by is no problem of its alerts,
// unlike in a query-level monitor.
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
		a := p.known[alert]
		for _, action := range b.Actions {
			if slices.Contains(action.Alerts, alert) {
				a.note(action.ActionResult)
			}
		}
		a.LastNotification = p.request.Now
		if problem != "" {
			a.fail(p.request.Now, problem)
		}
		if a.State != Completed && !p.runner.Forgets {
			_ = p.runner.Store.Write(a)
		}
	}
	for _, alert := range b.Completed {
		a := p.known[alert]
		a.complete(p.request.Now)
		p.run.Completed = append(p.run.Completed, a)
		if !p.runner.Forgets {
			p.runner.Store.Close(a)
		}
	}
	for _, alert := range b.Standing {
		p.run.Stayed = append(p.run.Stayed, p.known[alert])
	}
}
