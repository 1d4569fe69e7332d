package sequences_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/conformance/sequences"
	"github.com/alertplan/alertplan/internal/sandbox"
)

// TestSequences plays random sequences on the sandbox and on a real node. In the
// usual run it takes about ten seconds, with ALERTPLAN_TEST_SOAK=1 two minutes, and with
// a duration there, such as 25m, as long as that.
// ALERTPLAN_TEST_SEED, a number, plays others than usual, from that one on.
func TestSequences(t *testing.T) {
	node, _, _ := strings.Cut(strings.TrimSpace(os.Getenv("ALERTPLAN_TEST_NODES")), " ")
	if node == "" {
		t.Skip("ALERTPLAN_TEST_NODES names no node to compare with")
	}
	here := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer here.Close()
	client := &http.Client{Timeout: time.Minute}
	pair := &sequences.Pair{Want: &sequences.Server{URL: node, Client: client}, Have: &sequences.Server{URL: here.URL, Client: client},
		Name: fmt.Sprintf("sq%x", time.Now().UnixNano()&0xffffff)}
	first, _ := strconv.ParseUint(os.Getenv("ALERTPLAN_TEST_SEED"), 10, 64)
	n, within := uint64(1000), 8*time.Second
	if soak := os.Getenv("ALERTPLAN_TEST_SOAK"); soak != "" {
		n, within = 10000, 2*time.Minute
		if d, err := time.ParseDuration(soak); err == nil {
			within = d
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	f := &findings{count: map[sequences.Outcome]int{}, kinds: map[string]int{}}
	var next atomic.Uint64
	next.Store(first)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= first+n {
					return
				}
				q := sequences.Make(1, i)
				r, err := pair.Play(ctx, q)
				if err != nil {
					if ctx.Err() == nil {
						t.Error(err)
					}
					return
				}
				f.note(t, pair, i, q, r)
			}
		})
	}
	workers.Wait()
	t.Logf("%v of %d", f.count, next.Load()-first)
	played := 0
	for _, n := range f.count {
		played += n
	}
	if most := 1 + played/openShare; f.count[sequences.Different] > most {
		t.Errorf("%d of %d sequences are answered otherwise, more than %d", f.count[sequences.Different], played, most)
	}
	for _, kind := range slices.SortedFunc(maps.Keys(f.kinds), func(a, b string) int { return f.kinds[b] - f.kinds[a] }) {
		t.Logf("%d of the kind %s", f.kinds[kind], kind)
	}
}

// openShare: one of so many sequences may be answered otherwise; it may only become
// more. When this was written down it was none of 500, 2 of 500 and 6 of 500 of three
// seeds. Known are:
//   - an aggregation that takes no _id or _index, beneath one that no document comes to,
//     and other such refusals that a node makes before it looks at documents;
//   - a new template by which streams would lose theirs;
//   - a scroll kept too long, where some shards are not even asked;
//   - dfs_query_then_fetch: the phase that its failures name.
const openShare = 50

// findings are what was found by all workers.
type findings struct {
	mu    sync.Mutex
	count map[sequences.Outcome]int
	kinds map[string]int
}

func (f *findings) note(t *testing.T, pair *sequences.Pair, n uint64, q sequences.Sequence, r sequences.Result) {
	t.Helper()
	f.mu.Lock()
	f.count[r.Outcome]++
	known := true
	if r.Outcome == sequences.Refused || r.Outcome == sequences.Different {
		known = f.kinds[r.Kind()] > 0
		f.kinds[r.Kind()]++
	}
	f.mu.Unlock()
	switch {
	case r.Outcome == sequences.Different && known:
		t.Logf("sequence %d: one more of the kind %s", n, r.Kind())
	case !known:
		report(t, pair, n, q, r)
	case r.Outcome == sequences.Wording && os.Getenv("ALERTPLAN_TEST_WORDING") != "":
		for _, d := range r.Differences {
			t.Logf("sequence %d: %v", n, d)
		}
	}
}

// report shrinks a sequence and prints it.
func report(t *testing.T, pair *sequences.Pair, n uint64, q sequences.Sequence, r sequences.Result) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	small, again, err := pair.Shrink(ctx, q, r, 60)
	if err != nil {
		t.Error(err)
		return
	}
	var b strings.Builder
	for _, d := range again.Differences {
		fmt.Fprintf(&b, "%v\n", d)
	}
	t.Logf("sequence %d:\n%s%s", n, small, b.String())
}
