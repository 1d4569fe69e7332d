package view_test

import (
	"bytes"
	"testing"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/view"
)

// What is printed of tests that pass, fail in every way, and are refused.
func TestTests(t *testing.T) {
	cases := testCases(t)
	report := runTests(t, monitortest.Options{Declared: []monitortest.Declared{
		{Address: loginAt, Monitor: cases[0].Monitor}, {Address: bucketAt, Monitor: cases[len(cases)-1].Monitor},
	}}, cases...)
	for name, detail := range map[string]view.Detail{"brief": view.Brief, "verbose": view.Verbose} {
		var out bytes.Buffer
		if code := view.NewPrinter(&out, view.Plain).Tests(report, detail); code != view.Failed {
			t.Errorf("exit status %d, want %d", code, view.Failed)
		}
		golden(t, "testdata/tests/"+name+".txt", out.Bytes())
	}
	var out bytes.Buffer
	if err := view.WriteJUnit(&out, report); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/tests/junit.xml", out.Bytes())
}

// testResults are results of test: none, and all kinds.
func testResults(t testing.TB) []any {
	cases := testCases(t)
	none, _ := view.NewTestsJSON(&monitortest.Report{})
	bare, _ := view.NewTestsJSON(&monitortest.Report{Tests: []monitortest.Result{{Status: monitortest.Passed}}})
	full, _ := view.NewTestsJSON(runTests(t, monitortest.Options{Declared: []monitortest.Declared{
		{Address: loginAt, Monitor: cases[0].Monitor}, {Address: bucketAt, Monitor: cases[0].Monitor}}}, cases...))
	return []any{none, bare, full}
}

// trialResults are results of run.
func trialResults(t testing.TB) []any {
	var out []any
	for _, x := range trials(t) {
		made, _ := view.NewTrialJSON(x)
		out = append(out, made)
	}
	return out
}

// trials are runs of monitors on the events: one that fires, one that doesn't, one
// of buckets, one that fails.
func trials(t testing.TB) []*monitortest.Trial {
	t.Helper()
	var out []*monitortest.Trial
	for _, c := range testCases(t) {
		switch c.Test.Name {
		case "a login pages the team", "at noon", "buckets", "a search that fails", "numbers only":
			one, err := monitortest.Once(t.Context(), monitortest.Single{Address: c.Test.Monitor, Monitor: c.Monitor, Sources: c.Test.Sources, Now: c.Test.Now},
				monitortest.Options{Workspace: "soc"})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, one)
		}
	}
	return out
}

// What a monitor would do on events.
func TestTrial(t *testing.T) {
	var out bytes.Buffer
	for _, x := range trials(t) {
		view.NewPrinter(&out, view.Plain).Trial(x)
		out.WriteString("----\n")
	}
	golden(t, "testdata/tests/run.txt", out.Bytes())
	out.Reset()
	made, code := view.NewTrialJSON(trials(t)[0])
	if err := view.WriteJSON(&out, made); err != nil || code != view.Done {
		t.Fatal(err, code)
	}
	golden(t, "testdata/tests/run.json", out.Bytes())
}
