package monitortest

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Outcome is what one run gave, wherever it ran.
type Outcome struct {
	Start, End time.Time // the period

	// Answer is the search's answer; nil where it failed, and of monitors that
	// don't search.
	Answer       *orderedjson.Object
	SearchFailed bool
	SearchError  string // may be "" even then

	// Found is what the queries of a document-level monitor found, by their ids:
	// lists of "_id|index"; nil of other monitors.
	Found *orderedjson.Object

	// Metrics is what the cluster's API answered; nil of monitors that ask none.
	Metrics *orderedjson.Object

	Triggers []Triggered
}

// found takes what a run's input gave: an answer of a search, or documents by
// queries.
func (o *Outcome) found(input *orderedjson.Object) {
	if input.Has("hits") {
		o.Answer = input
	} else {
		o.Found = input
	}
}

// Triggered is what became of one trigger in a run.
type Triggered struct {
	ID    string
	Label string // as the configuration has it
	Name  string
	Fired bool   // also where the condition failed: the server counts that as fired
	Error string // the condition's; "" for none

	// Quiet are the quiet times that keep the condition from being asked, in words; ""
	// for none.
	Quiet string

	Buckets   []Bucket // that a bucket-level trigger chose
	Documents []string // _ids that a document-level trigger found
	Messages  []Message

	// Alerts are all of the trigger so far, as the run left them, those that are
	// over first; nil where the engine can't know.
	Alerts []Alert
}

// Bucket is one that was chosen.
type Bucket struct {
	Keys    string // joined by commas
	Content *orderedjson.Object
}

// Alert is one alert after a run.
type Alert struct {
	State string // ACTIVE, ACKNOWLEDGED, COMPLETED, ERROR
	Of    string // the bucket's keys or the document; "" of a query-level monitor
	Error string
}

// Message is one message, or one that did not go out.
type Message struct {
	ID          string
	Action      string // label
	Destination string // its address, or its id where only that is known
	Of          string // the bucket's keys or the document; "" for all at once
	Subject     string
	Message     string
	Throttled   bool
	Error       string // "": none

	unknown string // what the template needs that has no value in this run
}

// Sent tells that the message goes out.
func (m Message) Sent() bool { return !m.Throttled && m.Error == "" }

// Trigger finds a trigger by its label; nil where there is none.
func (o *Outcome) Trigger(label string) *Triggered {
	for i := range o.Triggers {
		if o.Triggers[i].Label == label {
			return &o.Triggers[i]
		}
	}
	return nil
}

// Hits is hits.total; ok is false where the answer has none (track_total_hits).
func (o *Outcome) Hits() (total int64, ok bool) {
	v, _ := o.Answer.Object("hits").Object("total").Get("value")
	n, isNumber := v.(json.Number)
	if !isNumber {
		return 0, false
	}
	total, err := n.Int64()
	return total, err == nil
}

// IDs are the _ids of the hits on the page, or, of a document-level monitor, of the
// documents that its triggers found.
func (o *Outcome) IDs() []string {
	ids := []string{}
	for _, t := range o.Triggers {
		for _, id := range t.Documents {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, x := range o.Answer.Object("hits").Array("hits") {
		hit, _ := x.(*orderedjson.Object)
		ids = append(ids, hit.Text("_id"))
	}
	return ids
}

// Aggregations are those of the search, without the ones that the server puts into
// the search of a bucket-level monitor, named by its triggers' ids.
func (o *Outcome) Aggregations() *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range o.Answer.Object("aggregations").Members() {
		if !slices.ContainsFunc(o.Triggers, func(t Triggered) bool { return t.ID == m.Key }) {
			out.Set(m.Key, m.Value)
		}
	}
	return out
}
