package conformance

import (
	"fmt"
	"strconv"
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

// Size makes the plan larger: "nightly" is ten times the usual, a number so many
// worlds, "" the usual.
func (p *Plan) Size(size string) error {
	p.size = size
	switch size {
	case "":
		return nil
	case "nightly":
		p.Worlds, p.Batches, p.Events = 10*p.Worlds, 4*p.Batches, 10*p.Events
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

// Known says which differences are known: they aren't noted again.
func (p *Plan) Known(f Findings) {
	for _, x := range f {
		p.known = append(p.known, x.signature())
	}
}
