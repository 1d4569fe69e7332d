package monitortest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/alerts"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Local runs tests in this process.
type Local struct {
	// Dialect is the generation of servers whose answers count.
	Dialect dialect.Dialect

	mu     sync.Mutex
	stores map[string]*shared
	recent []string // keys of stores, oldest first
}

// Open makes a store with the test's indices, or takes one that is the same.
func (l *Local) Open(_ context.Context, s Setup) (Session, error) {
	out := &local{setup: s, dialect: l.Dialect, others: variants(l.Dialect)}
	if s.Asks != "" {
		out.answers = &answers{}
		return out, out.hold(newStocks(l.Dialect, out.others, nil))
	}
	if s.Same != "" {
		out.shared = l.share(s.Same)
		return out, nil
	}
	return out, out.hold(newStocks(l.Dialect, out.others, s.Indices))
}

// hold takes the documents that the test runs on.
func (l *local) hold(s stocks) error {
	l.stocks, l.store = s, s[0].store
	return s[0].err
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

// run makes a run as a generation of servers, with what earlier ones left.
func (l *local) run(at Moment, as dialect.Dialect, ledger *alerts.Ledger) (*Outcome, error) {
	request := l.request(at)
	from := l.stocks.of(as)
	if from.err != nil {
		return nil, from.err
	}
	request.Dialect, request.Store = as, from.store
	if l.setup.Dry {
		result, err := evaluate.Run(request)
		if err != nil {
			return nil, err
		}
		return l.outcomeOf(result), nil
	}
	run, err := ledger.Run(request)
	if err != nil {
		return nil, err
	}
	return l.outcomeOf(run.Result), nil
}

// serverRefusal is a refusal of a whole run; what can't be evaluated stays what it
// is.
func serverRefusal(err error) error {
	var refused *evaluate.Error
	if errors.As(err, &refused) {
		return &Error{Reason: why(refused)}
	}
	return err
}

type local struct {
	stocks stocks
	store  *index.Store // of its own dialect
	shared *shared      // nil: the stocks are this test's alone
	setup  Setup
	ledger alerts.Ledger

	// answers of the cluster's API; nil of a monitor that searches.
	answers *answers

	dialect  dialect.Dialect
	others   []*variant
	compared int // runs
}

func (l *local) Add(_ context.Context, documents []Document) ([]Rejection, error) {
	if l.answers != nil {
		l.answers.add(documents)
		return nil, nil
	}
	if l.shared == nil {
		return l.stocks.write(documents)
	}
	x := l.shared
	x.fill.Do(func() {
		x.stocks = newStocks(l.dialect, l.others, l.setup.Indices)
		x.rejected, x.err = x.stocks.write(documents)
	})
	if err := l.hold(x.stocks); err != nil {
		return nil, err
	}
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
	request := evaluate.Request{
		Monitor: evaluate.Monitor{Version: 1, Body: l.setup.Monitor}, Store: l.store,
		PeriodStart: at.Start, PeriodEnd: at.End, Now: at.End, Dialect: l.dialect,
	}
	if l.answers != nil {
		request.Metrics = func(*orderedjson.Object) (*orderedjson.Object, error) { return l.answers.at(at.End, l.setup.Asks) }
	}
	return request
}

// outcomeOf is a result as an outcome; what an API answered is no find of queries.
func (l *local) outcomeOf(r *evaluate.Result) *Outcome {
	out := outcomeOf(r)
	if l.answers != nil {
		out.Metrics, out.Found = out.Found, nil
	}
	return out
}

func (l *local) Run(_ context.Context, at Moment) (*Outcome, error) {
	out, err := l.run(at, l.dialect, &l.ledger)
	if err != nil {
		return nil, serverRefusal(err)
	}
	l.compare(at, out)
	if !l.setup.Dry {
		l.tellAlerts(out)
	}
	return out, nil
}

// Acknowledge acknowledges what can be: of alerts that are acknowledged already,
// or in error, a server refuses it.
func (l *local) Acknowledge(_ context.Context, triggerID string, at time.Time) error {
	acknowledgeAll(&l.ledger, triggerID, at)
	for _, v := range l.others {
		acknowledgeAll(&v.ledger, triggerID, at)
	}
	return nil
}

func acknowledgeAll(ledger *alerts.Ledger, triggerID string, at time.Time) {
	var ids []string
	for _, a := range ledger.Open("") {
		if a.TriggerID == triggerID {
			ids = append(ids, a.ID)
		}
	}
	ledger.Acknowledge(at, ids...)
}

func (l *local) Close(context.Context) error { return nil }
