package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/view"
)

// TestAnInterruptLeavesAWholeReport tells what was done, and what it did not come to.
func TestAnInterruptLeavesAWholeReport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(monitorsAlike(5, 1))
	file := filepath.Join(t.TempDir(), "apply.json")
	got := r.applyInterrupted("--format", "json", "--report", "json="+file)
	var told view.ApplyJSON
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || got.code != 1 {
		t.Fatalf("%v\n%s", err, got)
	}
	ends := map[string]int{}
	for _, o := range told.Objects {
		ends[o.Status]++
	}
	if !told.Interrupted || told.Complete || told.ExitStatus != 1 || ends["failed"] != 1 || ends["not-begun"] != 4 || told.Summary.NotBegun != 4 {
		t.Errorf("%s", got.stdout)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != got.stdout {
		t.Errorf("%v\n%s", err, text)
	}
}

// TestAnInterruptedPlanLeavesAWholeReport says that it was interrupted.
func TestAnInterruptedPlanLeavesAWholeReport(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"plan", "drift", "apply"} {
		r := newRig(t)
		r.configure(monitorsAlike(2, 1))
		ctx, cancel := context.WithCancel(t.Context())
		busy := faults.Status(503, "", http.Header{"Retry-After": {"50"}})
		busy.Before = cancel
		r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile("_search$"), Fault: busy})
		got := r.runUntil(ctx, command, "--json")
		var told struct {
			Interrupted bool            `json:"interrupted"`
			Error       *view.ErrorJSON `json:"error"`
		}
		if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || got.code != 1 || !told.Interrupted || told.Error == nil {
			t.Errorf("%s: %v\n%s", command, err, got)
		}
	}
}

// TestAReportThatCannotBeWritten fails the command at its end: all was written there.
func TestAReportThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(monitorsAlike(2, 1))
	folder := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	gone := faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Nth: 1, Fault: faults.Fault{Name: "gone", Before: func() { _ = os.Remove(folder) }}}
	r.proxy.Break(gone)
	got := r.run("apply", "--auto-approve", "--report", "junit="+filepath.Join(folder, "apply.xml"))
	if got.code != 1 || !regexp.MustCompile(`Error: the report .*apply\.xml could not be written`).MatchString(got.stderr) || !regexp.MustCompile(`Apply complete`).MatchString(got.stdout) {
		t.Errorf("%s", got)
	}
}
