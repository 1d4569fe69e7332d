package view

import "github.com/hashicorp/hcl/v2"

// ValidateJSON is the result of validate for machines.
type ValidateJSON struct {
	FormatVersion string           `json:"format_version"`
	Valid         bool             `json:"valid"`
	ErrorCount    int              `json:"error_count"`
	WarningCount  int              `json:"warning_count"`
	Diagnostics   []DiagnosticJSON `json:"diagnostics"`
	EndJSON
}

// DiagnosticJSON is one problem of a configuration.
type DiagnosticJSON struct {
	Severity string     `json:"severity"`        // error or warning
	Check    string     `json:"check,omitempty"` // its stable name; HCL's own problems have none
	Summary  string     `json:"summary"`
	Detail   string     `json:"detail"`
	Range    *RangeJSON `json:"range,omitempty"`
}

// RangeJSON is a place in a file; lines and columns count from 1.
type RangeJSON struct {
	Filename string  `json:"filename"`
	Start    PosJSON `json:"start"`
	End      PosJSON `json:"end"`
}

// PosJSON is a position in a file.
type PosJSON struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func diagnosticsJSON(diags hcl.Diagnostics, checkOf func(*hcl.Diagnostic) Check) []DiagnosticJSON {
	out := []DiagnosticJSON{}
	for _, d := range diags {
		one := DiagnosticJSON{Severity: "error", Check: checkOf(d).Name, Summary: printable(d.Summary), Detail: printable(d.Detail)}
		if d.Severity == hcl.DiagWarning {
			one.Severity = "warning"
		}
		if d.Subject != nil {
			one.Range = &RangeJSON{Filename: d.Subject.Filename, Start: posJSON(d.Subject.Start), End: posJSON(d.Subject.End)}
		}
		out = append(out, one)
	}
	return out
}

func posJSON(p hcl.Pos) PosJSON { return PosJSON{Line: p.Line, Column: p.Column} }
