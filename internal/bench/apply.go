package main

import (
	"fmt"
	"time"
)

// applied is what an apply that writes was seen to do.
type applied struct {
	ran
	requests []request
	counts   counts
	plan     ran // the same up to the first write
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
	whats, rounds := []string{"creates", "updates"}, [2]applied{}
	for i, what := range whats {
		dir, err := b.write("apply", c)
		if err != nil {
			return err
		}
		if err := b.preflighted(s, dir, n, what); err != nil {
			return err
		}
		b.doing("apply of %d %s", n, what)
		if rounds[i], err = b.measureApply(s, dir); err != nil {
			return err
		}
		c.size++
	}
	bare, err := b.bareRounds(s, rounds)
	if err != nil {
		return err
	}
	for i, what := range whats {
		b.addApply(fmt.Sprintf("apply of %d %s", n, what), n, rounds[i])
		b.addWritePhase(phaseOf(rounds[i].requests, parallelism, request.writes), bare[i])
		b.addProcessor(rounds[i])
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
	a.requests = s.gauge.since()
	a.counts = countOf(a.requests)
	return a, nil
}

func (b *bench) addApply(name string, n int, a applied) {
	b.add(line{
		name: name + ": writes of monitors", took: took(a.took.Seconds()), cpu: took(a.cpu.Seconds()), ratio: fmt.Sprint(a.counts.monitors),
		limit: exactly(a.counts.monitors, n), requests: a.counts.String(), memory: megabytes(a.peak),
	})
}

func (b *bench) addProcessor(a applied) {
	objects := a.counts.monitors + a.counts.channels
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
		*keep = monitorWrites(s.gauge.since())
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
