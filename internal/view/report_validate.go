package view

import "io"

// ValidateReport is the result of validate: its diagnostics.
type ValidateReport struct {
	Command
	Declared Declared // of a configuration that could be read
}

// Validity is the exit status: Failed where the configuration is not valid.
func (r *ValidateReport) Validity() int {
	if r.Diagnostics.HasErrors() {
		return Failed
	}
	return Done
}

// Writers are those of JSON and of what shows problems beside the lines of files.
func (r *ValidateReport) Writers() Writers {
	return Writers{
		FormatJSON:     func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatJUnit:    r.junit,
		FormatSARIF:    r.sarif,
		FormatMarkdown: r.markdown,
	}
}

// JSON is the report for machines.
func (r *ValidateReport) JSON() ValidateJSON {
	errors, warnings := count(r.Diagnostics)
	return ValidateJSON{
		FormatVersion: FormatVersion, Valid: errors == 0 && r.Err == nil, ErrorCount: errors, WarningCount: warnings,
		Diagnostics: r.diagnosticsJSON(), EndJSON: endJSON(&r.Command),
	}
}
