package preflight_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
)

// TestRecordedAnswers reads answers to dry runs that real nodes gave: what is found in
// them stands in testdata, a line each. (ALERTPLAN_TEST_UPDATE=1 writes it anew.)
func TestRecordedAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/recorded-*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			v, err := orderedjson.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, x := range v.([]any) {
				fmt.Fprint(&got, recordedCase(t, x.(*orderedjson.Object)))
			}
			golden(t, strings.TrimSuffix(file, ".json")+".txt", got.String())
		})
	}
}

func recordedCase(t *testing.T, c *orderedjson.Object) string {
	m, err := wire.DecodeMonitor(c.Object("monitor"))
	if err != nil {
		return fmt.Sprintf("%s: not decoded\n", c.Text("name"))
	}
	m = labelled(m)
	m.Enabled = true
	if canonical, err := m.Canonical(); err == nil {
		m = canonical
	}
	run, err := wire.DecodeRun(c.Object("answer"))
	if err != nil {
		t.Fatalf("%s: %v", c.Text("name"), err)
	}
	report := preflightOf(t, &cluster{answers: []wire.Run{run}, searchError: errNotAsked}, m)
	out := c.Text("name") + "\n"
	for _, f := range report.Findings {
		if !f.Offline {
			out += "  " + line(f) + "\n"
		}
	}
	return out
}

func line(f plan.Finding) string {
	severity := "warning"
	if f.Error {
		severity = "error"
	}
	words := []string{severity, string(f.Kind), string(f.Part)}
	for _, label := range []string{f.Trigger, f.Action} {
		if label != "" {
			words = append(words, label)
		}
	}
	if len(f.Names) > 0 {
		words = append(words, fmt.Sprint(f.Names))
	}
	if f.Pages {
		words = append(words, "pages")
	}
	if f.Total > 0 {
		words = append(words, fmt.Sprintf("%d of %d", f.Count, f.Total))
	}
	if f.Reason != "" {
		words = append(words, "("+f.Reason+")")
	}
	return strings.Join(words, " ")
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("ALERTPLAN_TEST_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
