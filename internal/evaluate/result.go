package evaluate

import (
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Result is what a run gave. Callers may fill in what sending did before they
// print it.
type Result struct {
	MonitorName string
	PeriodStart time.Time
	PeriodEnd   time.Time
	Inputs      []*orderedjson.Object // the search answers; empty where one failed
	InputError  string                // the message of input_results.error
	InputFailed bool                  // the search failed, be it without a message
	Error       string                // what broke the whole run; "": nothing
	Triggers    []*TriggerResult
	// Of a document-level monitor: the findings, one for each trigger and document
	// that any query found, and the last sequence number that was looked at in each
	// index. What each query found stands in Inputs: id → ["document|index"].
	Findings []*Finding
	LastSeen map[string]int64
}

// TriggerResult is one trigger's part.
type TriggerResult struct {
	ID        string
	Name      string
	Severity  string
	Triggered bool
	Error     string // the condition's error as the answer prints it; "": none
	Actions   []*ActionResult
	Buckets   *BucketsResult   // of a bucket-level monitor, whose actions are in there
	Documents *DocumentsResult // of a document-level monitor, likewise
	// Clusters are, of a cluster-metrics monitor, the clusters that it fired for;
	// nil of others.
	Clusters []string
}

// ActionResult is one action's part. Of an action that isn't held back and has no
// error, subject and message are rendered and to be sent.
type ActionResult struct {
	ID            string
	Name          string
	DestinationID string
	Subject       string
	Message       string
	Throttled     bool
	Error         string    // "": none; then the output is printed
	Executed      time.Time // zero of a throttled action
}

// Object prints the result as _execute answers it.
func (r *Result) Object() *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("monitor_name", r.MonitorName)
	o.Set("period_start", millis(r.PeriodStart))
	o.Set("period_end", millis(r.PeriodEnd))
	o.Set("error", orNull(r.Error))
	inputs := orderedjson.NewObject()
	list := make([]any, 0, len(r.Inputs))
	for _, in := range r.Inputs {
		list = append(list, in)
	}
	inputs.Set("results", list)
	inputs.Set("error", orNull(r.InputError))
	if r.InputFailed {
		inputs.Set("error", r.InputError)
	}
	o.Set("input_results", inputs)
	triggers := orderedjson.NewObject()
	for _, t := range r.Triggers {
		triggers.Set(t.ID, t.object())
	}
	o.Set("trigger_results", triggers)
	return o
}

func (t *TriggerResult) object() *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("name", t.Name)
	switch {
	case t.Buckets != nil:
		t.Buckets.print(o)
		o.Set("error", orNull(t.Error))
		return o
	case t.Documents != nil:
		t.Documents.print(o)
		o.Set("error", orNull(t.Error))
		return o
	}
	o.Set("triggered", t.Triggered)
	actions := orderedjson.NewObject()
	for _, a := range t.Actions {
		actions.Set(a.ID, a.object())
	}
	o.Set("action_results", actions)
	if t.Clusters != nil {
		list := []any{}
		for _, name := range t.Clusters {
			fired := orderedjson.NewObject(orderedjson.Member{Key: "triggered", Value: true})
			list = append(list, orderedjson.NewObject(orderedjson.Member{Key: name, Value: fired}))
		}
		o.Set("cluster_results", list)
	}
	o.Set("error", orNull(t.Error))
	return o
}

func (a *ActionResult) object() *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("id", a.ID)
	o.Set("name", a.Name)
	output := orderedjson.NewObject()
	if a.Error == "" && !a.Throttled {
		output.Set("subject", a.Subject)
		output.Set("message", a.Message)
	}
	o.Set("output", output)
	o.Set("throttled", a.Throttled)
	if a.Executed.IsZero() {
		o.Set("executionTime", nil)
	} else {
		o.Set("executionTime", millis(a.Executed))
	}
	o.Set("error", orNull(a.Error))
	return o
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
