package main

import (
	"slices"
	"time"
)

// levelsOf is how long how many requests were under way at once, between two moments.
func levelsOf(requests []request, from, to time.Time) map[int]time.Duration {
	type step struct {
		at time.Time
		by int
	}
	var steps []step
	for _, r := range requests {
		if r.ended.Before(from) || r.began.After(to) {
			continue
		}
		steps = append(steps, step{r.began, 1}, step{r.ended, -1})
	}
	slices.SortFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	levels := map[int]time.Duration{}
	level, since := 0, from
	for _, s := range steps {
		at := s.at
		if at.Before(from) {
			at = from
		}
		if at.After(to) {
			at = to
		}
		levels[level] += at.Sub(since)
		level, since = level+s.by, at
	}
	levels[level] += to.Sub(since)
	return levels
}
