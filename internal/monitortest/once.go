package monitortest

import (
	"context"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// Single is a monitor with events to run it on once, without expectations.
type Single struct {
	Address address.Address
	Monitor monitors.Monitor
	Written testcase.Written // how its search is written
	Sources []testcase.Source
	Now     time.Time // the end of the period; zero: right after the last event
}

// Trial is what came of it.
type Trial struct {
	Address  address.Address
	Name     string
	Type     monitors.Type
	Events   Events
	Outcome  *Outcome
	Evidence *Evidence // which events matched, or what the nearest one lacks; nil where there were too many to hold
	Notes    []string

	DialectNotes []string // as in Result
}

// Once runs a monitor once, as a dry run does it. Errors: *evaluate.UnsupportedError for what can't be
// evaluated faithfully, *Error for what the server would refuse, others for
// events that can't be read and schedules that have no period.
func Once(ctx context.Context, s Single, o Options) (*Trial, error) {
	if o.Engine == nil {
		o.Engine = &Local{Dialect: o.Dialect}
	}
	r := &runner{Options: o, files: newFiles(), dry: true}
	if r.streams(s) {
		return r.stream(ctx, s)
	}
	var result Result
	test := testcase.Test{Name: s.Address.String(), Monitor: s.Address, Sources: s.Sources, Now: s.Now}
	run, at, err := r.open(ctx, Case{test, s.Monitor, s.Written}, &result)
	if err != nil {
		return nil, err
	}
	if err = run.run(ctx, at); err == nil {
		run.brokenShards()
	}
	if closing := run.session.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	out := &Trial{Address: s.Address, Name: run.monitor.Name, Type: run.monitor.Type, Events: result.Events, Notes: slices.Concat(result.Notes, result.Remarks)}
	out.Outcome = result.Runs[0].Outcome
	out.DialectNotes = run.dialectNotes()
	out.Evidence = run.evidence(result.Runs[0], nil, wanted{shown: 20})
	return out, nil
}
