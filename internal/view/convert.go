package view

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Converted is what became of sources in other languages.
type Converted struct {
	Kind        string
	Files       []ConvertedFile
	Diagnostics hcl.Diagnostics // refusals (errors) and notes (warnings), in the sources
	Silent      int             // monitors whose triggers tell nobody
	Variables   []string        // those that need a value before an apply
	Secrets     []string        // texts of the sources that are not shown
}

// ConvertedFile is a file of the configuration that was made.
type ConvertedFile struct {
	Name    string   // its path; empty where it goes to stdout
	Objects []string // addresses of what it declares
	Text    string
}

// ConvertedJSON is what convert did, for machines.
type ConvertedJSON struct {
	FormatVersion string              `json:"format_version"`
	Kind          string              `json:"kind"`     // as --from says it
	Complete      bool                `json:"complete"` // nothing was refused
	Files         []ConvertedFileJSON `json:"files"`
	ErrorCount    int                 `json:"error_count"`   // refusals: what they belong to is in no file
	WarningCount  int                 `json:"warning_count"` // notes: what was corrected, or means something else than it did
	Diagnostics   []DiagnosticJSON    `json:"diagnostics"`   // their places are in the sources
	Variables     []string            `json:"variables"`     // names of those that need a value before an apply
}

// ConvertedFileJSON is a file of the configuration that was made.
type ConvertedFileJSON struct {
	Path    string   `json:"path"`    // where it was written; empty without --out
	Objects []string `json:"objects"` // addresses of what it declares
	HCL     string   `json:"hcl"`     // its text
}

// NewConvertedJSON makes the JSON of what was converted.
func NewConvertedJSON(c Converted) ConvertedJSON {
	out := ConvertedJSON{FormatVersion: FormatVersion, Kind: c.Kind, Complete: !c.Diagnostics.HasErrors(), Files: []ConvertedFileJSON{}, Variables: append([]string{}, c.Variables...),
		Diagnostics: diagnosticsJSON(c.Diagnostics, func(*hcl.Diagnostic) Check { return Check{} })}
	out.ErrorCount, out.WarningCount = count(c.Diagnostics)
	for _, f := range c.Files {
		out.Files = append(out.Files, ConvertedFileJSON{Path: f.Name, Objects: append([]string{}, f.Objects...), HCL: f.Text})
	}
	return out
}

// made counts what was made, by kinds, in the order in which they came.
func (c Converted) made() string {
	var kinds []string
	counts := map[string]int{}
	for _, f := range c.Files {
		for _, address := range f.Objects {
			kind, _, _ := strings.Cut(address, ".")
			if kind == "var" {
				kind = "variable"
			}
			if counts[kind]++; counts[kind] == 1 {
				kinds = append(kinds, kind)
			}
		}
	}
	for i, kind := range kinds {
		if kinds[i] = plural(counts[kind], kind); kind == "existing" {
			kinds[i] = plural(counts[kind], "channel") + " of others"
		}
	}
	if len(kinds) == 0 {
		return "nothing"
	}
	return strings.Join(kinds, ", ")
}

// Converted is the last line of convert: what was made, in numbers. It goes beside the
// files, to where diagnostics go.
func (p *Printer) Converted(c Converted) int {
	for _, f := range c.Files {
		if f.Name != "" {
			p.line("Wrote %s.", f.Name)
		}
	}
	if c.Silent > 0 {
		p.line("%s nobody yet: `--destination ADDRESS` gives %s an action, or add one by hand.", pick(c.Silent, "The trigger tells", "The triggers tell"), pick(c.Silent, "it", "each"))
	}
	if len(c.Variables) > 0 {
		p.line("Before an apply %s: %s.", pick(len(c.Variables), "this variable needs a value", "these variables need values"), strings.Join(c.Variables, ", "))
	}
	refused, notes := count(c.Diagnostics)
	words := fmt.Sprintf("Converted: %s", c.made())
	if notes > 0 {
		words += ", " + plural(notes, "note")
	}
	if refused == 0 {
		p.line("%s.", words)
		return Done
	}
	p.line("%s; %s refused, and what %s to is left out.", words, plural(refused, "thing"), pick(refused, "it belongs", "they belong"))
	return Failed
}
