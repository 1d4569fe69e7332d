package view

import (
	"cmp"

	"github.com/alertplan/alertplan/internal/plan"
)

// ApplyJSON is what became of an apply, for machines. Lists are never null.
type ApplyJSON struct {
	FormatVersion string           `json:"format_version"`
	Workspace     string           `json:"workspace"`
	PlanFile      string           `json:"plan_file,omitempty"` // that was carried out
	Complete      bool             `json:"complete"`            // the cluster is as the plan has it: nothing failed, and nothing was left
	Summary       ApplySummaryJSON `json:"summary"`
	Objects       []FateJSON       `json:"objects"` // in the order of the plan, then doubles that were found
	Problems      []MessageJSON    `json:"problems"`
	Warnings      []MessageJSON    `json:"warnings"`
	Unknown       []string         `json:"unknown"` // what has no value, but is needed to apply

	// What was found out before anything is written; left out where no monitor would run
	// otherwise than before, or with --no-preflight.
	Preflight *PreflightJSON `json:"preflight,omitempty"`

	// Why it is not certain that the cluster's lists show yet what was written; left out
	// where it is.
	Unsettled string `json:"unsettled,omitempty"`

	Backups     []BackupFileJSON `json:"backups"`
	Diagnostics []DiagnosticJSON `json:"diagnostics"` // of the files
	EndJSON
}

// ApplySummaryJSON holds the numbers of the summary line. Each object counts once, but
// for a replaced one, which is added and destroyed.
type ApplySummaryJSON struct {
	Added       int `json:"added"`
	Changed     int `json:"changed"`
	Destroyed   int `json:"destroyed"`
	Failed      int `json:"failed"`
	Skipped     int `json:"skipped"`
	NotBegun    int `json:"not_begun"`
	Already     int `json:"already"`
	Stale       int `json:"stale"`
	NotApproved int `json:"not_approved"`
	Unchanged   int `json:"unchanged"` // objects that the plan has nothing of
}

// FateJSON is what became of one object.
type FateJSON struct {
	Address         string `json:"address"`
	PreviousAddress string `json:"previous_address,omitempty"`
	Action          string `json:"action"`
	Status          string `json:"status"`       // done; or what kept it from being done: see docs/json.md
	ID              string `json:"id,omitempty"` // the cluster's, where it is known
	Name            string `json:"name"`
	Error           string `json:"error,omitempty"`   // why it was not done
	Because         string `json:"because,omitempty"` // the object that it was skipped for
	DoubleOf        string `json:"double_of,omitempty"`

	Conflict  bool `json:"conflict"`   // somebody else has changed it since the plan was made: nothing was written
	Half      bool `json:"half"`       // the old object is deleted, and the new one was not created: apply again
	Sent      int  `json:"sent"`       // how often the write was sent that took the most tries; 0: none was
	FoundDone bool `json:"found_done"` // no answer came to a write, and it was seen to be done
}

// BackupFileJSON is where a body was kept before it was written over.
type BackupFileJSON struct {
	Address string `json:"address"`
	ID      string `json:"id"`
	File    string `json:"file"`
}

// JSON is the report for machines.
func (r *ApplyReport) JSON() ApplyJSON {
	made := r.Plan
	if made == nil {
		made = &plan.Plan{}
	}
	out := ApplyJSON{
		FormatVersion: FormatVersion, Workspace: cmp.Or(made.Workspace, r.Workspace), PlanFile: printable(r.File), Complete: r.Complete(),
		Summary: r.summaryJSON(), Objects: mapped(r.Fates(), fateJSON),
		Problems: mapped(made.Problems, func(p plan.Problem) MessageJSON { return problemJSON(p, made.Workspace) }),
		Warnings: mapped(made.Warnings, warningJSON), Unknown: append([]string{}, made.Unknown()...), Preflight: preflightJSON(made.Preflight),
		Backups: mapped(r.Backups, func(b BackupFile) BackupFileJSON {
			return BackupFileJSON{Address: b.Address.String(), ID: printable(b.ID), File: printable(b.File)}
		}),
		Diagnostics: r.diagnosticsJSON(), EndJSON: endJSON(&r.Command),
	}
	if r.Applied != nil && r.Applied.Unsettled != nil {
		out.Unsettled = oneLine(r.Applied.Unsettled.Error())
	}
	return out
}

// Complete tells whether the cluster is as the plan has it, as far as this run knows.
func (r *ApplyReport) Complete() bool {
	if r.Plan == nil || r.Err != nil || len(r.Plan.Problems) > 0 || r.Plan.Preflight.Failed() || r.Applied != nil && r.Applied.Unsettled != nil {
		return false
	}
	for _, f := range r.Fates() {
		if f.End != EndDone && f.End != EndAlready {
			return false
		}
	}
	return true
}

func (r *ApplyReport) summaryJSON() ApplySummaryJSON {
	out := ApplySummaryJSON{}
	if r.Applied != nil {
		out.Added, out.Changed, out.Destroyed = counts(*r.Applied)
	}
	if r.Plan != nil {
		out.Unchanged = r.Plan.Unchanged
	}
	for _, f := range r.Fates() {
		switch f.End {
		case EndFailed:
			out.Failed++
		case EndSkipped:
			out.Skipped++
		case EndNotBegun:
			out.NotBegun++
		case EndAlready:
			out.Already++
		case EndStale:
			out.Stale++
		case EndNotApproved:
			out.NotApproved++
		}
	}
	return out
}

func fateJSON(f Fate) FateJSON {
	return FateJSON{
		Address: f.Address.String(), PreviousAddress: f.Previous.String(), Action: string(f.Action), Status: string(f.End),
		ID: printable(f.ID), Name: printable(f.Name), Error: printable(f.Reason), Because: f.Because.String(), DoubleOf: printable(f.DoubleOf),
		Conflict: f.Conflict, Half: f.Half, Sent: f.Sent, FoundDone: f.Found,
	}
}
