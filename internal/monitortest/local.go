package monitortest

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// Local runs tests in this process.
type Local struct{}

// Open makes a store with the test's indices.
func (Local) Open(_ context.Context, s Setup) (Session, error) {
	store := index.NewStore(func() time.Time { return noEvents })
	for _, x := range s.Indices {
		if err := store.Create(x.Name, x.Body); err != nil {
			return nil, refusal("index "+x.Name+" can't be made: ", err)
		}
	}
	return &local{store: store, setup: s}, nil
}

// refusal is a server's refusal as a failure of the test; what can't be evaluated
// stays what it is.
func refusal(words string, err error) error {
	var refused *evaluate.Error
	if errors.As(err, &refused) {
		return &setupError{words + refused.Reason}
	}
	return err
}

type local struct {
	store *index.Store
	setup Setup
}

func (l *local) Add(_ context.Context, documents []Document) ([]Rejection, error) {
	var out []Rejection
	for i, d := range documents {
		_, err := l.store.Write(index.Write{Index: d.Index, ID: d.ID, Source: d.Source, Visible: index.AtRefresh})
		var refused *evaluate.Error
		if errors.As(err, &refused) {
			out = append(out, Rejection{Document: i, Reason: why(refused)})
		} else if err != nil {
			return nil, err
		}
	}
	for _, name := range l.store.Names() {
		if err := l.store.Refresh(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// why is a refusal with its cause, which is what tells most.
func why(e *evaluate.Error) string {
	text := e.Reason
	if e.Cause != nil && e.Cause.Reason != "" && e.Cause.Reason != e.Reason {
		text += ": " + e.Cause.Reason
	}
	return text
}

func (l *local) request(at Moment) evaluate.Request {
	return evaluate.Request{
		Monitor: evaluate.Monitor{Version: 1, Body: l.setup.Monitor}, Store: l.store,
		PeriodStart: at.Start, PeriodEnd: at.End, Now: at.End,
	}
}

func (l *local) Run(_ context.Context, at Moment) (*Outcome, error) {
	result, err := evaluate.Run(l.request(at))
	var refused *evaluate.Error
	if errors.As(err, &refused) {
		return nil, &Error{Reason: why(refused)}
	}
	if err != nil {
		return nil, err
	}
	return outcomeOf(result), nil
}

func (l *local) Acknowledge(context.Context, string, time.Time) error { return ErrNoState }

func (l *local) Close(context.Context) error { return nil }

// outcomeOf is a result of evaluate as an outcome.
func outcomeOf(r *evaluate.Result) *Outcome {
	out := &Outcome{Start: r.PeriodStart, End: r.PeriodEnd, SearchFailed: r.InputFailed, SearchError: r.InputError}
	if len(r.Inputs) > 0 {
		out.Answer = r.Inputs[0]
	}
	for _, t := range r.Triggers {
		one := Triggered{ID: t.ID, Name: t.Name, Fired: t.Triggered, Error: t.Error}
		for _, a := range t.Actions {
			one.Messages = append(one.Messages, messageOf(a))
		}
		if t.Buckets != nil {
			bucketsOf(t.Buckets, &one)
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
		m := messageOf(a.ActionResult)
		if len(a.Alerts) == 1 && a.Alerts[0].Bucket != nil {
			m.Of = joined(a.Alerts[0].Bucket.Keys)
		}
		out.Messages = append(out.Messages, m)
	}
}

func joined(keys []string) string { return strings.Join(keys, ",") }
