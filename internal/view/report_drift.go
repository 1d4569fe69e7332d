package view

import (
	"cmp"
	"io"

	"github.com/alertplan/alertplan/internal/plan"
)

// DriftReport is the result of drift.
type DriftReport struct {
	Command
	Drift *plan.Drift // nil: it did not come to that
}

// Writers are those of all formats that have a place for drift.
func (r *DriftReport) Writers() Writers {
	return Writers{
		FormatJSON:     func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatJUnit:    r.junit,
		FormatSARIF:    r.sarif,
		FormatMarkdown: r.markdown,
	}
}

// JSON is the report for machines.
func (r *DriftReport) JSON() DriftJSON {
	found := r.Drift
	if found == nil {
		found = &plan.Drift{}
	}
	out, _ := NewDriftJSON(found)
	out.Workspace = cmp.Or(out.Workspace, r.Workspace)
	out.Diagnostics, out.EndJSON = r.diagnosticsJSON(), endJSON(&r.Command)
	return out
}
