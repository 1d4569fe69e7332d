package conformance_test

import (
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance"
)

// TestRecorded compares random searches with what a node of 2.19.4 answered.
// ALERTPLAN_TEST_RECORD=1 asks the first of ALERTPLAN_TEST_NODES anew.
func TestRecorded(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if os.Getenv("ALERTPLAN_TEST_RECORD") != "" && len(nodes) > 0 {
		record(t, nodes[0])
		return
	}
	table := conformance.NewTally(nil)
	findings, err := conformance.Replay(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f.Print())
	}
	t.Log(table.Summary())
	if table.Cases[conformance.Equal] < 200 {
		t.Errorf("only %d equal cases", table.Cases[conformance.Equal])
	}
}

func record(t *testing.T, url string) {
	t.Helper()
	n, err := conformance.Dial(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create("testdata/recorded.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	plan := conformance.Plan{Seed: 7, First: 1, Worlds: 40, Each: 20, Prefix: "cfrec"}
	if err := conformance.Record(t.Context(), n, plan, f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
