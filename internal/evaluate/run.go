// Package evaluate runs a monitor on documents that it is given: it renders the
// period into the query, searches (internal/evaluate/search), runs the conditions
// and renders the messages, as the alerting plugin of OpenSearch 2.19 does. It
// sends nothing and stores no alert: whoever calls it does. It must not know HTTP,
// HCL or plans.
package evaluate

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// UnsupportedError names what can't be evaluated faithfully; nothing was computed.
type UnsupportedError = fault.UnsupportedError

// Error is an error as the server answers it.
type Error = fault.Error

// Monitor is a monitor as the API returns it, with what stands beside it.
type Monitor struct {
	ID      string              // "" of an inline run
	Version int64               // 1 of an inline run
	Body    *orderedjson.Object // the object under "monitor", canonical
}

// Request is one run.
type Request struct {
	Monitor     Monitor
	Store       *index.Store
	PeriodStart time.Time
	PeriodEnd   time.Time
	Now         time.Time // the clock: "now" in queries, executionTime
	Alerts      Alerts    // nil: no alert is open, nothing is throttled
	Dialect     dialect.Dialect
	Unkept      *search.Unkept // nil: the store holds all documents

	// Buckets is Alerts of a bucket-level monitor; nil: a run without a past.
	Buckets BucketAlerts
	// MaxActionable is how many alerts of a trigger that has several get messages of
	// their own: of more, all actions send one for all. nil is the server's
	// default, 50; negative is without a limit.
	MaxActionable *int
	// Documents is Alerts of a document-level monitor; nil: a run without a past,
	// which looks at all documents.
	Documents DocumentAlerts
	// Only are the documents of an index that a document-level run looks at, of
	// those that are new; an index that is not in there: all.
	Only map[string][]string
	// Metrics answers the API that a cluster-metrics input ({"api_type", "path",
	// "path_params", …}) asks of the cluster Cluster; nil: such inputs are refused.
	Metrics func(input *orderedjson.Object) (*orderedjson.Object, error)
	Cluster string
	// Execution is the id of this run, which alerts of documents bear.
	Execution string
	// Audited: the run is a part of a workflow's that does no actions of its
	// delegates.
	Audited bool
}

// Alerts is what a run asks about the past. Both are asked for one trigger at a
// time, in order, before its messages are rendered.
type Alerts interface {
	// Current is the open alert of a trigger, nil where there is none.
	Current(triggerID string) *Alert
	// Throttled tells whether an action is held back now.
	Throttled(triggerID string, action *orderedjson.Object) bool
}

// Alert is an open alert as ctx.alert shows it. Zero times are absent ones.
type Alert struct {
	ID               string
	Version          int64
	State            string // ACTIVE, ACKNOWLEDGED, …
	Severity         string
	ErrorMessage     string
	ExecutionID      string
	Start            time.Time
	LastNotification time.Time
	Acknowledged     time.Time
	End              time.Time // of a completed alert
	Bucket           *Bucket   // of a bucket-level monitor's alert, else nil
	FindingIDs       []string  // of a document-level monitor's alert
	RelatedDocIDs    []string  // likewise: "id|index"
}

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

// clusterMetrics is a query-level monitor that asks the cluster of itself.
const clusterMetrics = "cluster_metrics_monitor"

// Run runs a query-level, bucket-level or document-level monitor. What goes wrong inside the run (a search, a
// condition, a template) is in the result, as on a server; the error is an
// *UnsupportedError for what can't be evaluated, or an *Error where the server
// answers the whole run with one (a query that can't be parsed).
func Run(r Request) (*Result, error) {
	kind := r.Monitor.Body.Text("monitor_type")
	result := &Result{MonitorName: r.Monitor.Body.Text("name"), PeriodStart: r.PeriodStart, PeriodEnd: r.PeriodEnd}
	switch strings.ToLower(kind) { // the server takes capitals
	case "query_level_monitor", "", clusterMetrics:
	case "bucket_level_monitor":
		return result, r.runBuckets(result)
	case "doc_level_monitor":
		return result, r.runDocuments(result)
	default:
		return nil, fault.Unsupported("monitor type [%s]", kind)
	}
	if err := r.search(result); err != nil {
		return nil, err
	}
	for _, t := range r.Monitor.Body.Array("triggers") {
		wrapped, _ := t.(*orderedjson.Object)
		trigger := wrapped.Object("query_level_trigger")
		if trigger == nil {
			return nil, fault.Unsupported("trigger that is no query_level_trigger")
		}
		one, err := r.trigger(result, trigger)
		if err != nil {
			return nil, err
		}
		result.Triggers = append(result.Triggers, one)
	}
	return result, nil
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
