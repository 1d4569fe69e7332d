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
	// Forbids tells why the run may not search indices (index expressions), "" where it
	// may; nil: it may search all. Veiled indices it sees without their documents.
	Forbids func(indices []string) string
	Veiled  func(index string) bool
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
		trigger, err := queryTrigger(t)
		if err != nil {
			return nil, err
		}
		one, err := r.trigger(result, trigger)
		if err != nil {
			return nil, err
		}
		result.Triggers = append(result.Triggers, one)
	}
	return result, nil
}

// queryTrigger unwraps a trigger; a bare one, of the first days, is read as query-level
// (recorded, condition/bare-trigger).
func queryTrigger(t any) (*orderedjson.Object, error) {
	wrapped, _ := t.(*orderedjson.Object)
	if wrapped.Object("condition") != nil {
		return wrapped, nil
	}
	if trigger := wrapped.Object("query_level_trigger"); trigger != nil {
		return trigger, nil
	}
	return nil, fault.Unsupported("trigger that is no query_level_trigger")
}
