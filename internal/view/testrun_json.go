package view

import (
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TrialJSON is what a monitor would do on events, for machines.
type TrialJSON struct {
	FormatVersion string              `json:"format_version"`
	Address       string              `json:"address"`
	Name          string              `json:"name"`
	PeriodStart   string              `json:"period_start"`
	PeriodEnd     string              `json:"period_end"`
	Events        EventsJSON          `json:"events"`
	Hits          HitsJSON            `json:"hits"`
	Triggers      []TriggerJSON       `json:"triggers"`
	Aggregations  *orderedjson.Object `json:"aggregations"`    // as the search answers them
	Error         string              `json:"error,omitempty"` // the search's
	Notes         []string            `json:"notes"`
	Dialects      []string            `json:"dialects"` // which generations of servers give something else, and what
	Explanation   *EvidenceJSON       `json:"explanation,omitempty"`
}

// HitsJSON is what the search found.
type HitsJSON struct {
	Total    int      `json:"total"`              // 0 where the search does not count its hits; of document level: how many documents the triggers find
	Relation string   `json:"relation,omitempty"` // gte: there are more than the total; absent where they are not counted
	IDs      []string `json:"ids"`                // of the hits on the page, or of those documents
}

// TriggerJSON is what became of one trigger.
type TriggerJSON struct {
	Name      string            `json:"name"`
	Label     string            `json:"label"`           // in the configuration
	Triggered bool              `json:"triggered"`       // of bucket level: any bucket; of document level: any document; true where the condition fails
	Quiet     string            `json:"quiet,omitempty"` // the quiet times in which the condition is not asked, in words
	Error     any               `json:"error"`           // the condition's, a text; null for none
	Messages  []SentMessageJSON `json:"messages"`
	HeldBack  []HeldBackJSON    `json:"held_back"` // messages that do not go out
	Buckets   []string          `json:"buckets,omitempty"`
	Documents []string          `json:"documents,omitempty"`
	Alerts    []AlertJSON       `json:"alerts,omitempty"` // after the run, where they are kept
}

// SentMessageJSON is one message that goes out.
type SentMessageJSON struct {
	Action      string `json:"action"`
	Destination string `json:"destination"`
	Bucket      string `json:"bucket,omitempty"`   // that it is about, of bucket level
	Document    string `json:"document,omitempty"` // that it is about, of document level
	Subject     string `json:"subject"`
	Message     string `json:"message"`
}

// HeldBackJSON is one message that does not go out.
type HeldBackJSON struct {
	Action      string `json:"action"`
	Destination string `json:"destination"`
	Throttled   bool   `json:"throttled"`
	Error       string `json:"error,omitempty"`
}

// AlertJSON is one alert.
type AlertJSON struct {
	State string `json:"state"`
	Of    string `json:"of,omitempty"` // the bucket or document
	Error string `json:"error,omitempty"`
}

// NewTrialJSON makes the JSON of a trial, and the exit status.
func NewTrialJSON(t *monitortest.Trial) (TrialJSON, int) {
	o := t.Outcome
	out := TrialJSON{
		FormatVersion: FormatVersion, Address: t.Address.String(), Name: printable(t.Name), PeriodStart: clockText(o.Start),
		PeriodEnd: clockText(o.End), Events: eventsJSON(t.Events), Triggers: triggersJSON(o.Triggers), Aggregations: orderedjson.NewObject(),
		Error: searchErrorText(o), Notes: printables(t.Notes), Dialects: printables(t.DialectNotes), Hits: HitsJSON{IDs: printables(o.IDs())},
	}
	if n, ok := o.Hits(); ok {
		out.Hits.Total, out.Hits.Relation = int(n), o.Answer.Object("hits").Object("total").Text("relation")
	}
	if o.Found != nil {
		out.Hits.Total = len(out.Hits.IDs)
	}
	if a, ok := plainValue(o.Aggregations()).(*orderedjson.Object); ok {
		out.Aggregations = a
	}
	if t.Evidence != nil {
		out.Explanation = evidenceJSON(t.Evidence)
	}
	return out, Done
}

// searchErrorText is why a search failed, never empty where it did.
func searchErrorText(o *monitortest.Outcome) string {
	if o.SearchFailed && o.SearchError == "" {
		return "the search fails"
	}
	return printable(o.SearchError)
}

func triggersJSON(list []monitortest.Triggered) []TriggerJSON {
	out := []TriggerJSON{}
	for _, t := range list {
		one := TriggerJSON{
			Name: printable(t.Name), Label: printable(t.Label), Triggered: t.Fired, Quiet: printable(t.Quiet),
			Messages: []SentMessageJSON{}, HeldBack: []HeldBackJSON{}, Documents: printables(t.Documents),
		}
		if t.Error != "" {
			one.Error = printable(t.Error)
		}
		for _, b := range t.Buckets {
			one.Buckets = append(one.Buckets, printable(b.Keys))
		}
		for _, m := range t.Messages {
			one.add(m, len(t.Buckets) > 0)
		}
		for _, a := range t.Alerts {
			one.Alerts = append(one.Alerts, AlertJSON{State: a.State, Of: printable(a.Of), Error: printable(a.Error)})
		}
		out = append(out, one)
	}
	return out
}

func (t *TriggerJSON) add(m monitortest.Message, ofBucket bool) {
	action, destination := printable(m.Action), printable(m.Destination)
	if !m.Sent() {
		t.HeldBack = append(t.HeldBack, HeldBackJSON{Action: action, Destination: destination, Throttled: m.Throttled, Error: printable(m.Error)})
		return
	}
	one := SentMessageJSON{Action: action, Destination: destination, Subject: printable(m.Subject), Message: printable(m.Message)}
	if ofBucket {
		one.Bucket = printable(m.Of)
	} else {
		one.Document = printable(m.Of)
	}
	t.Messages = append(t.Messages, one)
}
