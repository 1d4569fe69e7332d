package preflight

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/compiles"
)

// Allowance is how many scripts preflights may have a cluster compile, of each context,
// in a window of time.
type Allowance struct {
	Of     map[compiles.Context]int
	Others int           // of contexts that are not in Of
	Window time.Duration // zero: five minutes

	// Shared: one rate is there for all contexts together (Elasticsearch before 7.9), and
	// Others is what it leaves.
	Shared bool
}

// window is the time in which the server counts, by default.
const window = 5 * time.Minute

func (a Allowance) window() time.Duration {
	if a.Window == 0 {
		return window
	}
	return a.Window
}

func (a Allowance) of(c compiles.Context) int {
	if n, known := a.Of[c]; known && !a.Shared {
		return n
	}
	return a.Others
}

// Share is what a preflight takes of a rate: a third, so that those that a burst of
// monitors needs are left.
func Share(rate int) int { return rate / 3 }

// budget is what is left of an allowance. Scripts that were compiled within the window
// cost nothing again: the server's caches hold more of them than an allowance lets in
// (100 of each context by default), and are counted by source and context (observed on
// 2.19.4). Scripts of monitors that run are not taken for compiled: each node compiles
// for itself, and which one answers is not known.
type budget struct {
	allowance Allowance
	past      map[Compiled]bool
	taken     map[Compiled]int // how many candidates need it; those of the past count 1
}

func newBudget(a Allowance, past []Compiled) *budget {
	b := &budget{allowance: a, past: map[Compiled]bool{}, taken: map[Compiled]int{}}
	for _, c := range past {
		b.past[c], b.taken[c] = true, 1
	}
	return b
}

func (b *budget) fits(scripts []Compiled) bool {
	left := map[compiles.Context]int{}
	count := func(c Compiled, n int) {
		context := c.Context
		if b.allowance.Shared {
			context = ""
		}
		left[context] += n
	}
	for c := range b.taken {
		count(c, 1)
	}
	new := map[Compiled]bool{}
	for _, c := range scripts {
		if b.taken[c] == 0 && !new[c] {
			new[c] = true
			count(c, 1)
		}
	}
	for c := range new {
		context := c.Context
		if b.allowance.Shared {
			context = ""
		}
		if left[context] > b.allowance.of(context) {
			return false
		}
	}
	return true
}

func (b *budget) take(scripts []Compiled) {
	for _, c := range scripts {
		b.taken[c]++
	}
}

func (b *budget) giveBack(scripts []Compiled) {
	for _, c := range scripts {
		if b.taken[c]--; b.taken[c] <= 0 {
			delete(b.taken, c)
		}
	}
}

// most is the number to tell people: of templates, which nearly always run out first.
func (b *budget) most() int {
	if b.allowance.Shared {
		return b.allowance.Others
	}
	return b.allowance.of(compiles.Template)
}

func compiledOf(k compiles.Key) Compiled {
	sum := sha256.Sum256([]byte(k.Lang + "\x00" + k.Options + "\x00" + k.Source))
	return Compiled{Context: k.Context, Digest: hex.EncodeToString(sum[:8])}
}

// distinct is a list without doubles, in a stable order.
func distinct(list []Compiled) []Compiled {
	seen := map[Compiled]bool{}
	for _, c := range list {
		seen[c] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b Compiled) int {
		return cmp.Or(cmp.Compare(a.Context, b.Context), cmp.Compare(a.Digest, b.Digest))
	})
}
