package monitortest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/stream"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/testcase"
)

// flow is a monitor and the events that go by.
type flow struct {
	*prepared
	single Single
	window *window
	setup  Setup
	at     Moment
}

func (f *flow) input() *events.Reader {
	var paths []string
	for _, x := range f.single.Sources {
		if x.File != "" {
			paths = append(paths, x.File)
		}
	}
	return events.Open(events.Options{}, paths...)
}

func (f *flow) request(d dialect.Dialect) evaluate.Request {
	return evaluate.Request{Monitor: evaluate.Monitor{Version: 1, Body: f.body}, PeriodStart: f.at.Start, PeriodEnd: f.at.End, Now: f.at.End, Dialect: d}
}

// pass lets the events go by, as servers of a dialect map and take them, before the
// monitor as several dialects run it.
func (f *flow) pass(ctx context.Context, as dialect.Dialect, all []dialect.Dialect, sieve *stream.Sieve) (*stream.Outcome, error) {
	var requests []evaluate.Request
	for _, d := range all {
		requests = append(requests, f.request(d))
	}
	got, err := stream.Run(ctx, requests, f.input, stream.Options{
		Store: func() (*index.Store, error) { return templates(f.single.Sources, f.targets, as) },
		Index: cmp.Or(f.single.Sources[0].Index, firstTarget(f.targets)), Sieve: sieve})
	if err != nil {
		return nil, refusal("", err)
	}
	return got, nil
}

// run makes the run as a dialect, and in the same pass as those that map its indices
// alike; as the others in a pass of their own.
func (f *flow) run(ctx context.Context, own dialect.Dialect) (*Trial, error) {
	others := variants(own)
	mapped := slices.ContainsFunc(f.single.Sources, func(s testcase.Source) bool { return s.Mapping != nil })
	alike := []dialect.Dialect{own}
	for _, v := range others {
		if !mapped || v.dialect.MapsAs(own) {
			alike = append(alike, v.dialect)
		}
	}
	sifter, blind := f.sifter(own)
	got, err := f.pass(ctx, own, alike, sifter.sieve(f.request(own), f.window))
	if err != nil {
		return nil, err
	}
	out, err := f.trial(got, sifter)
	if err != nil {
		return nil, err
	}
	out.Notes = append(out.Notes, blind...)
	for _, v := range others {
		var differs string
		if i := slices.Index(alike, v.dialect); i >= 0 {
			differs = f.differs(v.dialect, out.Outcome, got.Results[i])
		} else if differs, err = f.differsInAll(ctx, v.dialect, out.Outcome, got); err != nil {
			return nil, err
		}
		if differs != "" {
			out.DialectNotes = append(out.DialectNotes, "as "+v.dialect.Name()+" "+differs)
		}
	}
	return out, nil
}

// sifter makes what explains the run; nil with a note where nothing can.
func (f *flow) sifter(own dialect.Dialect) (s *sifter, notes []string) {
	body, err := bodyOf(f.request(own))
	if err != nil {
		return nil, nil // the run itself says why
	}
	s, whole := newSifter(f.setup, body, own)
	if whole != nil {
		notes = append(notes, fmt.Sprintf("which events match, and what the nearest one lacks, is not told of so many: %s %s can't be asked of each alone", whole.path, describe(whole.query)))
	}
	return s, notes
}

// differs says how the outcome as another dialect differs.
func (f *flow) differs(d dialect.Dialect, own *Outcome, other stream.Result) string {
	if other.Err != nil {
		return f.setup.refusedAs(d, other.Err)
	}
	return difference(own, outcomeOf(other.Result))
}

// differsInAll makes a pass as another dialect, and says how that differs.
func (f *flow) differsInAll(ctx context.Context, d dialect.Dialect, own *Outcome, got *stream.Outcome) (string, error) {
	other, err := f.pass(ctx, d, []dialect.Dialect{d}, nil)
	if err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return f.setup.refusedAs(d, err), nil
	}
	differs := f.differs(d, own, other.Results[0])
	if here, there := len(got.Lost)+got.LostMore, len(other.Lost)+other.LostMore; here != there {
		differs = alongside(differs, fmt.Sprintf("%d events are lost, not %d", there, here))
	}
	return differs, nil
}

// trial makes a trial of what a stream gave.
func (f *flow) trial(got *stream.Outcome, by *sifter) (*Trial, error) {
	if err := got.Results[0].Err; err != nil {
		return nil, serverRefusal(err)
	}
	out := &Trial{Address: f.single.Address, Name: f.monitor.Name, Type: f.monitor.Type, Outcome: outcomeOf(got.Results[0].Result)}
	out.Events.Read = got.Events
	for _, l := range got.Lost {
		out.Events.Lost = append(out.Events.Lost, Lost{At: testcase.Place{File: l.File, Line: l.Line}, ID: l.ID, Index: l.Index, Reason: lostReason(l.Reason)})
	}
	out.Events.LostMore = got.LostMore
	run := &series{prepared: f.prepared, window: f.window, out: &Result{Events: out.Events, Runs: []Run{{Outcome: out.Outcome}}}, data: &loaded{}, added: []bool{true}}
	run.label(out.Outcome)
	run.brokenShards()
	out.Notes = run.out.Notes
	if got.EventTimes > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d of %d events have no @timestamp: their eventTime was taken for it", got.EventTimes, got.Events))
	}
	partly := slices.ContainsFunc(got.Indices, func(x stream.Indexed) bool { return x.Partly })
	if by == nil || partly || out.Outcome.SearchFailed {
		return out, nil
	}
	var err error
	out.Evidence, err = by.evidence(run, f.setup, f.at, got)
	return out, err
}
