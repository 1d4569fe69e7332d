package monitortest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// series is a test while it runs.
type series struct {
	*prepared
	test    testcase.Test
	session Session
	data    *loaded
	window  *window // nil: the query has none
	out     *Result

	added []bool // of data.documents
}

func (s *series) run(ctx context.Context, at []Moment) error {
	if _, ok := s.monitor.Input.(*monitors.DocumentQueries); ok && len(at) > 1 && s.stateless() {
		return &evaluate.UnsupportedError{What: "a series of runs of a document-level monitor, each of which looks at all documents there"}
	}
	s.added = make([]bool, len(s.data.documents))
	acknowledge := slices.Clone(s.test.Acknowledge)
	slices.SortStableFunc(acknowledge, func(a, b testcase.Acknowledge) int { return int(a.After - b.After) })
	for _, m := range at {
		if err := ctx.Err(); err != nil {
			return err
		}
		after := m.End.Sub(at[0].End)
		for len(acknowledge) > 0 && acknowledge[0].After < after {
			if err := s.acknowledge(ctx, acknowledge[0], at[0].End); err != nil {
				return err
			}
			acknowledge = acknowledge[1:]
		}
		if err := s.add(ctx, m, len(at) > 1); err != nil {
			return err
		}
		outcome, err := s.session.Run(ctx, m)
		if err != nil {
			return err
		}
		s.label(outcome)
		s.out.Runs = append(s.out.Runs, Run{After: after, Outcome: outcome})
	}
	return nil
}

// add makes events visible: all of them before a single run, and in a series
// those that have happened by then.
func (s *series) add(ctx context.Context, at Moment, happened bool) error {
	var batch []Document
	for i, d := range s.data.documents {
		if s.added[i] || happened && !d.time.IsZero() && !d.time.Before(at.End) {
			continue
		}
		s.added[i] = true
		batch = append(batch, d)
	}
	rejected, err := s.session.Add(ctx, batch)
	for _, r := range rejected {
		d := batch[r.Document]
		s.out.Events.Lost = append(s.out.Events.Lost, Lost{At: d.At, ID: d.ID, Index: d.Index, Reason: r.Reason})
	}
	return err
}

func (s *series) acknowledge(ctx context.Context, a testcase.Acknowledge, first time.Time) error {
	for id, label := range s.triggers {
		if label != a.Trigger {
			continue
		}
		err := s.session.Acknowledge(ctx, id, first.Add(a.After))
		if errors.Is(err, ErrNoState) {
			s.notChecked()
			return nil
		}
		return err
	}
	return &setupError{"nothing can be acknowledged of trigger " + a.Trigger + ": the monitor has none of that name"}
}

// label gives an outcome the configuration's words in place of ids.
func (s *series) label(o *Outcome) {
	for _, t := range s.monitor.Triggers { // those that an answer leaves out did not fire
		if !slices.ContainsFunc(o.Triggers, func(x Triggered) bool { return x.ID == t.ID }) {
			o.Triggers = append(o.Triggers, Triggered{ID: t.ID, Name: t.Name})
		}
	}
	for i := range o.Triggers {
		t := &o.Triggers[i]
		t.Label = s.triggers[t.ID]
		if def := slices.IndexFunc(s.monitor.Triggers, func(x monitors.Trigger) bool { return x.ID == t.ID }); def >= 0 {
			t.Quiet = monitors.QuietAt(s.monitor.Triggers[def].Condition, o.End)
		}
		for j := range t.Messages {
			m := &t.Messages[j]
			known, ok := s.actions[actionKey(t.ID, m.ID)]
			if ok {
				m.Action, m.Destination, m.unknown = known.label, known.destination, known.unknown
			}
		}
	}
}

// dialectNotes say which generations of servers give something else; none of an
// engine that can't know.
func (s *series) dialectNotes() []string {
	if l, ok := s.session.(*local); ok {
		return l.dialectNotes()
	}
	return nil
}
