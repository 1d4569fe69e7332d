package monitortest

import (
	"context"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// Engine is where tests run: in this process (Local), or on a cluster.
type Engine interface {
	// Open prepares a place for one test. Its indices exist when it returns.
	Open(ctx context.Context, s Setup) (Session, error)
}

// Setup is what a test needs before its first run.
type Setup struct {
	// Monitor is the body of the monitor, canonical, with ids; Targets are the
	// indices that it searches.
	Monitor *orderedjson.Object
	Targets []string

	// Asks is the path of the cluster's API that a cluster-metrics monitor asks, "" of
	// others. Its documents are answers, and go to no index.
	Asks string

	// Written is how the configuration has the search.
	Written testcase.Written

	// Indices are to be made, each with its body ({"settings", "mappings",
	// "aliases"}; nil: by dynamic mapping). All documents go to one of them.
	Indices []Index

	// Same is not "" where all documents come before the only run; setups that share
	// it have the same indices, and get the same documents.
	Same string

	// Dry asks for a run as _execute makes it of a monitor that is not stored: it has
	// no past and leaves no alerts.
	Dry bool

	// Keeps tells that what a run leaves (alerts, throttling) matters to the next.
	Keeps bool
}

// Index is an index that is made before the documents come.
type Index struct {
	Name string
	Body *orderedjson.Object
}

// Session is one test's place. Its calls come one after another.
type Session interface {
	// Add makes documents visible to the next run. Those that are rejected are in
	// the result, by their place in the list.
	Add(ctx context.Context, documents []Document) ([]Rejection, error)

	// Run runs the monitor once. An error of type *evaluate.UnsupportedError
	// refuses the test; *Error is the server's refusal of the whole run; any other
	// stops all tests.
	Run(ctx context.Context, at Moment) (*Outcome, error)

	// Acknowledge acknowledges the open alerts of a trigger. ErrNoState where the
	// session knows none.
	Acknowledge(ctx context.Context, triggerID string, at time.Time) error

	Close(ctx context.Context) error
}

// Moment is when a run is: its period, whose end is the clock's time too.
type Moment struct{ Start, End time.Time }

// Document is one event that goes to an index.
type Document struct {
	Index  string
	ID     string
	Source *orderedjson.Object
	At     testcase.Place

	time time.Time // of the event; zero where it has none
}

// Rejection is a document that the server does not take.
type Rejection struct {
	Document int    // its place in the list, from 0
	Reason   string // the server's words
}

// stateless is what a Session is beside that tells nothing of alerts: expectations
// on alerts and throttling are then not checked, and the result says so.
type stateless interface{ Stateless() bool }
