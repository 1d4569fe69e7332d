package view

import (
	"fmt"
	"io"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
)

func (r *ValidateReport) junit(out io.Writer) error {
	j := &junitReport{command: &r.Command}
	j.files()
	return writeJUnit(out, j.done())
}

// junit has a case for each change, which passes: a change is no failure. What keeps the
// plan from being applied is one.
func (r *PlanReport) junit(out io.Writer) error {
	j := &junitReport{command: &r.Command}
	j.files()
	if r.Plan == nil {
		return writeJUnit(out, j.done())
	}
	for _, c := range r.Plan.Changes {
		one := j.caseAt(fmt.Sprintf("%s %s", c.Address, changeWords(c)), r.declared(c.Address.String()))
		one.SystemOut = &junitOutput{xmlText(r.masked(j.printed(func(p *Printer) { p.change(c) })))}
		j.add("changes", one)
	}
	if len(r.Plan.Changes) == 0 {
		j.add("changes", j.caseAt("no changes", hcl.Range{}))
	}
	for _, a := range r.Annotations()[len(r.ofFiles()):] {
		j.annotation("plan", a)
	}
	return writeJUnit(out, j.done())
}

// junit has a case for each object that drifted, which fails, and one for all the others.
func (r *DriftReport) junit(out io.Writer) error {
	j := &junitReport{command: &r.Command}
	j.files()
	if r.Drift == nil {
		return writeJUnit(out, j.done())
	}
	d := r.Drift
	fail := func(rule Check, at string, print func(*Printer)) {
		c := j.caseAt(at, r.declared(at))
		c.Failure = j.result(rule.Name, rule.Summary, j.printed(print))
		j.add("drift", c)
	}
	for _, x := range d.Changed {
		fail(changedRule, x.Address.String(), func(p *Printer) { p.changedObjects(&plan.Drift{Changed: []plan.Drifted{x}}) })
	}
	for _, x := range d.Missing {
		fail(missingRule, x.Address.String(), func(p *Printer) { p.missingObjects([]plan.Drifted{x}) })
	}
	for _, x := range d.Copies {
		fail(copiesRule, x.Address.String(), func(p *Printer) { p.copiedObjects([]plan.Drifted{x}) })
	}
	for _, n := range d.Unmanaged {
		c := j.caseAt(fmt.Sprintf("%s (id %s)", n.Name, n.ID), hcl.Range{})
		c.Failure = j.result("drift-unmanaged", "Owned by no workspace", j.printed(func(p *Printer) { p.unmanagedObjects(&plan.Drift{Unmanaged: []plan.Newcomer{n}}) }))
		j.add("drift", c)
	}
	if !d.Any() {
		j.add("drift", j.caseAt("no drift", hcl.Range{}))
	}
	for _, c := range d.NotApplied {
		one := j.caseAt(c.Address.String(), r.declared(c.Address.String()))
		one.Skipped = j.result("not-applied", newsWords(c), "")
		j.add("not applied yet", one)
	}
	for _, p := range d.Problems {
		j.annotation("notes", r.noteOf(LevelWarning, p.Address.String(), problemMessage(p, d.Workspace), string(p.Kind)))
	}
	for _, w := range d.Warnings {
		j.annotation("notes", r.noteOf(LevelWarning, w.Address.String(), warningMessage(w), string(w.Kind)))
	}
	return writeJUnit(out, j.done())
}

func (r *DriftReport) noteOf(level Level, at string, m message, kind string) Annotation {
	a := r.ofMessage(level, at, m)
	a.Rule = planRule(kind, hcl.DiagWarning)
	if kind == string(plan.UnknownTarget) {
		a.Level = LevelError
	}
	return a
}

// junit has a case for each object: done is passed, what could not be done fails, and
// what was left is skipped.
func (r *ApplyReport) junit(out io.Writer) error {
	j := &junitReport{command: &r.Command}
	j.files()
	for _, f := range r.Fates() {
		c := j.caseAt(fmt.Sprintf("%s: %s", f.Address, f.Action), r.declared(f.Address.String()))
		result := j.result(string(f.End), fateWords(f), f.Reason)
		switch f.End {
		case EndDone:
			c.SystemOut = &junitOutput{xmlText(fmt.Sprintf("%s (id %s)", did[f.Action], oneLine(f.ID)))}
		case EndAlready:
		case EndFailed, EndStale, EndNotApproved:
			c.Failure = result
		default:
			c.Skipped = result
		}
		j.add("objects", c)
	}
	if r.Applied != nil && r.Applied.Unsettled != nil {
		c := j.caseAt("the cluster shows what was written", hcl.Range{})
		c.Failure = j.result("unsettled", "It is not certain that the cluster's lists show it all yet", r.Applied.Unsettled.Error())
		j.add("cluster", c)
	}
	if r.Plan != nil {
		planned := &PlanReport{Command: r.Command, Plan: r.Plan}
		for _, a := range planned.Annotations()[len(r.ofFiles()):] {
			j.annotation("plan", a)
		}
	}
	return writeJUnit(out, j.done())
}

// fateWords say why an object is not as it was to be.
func fateWords(f Fate) string {
	switch f.End {
	case EndFailed:
		return fmt.Sprintf("%s failed", doing[f.Action])
	case EndSkipped:
		return fmt.Sprintf("skipped for %s", f.Because)
	case EndNotBegun:
		return "not begun"
	case EndStale:
		return "not carried out: no longer as approved"
	case EndNotApproved:
		return "left: the plan file has nothing of it"
	default:
		return string(f.End)
	}
}
