package analysis_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

// The recordings are from 2.19.4 (_analyze).
func TestRecorded(t *testing.T) {
	f, err := os.Open("testdata/analyze.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	count := 0
	for lines.Scan() {
		var row struct {
			ID, Analyzer, Text string
			Expected           [][]any
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		analyze, err := analysis.Named(row.Analyzer)
		if err != nil {
			t.Fatal(err)
		}
		got := [][]any{}
		for _, x := range analyze(row.Text) {
			got = append(got, []any{x.Term, float64(x.Position), float64(x.Start), float64(x.End)})
		}
		if row.Expected == nil {
			row.Expected = [][]any{}
		}
		if diff := cmp.Diff(row.Expected, got); diff != "" {
			t.Errorf("%s %s %q (-want +got)\n%s", row.ID, row.Analyzer, row.Text, diff)
		}
		count++
	}
	if count < 300 {
		t.Errorf("only %d recordings read", count)
	}
}

func FuzzStandard(f *testing.F) {
	f.Add("arn:aws:iam::1:user/x ❤️ สวัสดี")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, x := range analysis.Standard(text) {
			if x.Start < end || x.End < x.Start {
				t.Fatalf("offsets run backwards in %q", text)
			}
			end = x.End
		}
	})
}
