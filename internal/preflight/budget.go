package preflight

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/monitors"
)

// Allowance is how many scripts preflights may have a cluster compile, of each context,
// in a window of time.
type Allowance struct {
	Of     func(compiles.Context) int
	Window time.Duration // zero: five minutes

	// Shared: one rate holds for all contexts together, and Of("") is what it leaves.
	Shared bool
}

// window is the time in which the server counts, by default.
const window = 5 * time.Minute

// Share is the part of a compile rate that preflights may use: a third, so that what a
// burst of monitors needs is left.
const Share = 3

// Allow is a third of what the cluster compiles in five minutes, and no more than its
// caches have room for beside the monitors that run: a cache that overflows by one loses
// what is used next, and goes on to lose it until all monitors have been compiled anew.
// One that is too small for them already loses nothing more.
func Allow(s compiles.Settings, running []monitors.Monitor) Allowance {
	estate := compiles.Distinct{}
	for _, m := range running {
		if !m.Enabled {
			continue
		}
		for _, script := range compiles.Of(m) {
			if script.Role.EachRun() {
				estate.Add(script)
			}
		}
	}
	all := 0
	for _, c := range estate.Contexts() {
		all += estate.Count(c)
	}
	shared := s.Limit(compiles.Template).Shared
	return Allowance{Window: window, Shared: shared, Of: func(c compiles.Context) int {
		used := estate.Count(c)
		if shared {
			used = all
		}
		return allowed(s.Limit(c), used)
	}}
}

func allowed(l compiles.Limit, used int) int {
	room := l.Cache - used
	if l.Rate.Unlimited() {
		return max(room, l.Cache/Share)
	}
	n := l.Rate.Scripts / Share
	if l.Rate.Per > window {
		n = int(int64(n) * int64(window) / int64(l.Rate.Per))
	}
	if room >= 0 {
		n = min(n, room)
	}
	return n
}

func (a Allowance) window() time.Duration {
	if a.Window == 0 {
		return window
	}
	return a.Window
}

func (a Allowance) of(c compiles.Context) int {
	if a.Of == nil {
		return 0
	}
	return a.Of(c)
}

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
	counts := map[compiles.Context]int{}
	for c := range b.taken {
		counts[b.rateOf(c)]++
	}
	more := slices.DeleteFunc(distinct(scripts), func(c Compiled) bool { return b.taken[c] > 0 })
	for _, c := range more {
		counts[b.rateOf(c)]++
	}
	return !slices.ContainsFunc(more, func(c Compiled) bool { return counts[b.rateOf(c)] > b.allowance.of(b.rateOf(c)) })
}

// rateOf is the context whose rate a script counts for.
func (b *budget) rateOf(c Compiled) compiles.Context {
	if b.allowance.Shared {
		return ""
	}
	return c.Context
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
	return b.allowance.of(b.rateOf(Compiled{Context: compiles.Template}))
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
