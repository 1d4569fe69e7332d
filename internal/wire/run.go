package wire

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Run is what an _execute did.
type Run struct {
	MonitorName string
	PeriodStart time.Time
	PeriodEnd   time.Time
	Error       string // "" where there is none
	InputError  string
	Triggers    []TriggerRun // in the answer's order

	// Body is the whole answer, the search's results included.
	Body *orderedjson.Object
}

// TriggerRun is what became of one trigger. One whose condition failed is
// triggered, and has an Error.
type TriggerRun struct {
	ID        string
	Name      string
	Triggered bool
	Error     string
	Actions   []ActionRun
}

// ActionRun is one message, sent or (dryrun) only rendered.
type ActionRun struct {
	Of        string // the bucket or document that it was rendered for, "" for query-level
	ID        string
	Name      string
	Subject   string
	Message   string
	Throttled bool
	Error     string
}

// DecodeRun reads an answer of _execute.
func DecodeRun(answer *orderedjson.Object) (Run, error) {
	r := &reader{}
	o := object{Object: answer, r: r}
	run := Run{
		MonitorName: o.text("monitor_name"), PeriodStart: o.time("period_start"), PeriodEnd: o.time("period_end"),
		Error: o.text("error"), Body: answer,
	}
	input, _ := o.child("input_results")
	run.InputError = input.text("error")
	triggers, _ := o.child("trigger_results")
	for _, id := range triggers.Keys() {
		t, ok := triggers.child(id)
		if !ok {
			continue
		}
		results, _ := t.child("action_results")
		buckets, _ := t.child("agg_result_buckets")
		run.Triggers = append(run.Triggers, TriggerRun{
			ID: id, Name: t.text("name"), Error: t.text("error"), Actions: decodeActionRuns(results),
			// Bucket- and document-level triggers tell what they fired for instead.
			Triggered: t.boolean("triggered", buckets.Len()+len(t.list("triggeredDocs")) > 0),
		})
	}
	return run, r.result()
}

// decodeActionRuns reads results by action id, or, of bucket- and document-level
// triggers, by bucket or document first.
func decodeActionRuns(results object) []ActionRun {
	var runs []ActionRun
	for _, key := range results.Keys() {
		o, ok := results.child(key)
		if !ok {
			continue
		}
		if !o.Has("output") && !o.Has("throttled") {
			for _, run := range decodeActionRuns(o) {
				run.Of = strings.TrimSuffix(key+"/"+run.Of, "/")
				runs = append(runs, run)
			}
			continue
		}
		output, _ := o.child("output")
		runs = append(runs, ActionRun{
			ID: key, Name: o.text("name"), Subject: output.text("subject"), Message: output.text("message"),
			Throttled: o.boolean("throttled", false), Error: o.text("error"),
		})
	}
	return runs
}
