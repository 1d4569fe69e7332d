package view

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Validate is what is wrong with a configuration, as a comment. checkOf names the check
// that a diagnostic comes from, "" for none.
func (c Comment) Validate(declared Declared, diags hcl.Diagnostics, checkOf func(*hcl.Diagnostic) string) string {
	errors, warnings := count(diags)
	heading, counts := "alertplan validate: valid", declared.String()
	if errors > 0 {
		heading, counts = "alertplan validate: not valid", plural(errors, "error")
	}
	if warnings > 0 {
		counts += ", " + plural(warnings, "warning")
	}
	d := c.begin(heading + " (" + counts + ")")
	c.diagnosticRows(d, diags, checkOf)
	return d.String()
}

// Invalid is the comment of a command that could not begin, since the configuration is
// not valid.
func (c Comment) Invalid(diags hcl.Diagnostics, checkOf func(*hcl.Diagnostic) string) string {
	errors, _ := count(diags)
	d := c.begin("alertplan " + c.Command + " failed: the configuration is not valid (" + plural(errors, "error") + ")")
	c.diagnosticRows(d, diags, checkOf)
	return d.String()
}

// diagnosticRows puts errors before warnings.
func (c Comment) diagnosticRows(d *document, diags hcl.Diagnostics, checkOf func(*hcl.Diagnostic) string) {
	d.columns = []string{"Severity", "Place", "Problem", "Check"}
	for _, severity := range []hcl.DiagnosticSeverity{hcl.DiagError, hcl.DiagWarning} {
		for _, diag := range diags {
			if diag.Severity == severity {
				c.diagnosticRow(d, diag, checkOf(diag))
			}
		}
	}
}

func (c Comment) diagnosticRow(d *document, diag *hcl.Diagnostic, check string) {
	kind := "**error**"
	if diag.Severity == hcl.DiagWarning {
		kind = "warning"
	}
	at, place, title := hcl.Range{}, "", ""
	if diag.Subject != nil {
		at = *diag.Subject
		place = c.placeOf(at.Filename, at.Start.Line)
		title = c.title(fmt.Sprintf("%s:%d", at.Filename, at.Start.Line)) + " "
	}
	d.row(kind, place, c.prose(diag.Summary), c.code(check))
	d.text(title+c.title(diag.Summary), func() []string { return append(c.snippet(at), c.wrapped(diag.Detail)...) })
}
