package view

import (
	"io"

	"github.com/alertplan/alertplan/internal/monitortest"
)

// TestsReport is the result of test.
type TestsReport struct {
	Command
	Report *monitortest.Report // nil: it did not come to that
}

// Writers are those of JSON and JUnit, which is made for tests.
func (r *TestsReport) Writers() Writers {
	return Writers{
		FormatJSON:  func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatJUnit: func(out io.Writer) error { return WriteJUnit(out, r.report()) },
	}
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
	out.Diagnostics, out.EndJSON = r.diagnosticsJSON(), endJSON(&r.Command)
	return out
}
