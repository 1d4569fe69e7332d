package conformance

import (
	"fmt"
	"strconv"
	"time"
)

// Plan is what a run of random cases consists of.
type Plan struct {
	Seed   uint64
	First  int // the number of the first world
	Worlds int
	Each   int    // searches over each world
	Prefix string // of indices' names on the node
	Shrink int    // how many differences are made smaller
	// Batches of so many Templates each, of which so many that fail are asked alone: a
	// node compiles 75 in five minutes.
	Batches, Templates, Failing int
	// Events is how many random searches are asked over each of a corpus' worlds.
	Events int

	// Limit is how long random cases are made up: half of it for worlds, the rest for a
	// corpus, whose own searches are asked whatever time that takes; 0 is no limit.
	Limit time.Duration

	// Step is told how far a run is; nil is nobody.
	Step func(what string)
	// Found is told all findings whenever there are more; nil is nobody.
	Found func(Findings)

	size  string
	known []string // signatures
}

// Usual is the plan of `make conformance`: some minutes.
func Usual() Plan {
	return Plan{Seed: 1, First: 1, Worlds: 30, Each: 100, Shrink: 10, Batches: 6, Templates: 300, Failing: 3, Events: 30}
}

// Size makes the plan larger: "nightly" is up to ten times the usual, as far as time
// reaches so that all ends within three quarters of an hour, a number so many worlds, ""
// the usual.
func (p *Plan) Size(size string) error {
	p.size = size
	switch size {
	case "":
		return nil
	case "nightly":
		p.Worlds, p.Batches, p.Events, p.Limit = 10*p.Worlds, 4*p.Batches, 10*p.Events, 36*time.Minute
		return nil
	}
	n, err := strconv.Atoi(size)
	if err != nil || n < 0 {
		return fmt.Errorf("a size of %q: it is nightly, or a number of worlds", size)
	}
	p.Worlds = n
	return nil
}

// IsUsual tells whether the table of this plan is the one of the documentation.
func (p *Plan) IsUsual() bool {
	u := Usual()
	return p.size == "" && p.Seed == u.Seed && p.First == u.First && p.Worlds == u.Worlds && p.Each == u.Each && p.Batches == u.Batches
}

// deadline is when a share of the time is over; zero is never.
func (p *Plan) deadline(share time.Duration) time.Time {
	if p.Limit <= 0 {
		return time.Time{}
	}
	return time.Now().Add(share)
}

// over tells whether a deadline has passed.
func over(deadline time.Time) bool { return !deadline.IsZero() && time.Now().After(deadline) }

// Known says which differences are known: they aren't noted again.
func (p *Plan) Known(f Findings) {
	for _, x := range f {
		p.known = append(p.known, x.signature())
	}
}
