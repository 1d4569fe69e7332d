package convert

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/generate"
)

// Kind is a language that can be converted.
type Kind struct {
	Name  string // what --from says
	Short string // what it is, for help: no full stop

	// Extensions are how names of the language's files end, each with its full stop:
	// those are read of a folder. Without any, folders are not taken.
	Extensions []string

	// Convert converts all sources of one run; they may refer to one another. nil: the
	// sources hold bodies of the API, which are written as those of a cluster are.
	Convert func([]Source, Options) Result
}

// Result is what became of sources.
type Result struct {
	Objects []Object

	// Diagnostics are refusals (errors), and notes of what was corrected or means
	// something else here (warnings), with their places in the sources.
	Diagnostics hcl.Diagnostics

	// Secrets are texts of the sources that no output may show.
	Secrets []string
}

// Object is a block of the configuration: a variable, a destination, a monitor.
type Object struct {
	Source  string   // the name of the source that it was made of
	Comment []string // lines that stand above it, without the number sign
	Block   generate.Block
}

// Address is the object's address, as references say it.
func (o Object) Address() string {
	switch kind := o.Block.Type; kind {
	case "variable":
		return "var." + strings.Join(o.Block.Labels, ".")
	default:
		return strings.Join(append([]string{kind}, o.Block.Labels...), ".")
	}
}

// Tells tells whether an action of the object tells somebody.
func (o Object) Tells() bool { return holds(o.Block, "action") }

func holds(b generate.Block, kind string) bool {
	for _, inner := range b.Blocks {
		if inner.Type == kind || holds(inner, kind) {
			return true
		}
	}
	return false
}

// Refuse says that something can't be converted, and why.
func (r *Result) Refuse(at hcl.Range, summary, detail string) {
	r.tell(hcl.DiagError, at, summary, detail)
}

// Note says that something was corrected, or means something else than it did.
func (r *Result) Note(at hcl.Range, summary, detail string) {
	r.tell(hcl.DiagWarning, at, summary, detail)
}

func (r *Result) tell(severity hcl.DiagnosticSeverity, at hcl.Range, summary, detail string) {
	r.Diagnostics = append(r.Diagnostics, &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: detail, Subject: &at})
}

// Join adds what became of further sources.
func (r *Result) Join(other Result) {
	r.Objects = append(r.Objects, other.Objects...)
	r.Diagnostics = append(r.Diagnostics, other.Diagnostics...)
	r.Secrets = append(r.Secrets, other.Secrets...)
}

// Refused tells whether something could not be converted.
func (r Result) Refused() bool { return r.Diagnostics.HasErrors() }

// Each is a Kind's Convert for a language whose sources know nothing of each other. The
// diagnostics of each come in the order of its lines.
func Each(one func(Source, Options, *Labels) Result) func([]Source, Options) Result {
	return func(sources []Source, o Options) Result {
		var all Result
		labels := &Labels{}
		for _, s := range sources {
			r := one(s, o, labels)
			ordered(r.Diagnostics)
			all.Join(r)
		}
		return all
	}
}
