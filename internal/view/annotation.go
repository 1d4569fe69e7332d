package view

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
)

// Annotation is a remark that a forge shows beside a line of a file.
type Annotation struct {
	Level   Level
	At      hcl.Range // without a Filename where no place is known
	Title   string    // on one line
	Message string
	Rule    Check // what found it, with a name that stays
}

// Level is how much an annotation matters.
type Level string

// The levels, as GitHub names them.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
)

// Annotated are reports that have something to say of lines.
type Annotated interface {
	Report
	Annotations() []Annotation
}

// ofFiles are the annotations of what was found in the files, and of why the command
// failed.
func (c *Command) ofFiles() []Annotation {
	var list []Annotation
	for _, d := range c.Diagnostics {
		a := Annotation{Level: LevelError, Title: d.Summary, Message: d.Detail, Rule: c.ruleOf(d)}
		if d.Severity == hcl.DiagWarning {
			a.Level = LevelWarning
		}
		if d.Subject != nil {
			a.At = *d.Subject
		}
		list = append(list, a)
	}
	if err := c.cause(); err != nil {
		list = append(list, Annotation{Level: LevelError, Title: "alertplan " + c.Name + " failed", Message: strings.Join(append([]string{err.Error()}, c.Advice...), "\n\n"), Rule: failedRule})
	}
	return list
}

// declared is where an address stands, or the block of its instances; nowhere for one
// that the files have no longer.
func (c *Command) declared(at string) hcl.Range { return c.Declared[at] }

func (c *Command) ofMessage(level Level, at string, m message) Annotation {
	if at != "" && !strings.Contains(m.detail, at) {
		m.detail = at + ": " + m.detail
	}
	return Annotation{Level: level, At: c.declared(at), Title: m.summary, Message: m.detail}
}

// Annotations are those of the files.
func (r *ValidateReport) Annotations() []Annotation { return r.ofFiles() }

// Annotations are what keeps a plan from being applied, and its warnings, at what they
// are about.
func (r *PlanReport) Annotations() []Annotation {
	list := r.ofFiles()
	if r.Plan == nil {
		return list
	}
	for _, p := range r.Plan.Problems {
		a := r.ofMessage(LevelError, p.Address.String(), problemMessage(p, r.Plan.Workspace))
		a.Rule = planRule(string(p.Kind), hcl.DiagError)
		list = append(list, a)
	}
	if r.Plan.Preflight != nil {
		for _, f := range r.Plan.Preflight.Findings {
			m := findingMessage(f)
			a := Annotation{Level: LevelWarning, Title: m.summary, Message: m.detail, At: r.declared(f.Address.String()), Rule: planRule(string(f.Kind), hcl.DiagWarning)}
			if f.Error {
				a.Level = LevelError
			}
			if f.At.File != "" {
				a.At = rangeOf(f.At)
			}
			list = append(list, a)
		}
	}
	for _, w := range r.Plan.Warnings {
		a := r.ofMessage(LevelWarning, w.Address.String(), warningMessage(w))
		a.Rule = planRule(string(w.Kind), hcl.DiagWarning)
		list = append(list, a)
	}
	return list
}

// Annotations stand at the blocks of what has drifted. Warnings of the files are not
// among them: a job that looks each night would say the same each night.
func (r *DriftReport) Annotations() []Annotation {
	var list []Annotation
	for _, a := range r.ofFiles() {
		if a.Level == LevelError {
			list = append(list, a)
		}
	}
	if r.Drift == nil {
		return list
	}
	for _, kind := range []struct {
		drifted []plan.Drifted
		rule    Check
		words   func(plan.Drifted) string
	}{
		{r.Drift.Missing, missingRule, func(x plan.Drifted) string {
			return x.Address.String() + " is not there: never applied, or deleted on the cluster."
		}},
		{r.Drift.Copies, copiesRule, func(x plan.Drifted) string {
			return fmt.Sprintf("%s is there %d times.", x.Address, len(x.Objects))
		}},
		{r.Drift.Changed, changedRule, r.changedWords},
	} {
		for _, x := range kind.drifted {
			list = append(list, Annotation{Level: LevelWarning, At: r.declared(x.Address.String()), Title: kind.rule.Summary, Message: kind.words(x), Rule: kind.rule})
		}
	}
	return list
}

// changedWords name the fields, and say what each has on both sides.
func (r *DriftReport) changedWords(x plan.Drifted) string {
	lines := []string{fmt.Sprintf("%s differs on the cluster (files -> cluster):", x.Address)}
	if !isUntold(x) {
		lines[0] = fmt.Sprintf("%s was %s (files -> cluster):", x.Address, changedOnCluster)
	}
	for _, f := range x.Fields {
		s, head, _ := fieldParts(plan.FieldChange{Path: f.Path, Before: f.After, After: f.Before})
		lines = append(lines, s.text+" "+strings.TrimSuffix(head, " ="))
	}
	if x.Problem != nil {
		lines = append(lines, problemMessage(*x.Problem, "").detail)
	}
	if x.Removal != nil {
		lines = append(lines, removalWords(*x.Removal))
	}
	return strings.Join(lines, "\n")
}
