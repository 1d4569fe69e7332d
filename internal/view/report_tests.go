package view

import (
	"io"

	"github.com/alertplan/alertplan/internal/monitortest"
)

// TestsReport is the result of test.
type TestsReport struct {
	Command
	Report *monitortest.Report // nil: it did not come to that
	Packs  []PackTests
}

// Writers are those of JSON and JUnit, which is made for tests.
func (r *TestsReport) Writers() Writers {
	return Writers{
		FormatJSON:  func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatJUnit: r.junit,
	}
}

// junit is that of the tests, with what was found in the files and why nothing was run.
func (r *TestsReport) junit(out io.Writer) error {
	suites := junitOf(r.report())
	if r.cause() != nil || r.Diagnostics.HasErrors() || r.Interrupted {
		j := &junitReport{command: &r.Command}
		j.files()
		why := j.done()
		suites.Tests, suites.Failures, suites.Errors = suites.Tests+why.Tests, suites.Failures+why.Failures, suites.Errors+why.Errors
		suites.Suites = append(suites.Suites, why.Suites...)
	}
	return writeJUnit(out, suites)
}

func (r *TestsReport) report() *monitortest.Report {
	if r.Report == nil {
		return &monitortest.Report{}
	}
	return r.Report
}

// JSON is the report for machines.
func (r *TestsReport) JSON() TestsJSON {
	out, _ := NewTestsJSON(r.report())
	out.OK = out.OK && r.Report != nil && r.Err == nil
	for _, p := range r.Packs {
		out.Packs = append(out.Packs, PackTestsJSON{Address: p.Address.String(), Directory: printable(p.Dir), Tests: p.Tests})
	}
	out.Diagnostics, out.EndJSON = r.diagnosticsJSON(), endJSON(&r.Command)
	return out
}
