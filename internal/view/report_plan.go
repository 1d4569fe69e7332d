package view

import (
	"cmp"
	"io"

	"github.com/alertplan/alertplan/internal/plan"
)

// PlanReport is the result of plan.
type PlanReport struct {
	Command
	Plan *plan.Plan // nil: it did not come to that

	// File is where --out wrote it; "" where nothing was written.
	File string
}

// Writers are those of all formats that have a place for changes.
func (r *PlanReport) Writers() Writers {
	return Writers{
		FormatJSON:     func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatJUnit:    r.junit,
		FormatSARIF:    r.sarif,
		FormatMarkdown: r.markdown,
	}
}

// JSON is the report for machines.
func (r *PlanReport) JSON() PlanJSON {
	made := r.Plan
	if made == nil {
		made = &plan.Plan{}
	}
	out, _ := NewPlanJSON(made)
	out.Workspace = cmp.Or(out.Workspace, r.Workspace)
	out.Diagnostics, out.EndJSON = r.diagnosticsJSON(), endJSON(&r.Command)
	return out
}
