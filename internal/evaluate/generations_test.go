package evaluate_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// generations are the other versions that runs were recorded on.
var generations = map[string]string{"1.3.14": "opensearch-1.3", "3.5.0": "opensearch-3.5"}

// otherRuns are the recordings of other versions: those of 2.19.4 that came out
// the same there, and those in testdata/generations.jsonl.gz that did not.
func otherRuns(t *testing.T, version string) []recorded {
	t.Helper()
	var out []recorded
	for _, r := range readRuns(t, "testdata/runs.jsonl.gz") {
		same := append(r.Array("same_on"), r.Array("same_but_error_text_on")...)
		if slices.Contains(same, any(version)) {
			out = append(out, r)
		}
	}
	for _, r := range readRuns(t, "testdata/generations.jsonl.gz") {
		if r.Text("version") == version {
			out = append(out, r)
		}
	}
	return out
}

// TestOtherGenerations runs what was recorded on other versions in their dialects.
func TestOtherGenerations(t *testing.T) {
	listed := exceptions(t)
	stores := map[string]*index.Store{}
	for version, name := range generations {
		d, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		tally := map[string]int{}
		for _, r := range otherRuns(t, version) {
			store, ok := stores[r.dataset]
			if !ok {
				store = loadDataset(t, r.dataset)
				stores[r.dataset] = store
			}
			if store == nil {
				tally["without data"]++
				continue
			}
			tally[judgeIn(t, r, store, d, listed)]++
		}
		t.Logf("recorded runs of %s: %v", version, tally)
	}
}

// judgeIn compares one run in a dialect. Refusals are listed, by the run's id or
// by that and the version.
func judgeIn(t *testing.T, r recorded, store *index.Store, d dialect.Dialect, listed map[string]string) string {
	t.Helper()
	got, err := runRecorded(r, store, d)
	reason := listed[r.id]
	if own := listed[strings.TrimSuffix(r.id, "@"+r.Text("version"))+"@"+d.Name()]; own != "" {
		reason = own
	}
	var refused *fault.UnsupportedError
	if errors.As(err, &refused) {
		if !strings.HasPrefix(reason, "refused: "+refused.What) {
			t.Errorf("%s in %s: listed as %q, but refused: %s", r.id, d.Name(), reason, refused.What)
		}
		return "refused"
	}
	diff := compareRun(r, got, err)
	switch {
	case diff == "" && strings.HasPrefix(reason, "not equal"):
		t.Errorf("%s in %s: equal now, take it off the list (%s)", r.id, d.Name(), reason)
	case diff != "" && strings.HasPrefix(reason, "not equal"):
		return "not equal, listed"
	case diff != "":
		t.Errorf("%s in %s: wrong: %s", r.id, d.Name(), diff)
		return "wrong"
	}
	return "equal"
}
