package main

import (
	"fmt"
	"time"
)

// counts is how many requests of each sort there were.
type counts struct{ reads, monitors, channels int }

func countOf(requests []request) counts {
	var c counts
	for _, r := range requests {
		switch {
		case !r.writes():
			c.reads++
		case r.aboutMonitor():
			c.monitors++
		case r.Method != "":
			c.channels++
		}
	}
	return c
}

func (c counts) String() string {
	if c.monitors+c.channels == 0 {
		return fmt.Sprintf("%d reads", c.reads)
	}
	return fmt.Sprintf("%d monitors, %d channels, %d reads", c.monitors, c.channels, c.reads)
}

// phase is when the writes of a run happened, and how busy the server was meanwhile.
type phase struct {
	took   time.Duration
	writes int
	busy   float64 // share of parallelism × took in which a request was under way
	full   float64 // share of took in which as many were under way as may be
}

// phaseOf looks at a run from its first write that counts to the end of its last.
func phaseOf(requests []request, parallelism int, counts func(request) bool) phase {
	var p phase
	var from, to time.Time
	for _, r := range requests {
		if !counts(r) {
			continue
		}
		p.writes++
		if from.IsZero() || r.began.Before(from) {
			from = r.began
		}
		if r.ended.After(to) {
			to = r.ended
		}
	}
	p.took = to.Sub(from)
	if p.took <= 0 {
		return p
	}
	levels := levelsOf(requests, from, to)
	busy := time.Duration(0)
	for level, lasted := range levels {
		busy += time.Duration(min(level, parallelism)) * lasted
		if level >= parallelism {
			p.full += lasted.Seconds()
		}
	}
	p.busy = busy.Seconds() / (float64(parallelism) * p.took.Seconds())
	p.full /= p.took.Seconds()
	return p
}
