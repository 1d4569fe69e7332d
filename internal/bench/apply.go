package main

import (
	"fmt"
	"time"
)

// busyEnough is which share of the write phase as many writes are under way as may be.
const busyEnough = 0.95

// applied is what an apply that writes was seen to do.
type applied struct {
	ran
	phase  phase
	counts counts
	plan   ran // the same up to the first write
}

// apply measures one apply that creates and one that updates, of 500 monitors.
func (b *bench) apply() error {
	s, err := b.server("slow")
	if err != nil {
		return err
	}
	n, err := b.fit(500)
	if err != nil {
		return err
	}
	if b.quick {
		n = min(n, 250)
	}
	c := configuration{workspace: b.workspace("apply"), monitors: n, size: 1}
	for _, what := range []string{"creates", "updates"} {
		dir, err := b.write("apply", c)
		if err != nil {
			return err
		}
		if err := b.preflighted(s, dir, n, what); err != nil {
			return err
		}
		b.doing("apply of %d %s", n, what)
		a, err := b.measureApply(s, dir)
		if err != nil {
			return err
		}
		b.addApply(fmt.Sprintf("apply of %d %s", n, what), n, a)
		c.size++
	}
	if err := b.storedOtherwise(s); err != nil {
		return err
	}
	return b.clear(s)
}

func (b *bench) measureApply(s *server, dir string) (a applied, err error) {
	if a.plan, err = b.alertplan(s.gauge.URL, append(append([]string{"plan"}, b.withoutPreflight()...), dir)...); err != nil {
		return a, err
	}
	s.gauge.since()
	if a.ran, err = b.applyTo(s, dir, b.withoutPreflight()...); err != nil {
		return a, err
	}
	requests := s.gauge.since()
	a.counts, a.phase = countOf(requests), phaseOf(requests, parallelism, request.writes)
	return a, nil
}

func (b *bench) addApply(name string, n int, a applied) {
	objects := a.counts.monitors + a.counts.channels
	b.add(line{
		name: name + ": writes of monitors", took: took(a.took.Seconds()), cpu: took(a.cpu.Seconds()), ratio: fmt.Sprint(a.counts.monitors),
		limit: exactly(a.counts.monitors, n), requests: a.counts.String(), memory: megabytes(a.peak),
	})
	b.add(line{
		name: fmt.Sprintf("  write phase: share of %d in flight that is used", parallelism), took: took(a.phase.took.Seconds()),
		floor: fmt.Sprintf("all %d at once for %.0f %% of it", parallelism, 100*a.phase.full),
		ratio: fmt.Sprintf("%.3f", a.phase.busy), limit: atLeast(a.phase.busy, busyEnough),
	})
	b.add(line{
		name: "  our processor's time an object", cpu: took((a.cpu - a.plan.cpu).Seconds() / float64(objects)),
		floor: fmt.Sprintf("apply %s, plan of the same %s", took(a.cpu.Seconds()), took(a.plan.cpu.Seconds())),
	})
}

// chunk is how many monitors a measurement of the rate writes.
const chunk = 100

// rate compares how many monitors are written in a second with a bare loop that sends
// the same requests, in turns.
func (b *bench) rate() error {
	s, err := b.server("slow")
	if err != nil {
		return err
	}
	if _, err := b.fit(2 * chunk); err != nil {
		return err
	}
	e, err := b.recordWrites(s)
	if err != nil {
		return err
	}
	var ours, bare writeTimes
	rounds := b.rounds(9, 3)
	for i := range rounds {
		b.doing("rate of writes, chunk %d of %d", i+1, rounds)
		loop := func() error {
			_, err := b.send("write", e)
			bare.note(s.gauge.since())
			return err
		}
		apply := func() error { return b.applyChunk(s, i, &ours) }
		if i%2 == 1 {
			loop, apply = apply, loop
		}
		if err := loop(); err != nil {
			return err
		}
		if err := apply(); err != nil {
			return err
		}
	}
	b.addRate("creates", ours.creates, bare.creates)
	b.addRate("updates", ours.updates, bare.updates)
	return b.clear(s)
}

// writeTimes are how long chunks of writes took, from the first write's begin to the
// last one's end.
type writeTimes struct{ creates, updates []time.Duration }

func (t *writeTimes) note(requests []request) {
	if p := phaseOf(requests, parallelism, writesMonitor("POST")); p.writes > 0 {
		t.creates = append(t.creates, p.took)
	}
	if p := phaseOf(requests, parallelism, writesMonitor("PUT")); p.writes > 0 {
		t.updates = append(t.updates, p.took)
	}
}

func writesMonitor(method string) func(request) bool {
	return func(r request) bool { return r.writes() && r.aboutMonitor() && r.Method == method }
}

// recordWrites creates and updates a chunk, and keeps what was sent.
func (b *bench) recordWrites(s *server) (errand, error) {
	e := errand{Target: s.gauge.URL, Parallelism: parallelism}
	s.gauge.since()
	for size, keep := range []*[]request{&e.Requests, &e.Updates} {
		dir, err := b.write("record", configuration{workspace: b.workspace("record"), monitors: chunk, channels: 1, size: size + 1})
		if err != nil {
			return e, err
		}
		if _, err := b.applyTo(s, dir, b.withoutPreflight()...); err != nil {
			return e, err
		}
		for _, r := range s.gauge.since() {
			if r.writes() && r.aboutMonitor() {
				*keep = append(*keep, r)
			}
		}
		if len(*keep) != chunk {
			return e, fmt.Errorf("%d writes of %d monitors", len(*keep), chunk)
		}
	}
	return e, b.clear(s)
}

func (b *bench) applyChunk(s *server, i int, times *writeTimes) error {
	for size := range 2 {
		dir, err := b.write("rate", configuration{workspace: b.workspace(fmt.Sprintf("rate%d", i)), monitors: chunk, channels: 1, size: size + 1})
		if err != nil {
			return err
		}
		s.gauge.since()
		if _, err := b.applyTo(s, dir, b.withoutPreflight()...); err != nil {
			return err
		}
		times.note(s.gauge.since())
	}
	return b.clear(s)
}

func (b *bench) addRate(what string, ours, bare []time.Duration) {
	perSecond := func(times []time.Duration) float64 { return chunk / seconds(times).median }
	each := ratios(bare, ours)
	ratio := perSecond(ours) / perSecond(bare)
	b.add(line{
		name: fmt.Sprintf("rate of %s, %d chunks of %d in turns", what, len(ours), chunk), took: fmt.Sprintf("%.0f a second", perSecond(ours)),
		floor: fmt.Sprintf("bare loop: %.0f a second", perSecond(bare)),
		ratio: fmt.Sprintf("%.2f (%.2f..%.2f)", ratio, each.least, each.most), limit: atLeast(ratio, bareEnough),
	})
}

// bareEnough is which share of a bare loop's rate alertplan must reach.
const bareEnough = 0.85
