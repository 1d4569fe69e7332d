package soak

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Tally counts what has happened. It is safe for concurrent use.
type Tally struct {
	mu                                          sync.Mutex
	runs, kills, restarts, pairs, mutes, broken int
	faults                                      map[string]int
}

// Run counts one apply through trouble, which ended with so many violations.
func (t *Tally) Run(violations int) { t.add(&t.runs, 1); t.add(&t.broken, violations) }

// Kill counts a process that was killed.
func (t *Tally) Kill() { t.add(&t.kills, 1) }

// Restart counts a restart of the server.
func (t *Tally) Restart() { t.add(&t.restarts, 1) }

// Pair counts two applies at once.
func (t *Tally) Pair() { t.add(&t.pairs, 1) }

// Muted counts a monitor that was muted.
func (t *Tally) Muted() { t.add(&t.mutes, 1) }

// Fault counts a request that something happened to.
func (t *Tally) Fault(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.faults == nil {
		t.faults = map[string]int{}
	}
	t.faults[name]++
}

func (t *Tally) add(to *int, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*to += n
}

// Line is the whole in one line, the most frequent faults first.
func (t *Tally) Line() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	names := slices.SortedFunc(maps.Keys(t.faults), func(a, b string) int {
		return cmp.Or(t.faults[b]-t.faults[a], strings.Compare(a, b))
	})
	sum, each := 0, []string{}
	for _, name := range names {
		sum += t.faults[name]
		each = append(each, fmt.Sprintf("%s %d", name, t.faults[name]))
	}
	return fmt.Sprintf("property test: %d runs, %d faults (%s), %d kills, %d restarts, %d pairs of applies, %d monitors muted, violations %d",
		t.runs, sum, strings.Join(each, ", "), t.kills, t.restarts, t.pairs, t.mutes, t.broken)
}
