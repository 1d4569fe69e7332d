package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestTwoAppliesOfDifferentFiles lets two people apply at the same time what they have
// made of the same files. Both create the same monitors, or replace them; one of each
// stays, and who has lost is told.
func TestTwoAppliesOfDifferentFiles(t *testing.T) {
	bucket := strings.Replace(flowingReplaced(), "params.c > 1", "params.c > 7", 1)
	tests := map[string]struct{ before, one, other string }{
		"created":                {"", withoutDestinations(someOfAll(1)), strings.ReplaceAll(withoutDestinations(someOfAll(1)), "size    = 1", "size    = 5")},
		"created, of two types":  {"", delegatesOf(flowing(1)), delegatesOf(flowingReplaced())},
		"replaced":               {delegatesOf(flowing(1)), delegatesOf(flowingReplaced()), delegatesOf(bucket)},
		"a workflow":             {"", flowing(1), flowing(2)},
		"a delegate is replaced": {flowing(1), flowingReplaced(), bucket},
	}
	for name, test := range tests {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for range 5 {
				r := newRig(t)
				if test.before != "" {
					r.configure(test.before)
					r.mustApply()
					r.proxy.Heal()
				}
				r.configure(test.one)
				second := *r
				second.dir = t.TempDir()
				if err := os.WriteFile(filepath.Join(second.dir, "main.hcl"), []byte(test.other), 0o600); err != nil {
					t.Fatal(err)
				}
				meet(r.proxy)
				var both sync.WaitGroup
				var results [2]result
				both.Go(func() { results[0] = r.apply() })
				both.Go(func() { results[1] = second.apply() })
				both.Wait()
				for name, ids := range r.monitorIDs() {
					if len(ids) != 1 {
						t.Errorf("%s is there as %q after\n%s\n%s", name, ids, results[0], results[1])
					}
				}
				if text := results[0].stdout + results[1].stdout; !strings.Contains(text, "✗ ") && !strings.Contains(text, "made by two applies at once") {
					t.Errorf("nobody is told:\n%s\n%s", results[0], results[1])
				}
				r.proxy.Heal()
				r.settle()
				r.mustApplyIfAny()
				r.expectNoChanges()
			}
		})
	}
}

// delegatesOf is a configuration without its workflow.
func delegatesOf(config string) string {
	before, _, _ := strings.Cut(config, "workflow ")
	_, after, _ := strings.Cut(config, "\n}\nmonitor \"a\"")
	if after != "" {
		return before + "monitor \"a\"" + after
	}
	return before
}
