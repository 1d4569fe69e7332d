package monitortest

import (
	"slices"
	"time"
)

// evidence explains what became of the trigger: in the run that counts, or where
// it fires in none of several, in the one in which it comes nearest to it.
func (x *checker) evidence() *Evidence {
	if x.got.Fired || len(x.runs) == 1 || x.explained {
		return x.once(x.got, wanted{})
	}
	x.explained = true
	var best *Evidence
	for _, r := range x.fullest() {
		e := x.series.evidence(r, r.Outcome.Trigger(x.e.Trigger), wanted{})
		if best == nil || e.closer(best) {
			best = e
		}
	}
	return best
}

// mostExplained is how many runs are looked at for that.
const mostExplained = 20

// fullest are the runs that have most events in their windows.
func (x *checker) fullest() []Run {
	within := func(r Run) int {
		at, n := Moment{Start: r.Outcome.Start, End: r.Outcome.End}, 0
		begin, _ := x.window.begin(at)
		for _, d := range x.data.documents {
			if x.window.holds(at, d.time) && !d.time.Before(begin) {
				n++
			}
		}
		return n
	}
	counts := map[time.Duration]int{}
	for _, r := range x.runs {
		counts[r.After] = within(r)
	}
	runs := slices.Clone(x.runs)
	slices.SortStableFunc(runs, func(a, b Run) int { return counts[b.After] - counts[a.After] })
	return runs[:min(len(runs), mostExplained)]
}

// once is the evidence of the run that counts, the first time; t is nil where it
// is about the search alone.
func (x *checker) once(t *Triggered, w wanted) *Evidence {
	if x.explained {
		return nil
	}
	x.explained = true
	return x.series.evidence(x.run, t, w)
}

// closer tells whether a run comes nearer to firing than another.
func (e *Evidence) closer(other *Evidence) bool {
	if e.Hits != other.Hits {
		return e.Hits > other.Hits
	}
	passed := func(e *Evidence) int {
		if e.Nearest == nil {
			return -1
		}
		return e.Nearest.Passed
	}
	return passed(e) > passed(other)
}
