package view

import (
	"errors"
	"io"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Format is how a result is written.
type Format string

// The formats. For people a command prints as it goes; the others are written when
// it is known how it ended.
const (
	FormatHuman    Format = "human"
	FormatJSON     Format = "json"
	FormatMarkdown Format = "markdown"
	FormatJUnit    Format = "junit"
	FormatSARIF    Format = "sarif"
)

// Report is what a command has found out and done, to be written in any number of
// formats. A command fills it as it goes, and it can be written whenever the command
// ends: what was not come to is empty.
type Report interface {
	// About is what it says beside the result itself.
	About() *Command

	// Writers are those of the formats that make sense of this result.
	Writers() Writers
}

// Writers write a report, by format; none is for people.
type Writers map[Format]func(io.Writer) error

// FormatsOf lists the formats of a report, the one for people first.
func FormatsOf(r Report) []Format {
	writers := r.Writers()
	return slices.DeleteFunc([]Format{FormatHuman, FormatJSON, FormatMarkdown, FormatJUnit, FormatSARIF}, func(f Format) bool {
		return f != FormatHuman && writers[f] == nil
	})
}

// Command is what every report says beside its result: of which command it is, what
// was found in the files, and how it ended.
type Command struct {
	Name string // such as "plan"

	// Workspace, Cluster (the name of its block) and Dir are what it was about, as far as
	// that is known; else "".
	Workspace, Cluster, Dir string

	// Declared is where in the files an address is declared.
	Declared map[string]hcl.Range

	// Mask takes secrets that are known out of a text that is to be cut or escaped; nil
	// leaves all.
	Mask func(string) string

	// Diagnostics are what was found in the files that were read, and Files those.
	Diagnostics hcl.Diagnostics
	Files       map[string]*hcl.File

	// CheckOf tells the check that a diagnostic comes from; nil: of none.
	CheckOf func(*hcl.Diagnostic) Check

	// PathOf is the path of a file as the repository has it; nil: as it is.
	PathOf func(string) string

	// Err is why the command failed before its result was whole, nil where it was; a
	// configuration that is not valid is in Diagnostics alone. Advice is what to do
	// about it, a paragraph each.
	Err    error
	Advice []string

	// Interrupted says that somebody ended it.
	Interrupted bool

	// Status is the exit status.
	Status int
}

// Check is what a diagnostic comes from.
type Check struct {
	Name     string // stable; "" for none
	Summary  string
	Doc      string // what goes wrong without it
	Severity hcl.DiagnosticSeverity
}

// About is for reports that hold a Command.
func (c *Command) About() *Command { return c }

func (c *Command) pathOf(file string) string {
	if c.PathOf == nil || file == "" {
		return file
	}
	return c.PathOf(file)
}

// Diagnosed takes what was found in the files.
func (c *Command) Diagnosed(diags hcl.Diagnostics, files map[string]*hcl.File) {
	c.Diagnostics, c.Files = diags, files
}

func (c *Command) checkOf(d *hcl.Diagnostic) Check {
	if c.CheckOf == nil {
		return Check{}
	}
	return c.CheckOf(d)
}

// InvalidError is why a command ends whose configuration can't be used. Its diagnostics
// are printed in its place.
type InvalidError struct {
	Diagnostics hcl.Diagnostics
	Files       map[string]*hcl.File
}

func (e *InvalidError) Error() string {
	errors, _ := count(e.Diagnostics)
	return "the configuration is not valid: " + plural(errors, "error")
}

// cause is why the command failed, but for what the diagnostics say.
func (c *Command) cause() error {
	var invalid *InvalidError
	if errors.As(c.Err, &invalid) {
		return nil
	}
	return c.Err
}
