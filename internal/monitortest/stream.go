package monitortest

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// streamFrom is the size of files, in bytes, from which on events are streamed
// through a single run instead of being held in memory; those in gzip count more.
const (
	streamFrom = 16 << 20
	gzipFactor = 12
)

// streams tells whether a single run is to be streamed: only in this process, with
// much to read, all of it for the same index.
func (r *runner) streams(s Single) bool {
	limit := int64(streamFrom)
	if r.StreamFrom != 0 {
		limit = r.StreamFrom
	}
	_, here := r.Engine.(*Local)
	_, searches := s.Monitor.Input.(*monitors.Search)
	var size int64
	for i, x := range s.Sources {
		if x.Index != s.Sources[0].Index || len(x.Documents) > 0 {
			return false
		}
		if info, err := os.Stat(x.File); x.File != "" && err == nil {
			n := info.Size()
			if strings.HasSuffix(x.File, ".gz") {
				n *= gzipFactor
			}
			size += n
		}
		if i > 0 && x.File != "" && s.Sources[i-1].File != "" && !orderedjson.Equal(orNull(x.Mapping), orNull(s.Sources[i-1].Mapping)) {
			return false // files with mappings of their own
		}
	}
	return here && searches && size >= limit
}

// stream runs a monitor once on events that go by. Of them no more is kept than the
// answer needs, and what explains it.
func (r *runner) stream(ctx context.Context, s Single) (*Trial, error) {
	p, err := prepare(r.Workspace, s.Address, s.Monitor)
	if err != nil {
		return nil, err
	}
	clock, err := timing(p.monitor.Schedule)
	if err != nil {
		return nil, err
	}
	f := &flow{prepared: p, single: s, window: findWindow(queryOf(p.body)), setup: Setup{Monitor: p.body, Targets: p.targets, Written: s.Written}}
	end := s.Now
	if end.IsZero() {
		if end, err = lastOf(ctx, f.input(), f.window, clock.PeriodEndingAt); err != nil {
			return nil, err
		}
	}
	f.at = moment(clock, end)
	return f.run(ctx, r.Dialect)
}

func lostReason(err error) string {
	if refused, ok := err.(*evaluate.Error); ok {
		return why(refused)
	}
	return err.Error()
}

// templates is a store that shapes indices as the sources say, whichever events
// come.
func templates(sources []testcase.Source, targets []string, as dialect.Dialect) (*index.Store, error) {
	store := index.NewStore(func() time.Time { return noEvents }).In(as)
	for i, s := range sources {
		if slices.ContainsFunc(sources[:i], func(other testcase.Source) bool { return orderedjson.Equal(orNull(other.Mapping), orNull(s.Mapping)) }) {
			continue
		}
		r, err := newRule(s, cmp.Or(s.Index, firstTarget(targets)))
		if err != nil || r.body == nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		patterns := []any{"*"}
		switch {
		case r.patterns != nil:
			patterns = patterns[:0]
			for _, x := range r.patterns {
				patterns = append(patterns, x)
			}
		case r.stated:
			patterns[0] = r.pattern
		}
		if err := store.PutTemplate(fmt.Sprintf("source-%d", i), orderedjson.NewObject(
			orderedjson.Member{Key: "index_patterns", Value: patterns},
			orderedjson.Member{Key: "priority", Value: numberOf(r.priority)},
			orderedjson.Member{Key: "template", Value: r.body})); err != nil {
			return nil, refusal("the index can't be made: ", err)
		}
	}
	return store, nil
}

// lastOf is when a run has the last of many events in its window.
func lastOf(ctx context.Context, in *events.Reader, w *window, start func(time.Time) time.Time) (time.Time, error) {
	var last time.Time
	for d := range in.Documents() {
		if d.Number%4096 == 0 && ctx.Err() != nil {
			return last, ctx.Err()
		}
		t := timeOf(d.Source, w.fieldOf())
		if t.IsZero() {
			t = timeOf(d.Source, timeField)
		}
		if t.After(last) {
			last = t
		}
	}
	if err := in.Err(); err != nil {
		return last, &setupError{"events can't be read: " + err.Error()}
	}
	return endFor(last, w, start), nil
}
