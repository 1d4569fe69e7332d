package main

import (
	"errors"
	"fmt"
	"time"
)

// mostOfPlan is how many times as long a plan without changes may take as validating
// the same directory and a bare read and decode of the same documents together.
const mostOfPlan = 1.5

// planTimes are rounds of a plan and its floor.
type planTimes struct {
	plan, validate, read []time.Duration
	planCPU, validateCPU []time.Duration
	requests             int
	peak, readPeak       int64
}

func (t planTimes) floor() []time.Duration {
	both := make([]time.Duration, len(t.validate))
	for i := range both {
		both[i] = t.validate[i] + t.read[i]
	}
	return both
}

// line is what the rounds come to.
func (t planTimes) line(name string) line {
	r := ratios(t.plan, t.floor())
	return line{
		name: name, took: took(seconds(t.plan).median), cpu: took(seconds(t.planCPU).median),
		floor: fmt.Sprintf("validate %s + read and decode %s", took(seconds(t.validate).median), took(seconds(t.read).median)),
		ratio: r.String(), limit: atMost(r.median, mostOfPlan), requests: fmt.Sprintf("%d", t.requests),
		memory: fmt.Sprintf("%s, beside %s", megabytes(t.peak), megabytes(t.readPeak)),
	}
}

// plan measures a plan of monitors that are all as they are declared.
func (b *bench) plan() error {
	s, err := b.server("plain")
	if err != nil {
		return err
	}
	n, err := b.fit(1000)
	if err != nil {
		return err
	}
	dir, err := b.write("plan", configuration{workspace: b.workspace("plan"), monitors: n, size: 1})
	if err != nil {
		return err
	}
	b.doing("apply of %d monitors", n)
	if _, err := b.applyTo(s, dir, "--parallelism", "8"); err != nil {
		return err
	}
	times, err := b.planRounds(s, dir, b.rounds(11, 5))
	if err != nil {
		return err
	}
	b.add(times.line(fmt.Sprintf("plan of %d unchanged monitors", n)))
	memory := startMemory(s.gauge)
	defer memory.close()
	times, err = b.planRounds(&server{url: memory.URL, gauge: memory.gauge}, dir, b.rounds(11, 5))
	if err != nil {
		return err
	}
	b.add(times.line("the same, the server's answers from memory"))
	spent, err := b.whereItGoes("that plan", memory.URL, "plan", dir)
	if err != nil {
		return err
	}
	b.add(line{
		name: "  of it, canonicalise what was read and compare", cpu: took((spent[canonicalise] + spent[compare]).Seconds()),
		floor: fmt.Sprintf("%s + %s", took(spent[canonicalise].Seconds()), took(spent[compare].Seconds())),
	})
	return errors.Join(b.applyUnchanged(s, dir, n), b.clear(s))
}

// planRounds plans, validates and reads in turns.
func (b *bench) planRounds(s *server, dir string, rounds int) (planTimes, error) {
	var t planTimes
	s.gauge.since()
	if _, err := b.alertplan(s.gauge.URL, "plan", "--detailed-exitcode", dir); err != nil { // 2 where it is not empty
		return t, err
	}
	requests := s.gauge.since()
	t.requests = len(requests)
	for i := range rounds {
		b.doing("plan, round %d of %d", i+1, rounds)
		planned, err := b.alertplan(s.gauge.URL, "plan", dir)
		if err != nil {
			return t, err
		}
		validated, err := b.alertplan("", "validate", dir)
		if err != nil {
			return t, err
		}
		read, err := b.send("read", errand{Target: s.gauge.URL, Requests: requests})
		if err != nil {
			return t, err
		}
		t.plan, t.validate, t.read = append(t.plan, planned.took), append(t.validate, validated.took), append(t.read, read.Took)
		t.planCPU, t.validateCPU = append(t.planCPU, planned.cpu), append(t.validateCPU, validated.cpu)
		t.peak, t.readPeak = max(t.peak, planned.peak), max(t.readPeak, read.peak)
	}
	s.gauge.since()
	return t, nil
}

// applyUnchanged counts what an apply sends that has nothing to do.
func (b *bench) applyUnchanged(s *server, dir string, n int) error {
	s.gauge.since()
	r, err := b.alertplan(s.gauge.URL, "apply", "--auto-approve", dir)
	if err != nil {
		return err
	}
	c := countOf(s.gauge.since())
	b.add(line{
		name: fmt.Sprintf("apply of %d unchanged monitors: writes", n), took: took(r.took.Seconds()),
		ratio: fmt.Sprint(c.monitors + c.channels), limit: exactly(c.monitors+c.channels, 0), requests: c.String(), memory: megabytes(r.peak),
	})
	return nil
}
