package monitortest

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
)

// outcomeOf is a result of evaluate as an outcome.
func outcomeOf(r *evaluate.Result) *Outcome {
	out := &Outcome{Start: r.PeriodStart, End: r.PeriodEnd, SearchFailed: r.InputFailed, SearchError: r.InputError}
	if len(r.Inputs) > 0 {
		out.found(r.Inputs[0])
	}
	for _, t := range r.Triggers {
		one := Triggered{ID: t.ID, Name: t.Name, Fired: t.Triggered, Error: t.Error}
		for _, a := range t.Actions {
			one.Messages = append(one.Messages, messageOf(a))
		}
		if t.Buckets != nil {
			bucketsOf(t.Buckets, &one)
		}
		if t.Documents != nil {
			documentsOf(t.Documents, &one)
		}
		out.Triggers = append(out.Triggers, one)
	}
	return out
}

func messageOf(a *evaluate.ActionResult) Message {
	return Message{ID: a.ID, Destination: a.DestinationID, Subject: a.Subject, Message: a.Message, Throttled: a.Throttled, Error: a.Error}
}

func bucketsOf(r *evaluate.BucketsResult, out *Triggered) {
	for _, b := range r.Chosen {
		out.Buckets = append(out.Buckets, Bucket{Keys: joined(b.Keys), Content: b.Content})
	}
	for _, a := range r.Actions {
		if len(a.Alerts) == 0 {
			continue // of a trigger that failed: no answer of a server tells of it
		}
		m := messageOf(a.ActionResult)
		if len(a.Alerts) == 1 && a.Alerts[0].Bucket != nil {
			m.Of = joined(a.Alerts[0].Bucket.Keys)
		}
		out.Messages = append(out.Messages, m)
	}
}

func documentsOf(r *evaluate.DocumentsResult, out *Triggered) {
	for _, entry := range r.Chosen {
		id := documentID(entry)
		if !slices.Contains(out.Documents, id) {
			out.Documents = append(out.Documents, id)
		}
	}
	out.Fired = out.Fired || len(out.Documents) > 0
	for _, a := range r.Actions {
		m := messageOf(a.ActionResult)
		if len(a.Alerts) == 1 {
			m.Of = documentsText(a.Alerts[0].RelatedDocIDs)
		}
		out.Messages = append(out.Messages, m)
	}
}

// documentID is the _id of "id|index".
func documentID(entry string) string {
	if i := strings.LastIndexByte(entry, '|'); i >= 0 {
		return entry[:i]
	}
	return entry
}

func documentsText(entries []string) string {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = documentID(e)
	}
	return joined(ids)
}

func joined(keys []string) string { return strings.Join(keys, ",") }

// tellAlerts adds each trigger's alerts, those that are over first.
func (l *local) tellAlerts(out *Outcome) {
	all := append(l.ledger.History(""), l.ledger.Open("")...)
	for i := range out.Triggers {
		t := &out.Triggers[i]
		t.Alerts = []Alert{}
		for _, a := range all {
			if a.TriggerID == t.ID {
				t.Alerts = append(t.Alerts, alertOf(a))
			}
		}
	}
}

func alertOf(a *alerts.Alert) Alert {
	out := Alert{State: a.State, Error: a.ErrorMessage}
	if a.Bucket != nil {
		out.Of = joined(a.Bucket.Keys)
	}
	if len(a.RelatedDocIDs) > 0 {
		out.Of = documentsText(a.RelatedDocIDs)
	}
	return out
}
