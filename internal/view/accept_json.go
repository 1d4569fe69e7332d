package view

import (
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/accept"
	"github.com/alertplan/alertplan/internal/address"
)

// AcceptReport is the result of drift --accept.
type AcceptReport struct {
	Command
	Result Accepted
}

// Writers are those of all formats that have a place for it.
func (r *AcceptReport) Writers() Writers {
	return Writers{FormatJSON: func(out io.Writer) error { return WriteJSON(out, r.JSON()) }}
}

// AcceptJSON is what became of a drift that was accepted, for machines. Lists are never
// null.
type AcceptJSON struct {
	FormatVersion string             `json:"format_version"`
	Workspace     string             `json:"workspace"`
	DryRun        bool               `json:"dry_run"` // nothing was written
	Summary       AcceptSummaryJSON  `json:"summary"`
	Accepted      []AcceptedJSON     `json:"accepted"`
	Left          []LeftJSON         `json:"left"`      // to write by hand; the exit status is 2 then
	Unchanged     []string           `json:"unchanged"` // addresses that have not drifted
	Unmarked      []string           `json:"unmarked"`  // addresses whose mark is gone: the next apply restores it
	Files         []AcceptedFileJSON `json:"files"`     // those that change
	Diagnostics   []DiagnosticJSON   `json:"diagnostics"`
	EndJSON
}

// AcceptSummaryJSON holds the numbers of the summary line.
type AcceptSummaryJSON struct {
	Accepted int `json:"accepted"`
	Left     int `json:"left"`
}

// AcceptedJSON is a field that the files say now as the cluster does.
type AcceptedJSON struct {
	Address   string `json:"address"`
	Path      string `json:"path"`
	File      string `json:"file"`
	Line      int    `json:"line"`     // in the new file
	Partly    bool   `json:"partly"`   // a part of the value is left
	InFiles   any    `json:"in_files"` // as it was; null is what was not there
	OnCluster any    `json:"on_cluster"`
}

// LeftJSON is a field, or an object, that is left to the user.
type LeftJSON struct {
	Address    string `json:"address"`
	Path       string `json:"path"`       // empty for the object as a whole
	File       string `json:"file"`       // empty where no block declares it
	Line       int    `json:"line"`       // in the new file, 0 without a file
	Expression string `json:"expression"` // as it stands there; empty for a block
	InFiles    any    `json:"in_files"`
	OnCluster  any    `json:"on_cluster"`
	Sensitive  bool   `json:"sensitive"`
	Reason     string `json:"reason"`  // why it was not written, in a word
	Message    string `json:"message"` // the same for people, and what to do
}

// AcceptedFileJSON is a file that changes.
type AcceptedFileJSON struct {
	File string `json:"file"`
	Diff string `json:"diff"` // line by line, three lines around each change
}

// JSON is the report for machines.
func (r *AcceptReport) JSON() AcceptJSON {
	result := r.Result.Result
	if result == nil {
		result = &accept.Result{}
	}
	return AcceptJSON{
		FormatVersion: FormatVersion, Workspace: r.Result.Workspace, DryRun: r.Result.DryRun,
		Summary:  AcceptSummaryJSON{Accepted: len(result.Accepted), Left: len(result.Left)},
		Accepted: mapped(result.Accepted, acceptedJSON), Left: mapped(result.Left, leftJSON),
		Unchanged: mapped(result.Same, address.Address.String), Unmarked: mapped(result.Unmarked, address.Address.String),
		Files: mapped(result.Files, acceptedFileJSON), Diagnostics: r.diagnosticsJSON(), EndJSON: endJSON(&r.Command),
	}
}

func acceptedJSON(x accept.Accepted) AcceptedJSON {
	return AcceptedJSON{
		Address: x.Address.String(), Path: printable(x.Field.Path), File: x.At.Filename, Line: x.At.Start.Line, Partly: x.Partly,
		InFiles: plainValue(x.Field.After), OnCluster: plainValue(x.Field.Before),
	}
}

func leftJSON(x accept.Left) LeftJSON {
	return LeftJSON{
		Address: x.Address.String(), Path: printable(x.Path), File: x.At.Filename, Line: lineOrNone(x.At), Expression: printable(x.Expression),
		InFiles: plainValue(x.InFiles), OnCluster: plainValue(x.OnCluster), Sensitive: isSecret(x.InFiles) || isSecret(x.OnCluster),
		Reason: string(x.Reason), Message: toWriteWords(x),
	}
}

func lineOrNone(at hcl.Range) int {
	if at.Filename == "" {
		return 0
	}
	return at.Start.Line
}

func acceptedFileJSON(f accept.File) AcceptedFileJSON {
	var b strings.Builder
	for _, l := range diffLines(unified(f.Before), unified(f.After)) {
		if l.sign == '@' {
			b.WriteString(l.text + "\n")
			continue
		}
		b.WriteString(string(l.sign) + l.text + "\n")
	}
	return AcceptedFileJSON{File: f.Name, Diff: b.String()}
}
