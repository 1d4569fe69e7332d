package monitortest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/internal/crash"
	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// Case is a test with the monitor that it is about.
type Case struct {
	Test    testcase.Test
	Monitor monitors.Monitor
	Written testcase.Written // how the monitor's search is written
}

// Options are how tests are run.
type Options struct {
	// Workspace is that of the configuration: the ids of triggers and actions,
	// which messages may print, come from it.
	Workspace string

	// Engine is where the tests run; nil: in this process, as servers of Dialect.
	Engine  Engine
	Dialect dialect.Dialect

	// Workers is how many tests run at the same time; 0: one a processor.
	Workers int

	// StreamFrom is the size of files, in bytes, from which on Once streams events
	// instead of holding them; 0: 16 MiB.
	StreamFrom int64

	// Declared are all monitors of the configuration, for the coverage; nil: none
	// is computed.
	Declared []Declared
}

// RunTests runs tests. What goes wrong in one is in its result; the error is that of
// the context, or of an engine that can't go on.
func RunTests(ctx context.Context, cases []Case, o Options) (*Report, error) {
	if o.Engine == nil {
		o.Engine = &Local{Dialect: o.Dialect}
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := &runner{Options: o, files: newFiles()}
	report := &Report{Tests: make([]Result, len(cases))}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(o.Workers)
	for i, c := range cases {
		group.Go(crash.Carry(func() error {
			var err error
			report.Tests[i], err = r.test(within, c)
			return err
		}))
	}
	if err := group.Wait(); err != nil {
		crash.Again(err)
		return nil, cmp.Or(ctx.Err(), err)
	}
	if o.Declared != nil {
		report.Coverage = cover(o.Workspace, o.Declared, report.Tests)
	}
	return report, nil
}

// runner is what tests share.
type runner struct {
	Options
	files *files
	dry   bool // see Setup.Dry
}

// test runs one test.
func (r *runner) test(ctx context.Context, c Case) (Result, error) {
	began := time.Now()
	out := Result{Name: c.Test.Name, Monitor: c.Test.Monitor, At: c.Test.At, Status: Passed}
	err := guarded(func() error { return r.run(ctx, c, &out) })
	var refused *evaluate.UnsupportedError
	var setup *setupError
	var server *Error
	switch {
	case ctx.Err() != nil:
		return out, ctx.Err()
	case errors.As(err, &refused):
		out.Status, out.Refused, out.Failures = Refused, refused.What, nil
	case errors.As(err, &setup):
		out.Failures = append(out.Failures, Failure{Kind: SetupError, At: c.Test.At, What: "the test", Detail: setup.text})
	case errors.As(err, &server):
		out.Failures = append(out.Failures, Failure{Kind: SearchError, At: c.Test.At, What: "the run",
			Detail: "the cluster would refuse to run this monitor: " + server.Reason})
	case err != nil:
		return out, fmt.Errorf("test %q: %w", c.Test.Name, err)
	}
	if len(out.Failures) > 0 {
		out.Status = Failed
	}
	out.Elapsed = time.Since(began)
	return out, nil
}

// guarded makes a refusal of a panic: a fault of ours in one test must neither pass
// for an answer nor end the others.
func guarded(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &evaluate.UnsupportedError{What: fmt.Sprintf("a fault of alertplan itself, please report it (%v)", v)}
		}
	}()
	return f()
}

func (r *runner) run(ctx context.Context, c Case, out *Result) error {
	s, at, err := r.open(ctx, c, out)
	if err != nil {
		return err
	}
	if err = s.run(ctx, at); err == nil {
		err = s.check()
		out.DialectNotes = s.dialectNotes()
	}
	if err == nil && r.Declared != nil {
		s.try()
	}
	if closing := s.session.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	return err
}

// open makes a test ready, and tells when its runs are.
func (r *runner) open(ctx context.Context, c Case, out *Result) (*series, []Moment, error) {
	p, err := prepare(r.Workspace, c.Test.Monitor, c.Monitor)
	if err != nil {
		return nil, nil, err
	}
	data, err := r.files.loadAll(c.Test.Sources, p.targets)
	if err != nil {
		return nil, nil, err
	}
	out.Notes, out.Remarks = append(out.Notes, data.notes...), data.remarks
	out.Events.Read = len(data.documents)
	if err := data.hold(p); err != nil {
		return nil, nil, err
	}
	clock, err := timing(p.monitor.Schedule)
	if err != nil {
		return nil, nil, err
	}
	w := findWindow(queryOf(p.body))
	data.setTimes(w.fieldOf())
	first := c.Test.Now
	if first.IsZero() {
		first = afterLast(clock, w, data.documents)
	}
	at, err := moments(c.Test, clock, first)
	if err != nil {
		return nil, nil, err
	}
	setup := Setup{Monitor: p.body, Targets: p.targets, Written: c.Written, Indices: data.indices, Dry: r.dry, Keeps: len(at) > 1}
	if in, ok := p.monitor.Input.(*monitors.ClusterAPI); ok {
		if _, offline := r.Engine.(*Local); !offline {
			return nil, nil, &evaluate.UnsupportedError{What: "cluster-metrics monitor on a cluster, which would answer for itself"}
		}
		setup.Asks = in.Path
	}
	if len(at) == 1 {
		setup.Same = sameAs(c.Test.Sources, p.targets)
	}
	session, err := r.Engine.Open(ctx, setup)
	return &series{prepared: p, test: c.Test, session: session, data: data, window: w, out: out}, at, err
}

func (l *loaded) setTimes(field string) {
	for i := range l.documents {
		d := &l.documents[i]
		if d.time = timeOf(d.Source, field); d.time.IsZero() {
			d.time = timeOf(d.Source, timeField)
		}
	}
}
