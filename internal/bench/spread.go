package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// spread is what several measurements of one thing gave.
type spread struct{ least, median, most float64 }

func spreadOf[N cmp.Ordered](samples []N, number func(N) float64) spread {
	if len(samples) == 0 {
		return spread{}
	}
	sorted := make([]float64, len(samples))
	for i, s := range samples {
		sorted[i] = number(s)
	}
	slices.Sort(sorted)
	middle := len(sorted) / 2
	median := sorted[middle]
	if len(sorted)%2 == 0 {
		median = (sorted[middle-1] + sorted[middle]) / 2
	}
	return spread{sorted[0], median, sorted[len(sorted)-1]}
}

func seconds(samples []time.Duration) spread {
	return spreadOf(samples, time.Duration.Seconds)
}

// ratios compares two rows of measurements that were made in turns: each with its
// neighbour, since both met the same machine.
func ratios(work, floor []time.Duration) spread {
	each := make([]float64, len(work))
	for i := range work {
		each[i] = work[i].Seconds() / floor[i].Seconds()
	}
	return spreadOf(each, func(r float64) float64 { return r })
}

// String is the median and, in brackets, what lies around it.
func (s spread) String() string {
	return fmt.Sprintf("%.2f (%.2f..%.2f)", s.median, s.least, s.most)
}

// took words a time with as many digits as mean something.
func took(seconds float64) string {
	switch {
	case seconds >= 10:
		return fmt.Sprintf("%.0f s", seconds)
	case seconds >= 1:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds >= 0.001:
		return fmt.Sprintf("%.*f ms", digits(seconds*1000), seconds*1000)
	default:
		return fmt.Sprintf("%.0f µs", seconds*1e6)
	}
}

func digits(n float64) int {
	if n < 10 {
		return 1
	}
	return 0
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", (n+500_000)/1_000_000) }
