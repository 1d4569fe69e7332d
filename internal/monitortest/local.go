package monitortest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// Local runs tests in this process.
type Local struct {
	mu     sync.Mutex
	stores map[string]*shared
	recent []string // keys of stores, oldest first
}

// shared is a store of documents that several tests run on. Nobody writes to it
// once it is filled.
type shared struct {
	fill     sync.Once
	store    *index.Store
	rejected []Rejection
	err      error
}

// mostShared is how many filled stores are kept.
const mostShared = 8

// Open makes a store with the test's indices, or takes one that is the same.
func (l *Local) Open(_ context.Context, s Setup) (Session, error) {
	if s.Same != "" {
		return &local{shared: l.share(s.Same), setup: s}, nil
	}
	store, err := newStore(s.Indices)
	return &local{store: store, setup: s}, err
}

func (l *Local) share(key string) *shared {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stores == nil {
		l.stores = map[string]*shared{}
	}
	if found := l.stores[key]; found != nil {
		return found
	}
	if len(l.recent) == mostShared {
		delete(l.stores, l.recent[0])
		l.recent = l.recent[1:]
	}
	l.recent = append(l.recent, key)
	l.stores[key] = &shared{}
	return l.stores[key]
}

func newStore(indices []Index) (*index.Store, error) {
	store := index.NewStore(func() time.Time { return noEvents })
	for _, x := range indices {
		if err := store.Create(x.Name, x.Body); err != nil {
			return nil, refusal("index "+x.Name+" can't be made: ", err)
		}
	}
	return store, nil
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
	store  *index.Store
	shared *shared // nil: the store is this test's alone
	setup  Setup
	ledger alerts.Ledger
}

func (l *local) Add(_ context.Context, documents []Document) ([]Rejection, error) {
	if l.shared == nil {
		return write(l.store, documents)
	}
	x := l.shared
	x.fill.Do(func() {
		if x.store, x.err = newStore(l.setup.Indices); x.err == nil {
			x.rejected, x.err = write(x.store, documents)
		}
	})
	l.store = x.store
	return x.rejected, x.err
}

func write(store *index.Store, documents []Document) ([]Rejection, error) {
	var out []Rejection
	for i, d := range documents {
		_, err := store.Write(index.Write{Index: d.Index, ID: d.ID, Source: d.Source, Visible: index.AtRefresh})
		var refused *evaluate.Error
		if errors.As(err, &refused) {
			out = append(out, Rejection{Document: i, Reason: why(refused)})
		} else if err != nil {
			return nil, err
		}
	}
	for _, name := range store.Names() {
		if err := store.Refresh(name); err != nil {
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
	run, err := l.ledger.Run(l.request(at))
	var refused *evaluate.Error
	if errors.As(err, &refused) {
		return nil, &Error{Reason: why(refused)}
	}
	if err != nil {
		return nil, err
	}
	out := outcomeOf(run.Result)
	l.tellAlerts(out)
	return out, nil
}

// Acknowledge acknowledges what can be: of alerts that are acknowledged already,
// or in error, a server refuses it.
func (l *local) Acknowledge(_ context.Context, triggerID string, at time.Time) error {
	var ids []string
	for _, a := range l.ledger.Open("") {
		if a.TriggerID == triggerID {
			ids = append(ids, a.ID)
		}
	}
	l.ledger.Acknowledge(at, ids...)
	return nil
}

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
