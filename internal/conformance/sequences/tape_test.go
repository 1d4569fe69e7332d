package sequences_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/conformance/sequences"
	"github.com/alertplan/alertplan/internal/sandbox"
)

// TestTaped plays sequences whose answers a node of 2.19.4 gave: those of testdata/taped
// and of the folder that ALERTPLAN_TEST_TAPES names.
func TestTaped(t *testing.T) {
	here := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer here.Close()
	server := &sequences.Server{URL: here.URL, Client: here.Client()}
	kinds, count := map[string]int{}, map[sequences.Outcome]int{}
	for _, folder := range []string{"testdata/taped", os.Getenv("ALERTPLAN_TEST_TAPES")} {
		files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
		for _, file := range files {
			taped := read(t, file)
			r, err := taped.Compare(t.Context(), server)
			if err != nil {
				t.Fatal(err)
			}
			count[r.Outcome]++
			if r.Outcome == sequences.Equal || r.Outcome == sequences.Broken || r.Outcome == sequences.Wording && os.Getenv("ALERTPLAN_TEST_WORDING") == "" {
				continue
			}
			if kinds[r.Kind()]++; kinds[r.Kind()] > 3 {
				continue
			}
			var b strings.Builder
			for _, d := range r.Differences {
				fmt.Fprintf(&b, "%v\n", d)
			}
			q := taped.Sequence()
			if r.Outcome == sequences.Wording {
				t.Logf("%s:\n%s", file, &b)
				continue
			}
			t.Errorf("%s: %s\n%s%s", file, taped.Why, q[:r.Step+1], &b)
		}
	}
	t.Logf("%v", count)
}

func read(t *testing.T, file string) *sequences.Taped {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	taped := &sequences.Taped{}
	if err := json.Unmarshal(data, taped); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return taped
}

// TestTape writes a node's answers to random sequences into the folder that
// ALERTPLAN_TEST_TAPE names: those of the seed ALERTPLAN_TEST_SEED, ALERTPLAN_TEST_COUNT
// of them.
func TestTape(t *testing.T) {
	folder := os.Getenv("ALERTPLAN_TEST_TAPE")
	node, _, _ := strings.Cut(strings.TrimSpace(os.Getenv("ALERTPLAN_TEST_NODES")), " ")
	if folder == "" || node == "" {
		t.Skip("ALERTPLAN_TEST_TAPE names no folder to write to, or ALERTPLAN_TEST_NODES no node to ask")
	}
	server := &sequences.Server{URL: node, Client: &http.Client{Timeout: 2 * time.Minute}}
	seed, _ := strconv.ParseUint(os.Getenv("ALERTPLAN_TEST_SEED"), 10, 64)
	n, _ := strconv.ParseUint(os.Getenv("ALERTPLAN_TEST_COUNT"), 10, 64)
	var next atomic.Uint64
	var workers sync.WaitGroup
	for range 6 {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < n && t.Context().Err() == nil; i = next.Add(1) - 1 {
				prefix := fmt.Sprintf("tp%x-%d-%d-", time.Now().UnixNano()&0xffffff, seed, i)
				taped, err := sequences.Tape(t.Context(), server, sequences.Make(seed, i), prefix)
				if err != nil {
					t.Error(err)
					return
				}
				if taped == nil {
					continue
				}
				taped.Name = fmt.Sprintf("seed-%d-%04d", seed, i)
				data, err := json.MarshalIndent(taped, "", " ")
				if err == nil {
					err = os.WriteFile(filepath.Join(folder, taped.Name+".json"), append(data, '\n'), 0o666)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	workers.Wait()
}
