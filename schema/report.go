package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/alertplan/alertplan/internal/crash"
)

// reporter gathers diagnostics. The same problem at the same place is told once,
// however many instances of a for_each meet it.
type reporter struct {
	*findings
	pack *packBlock // for which a pack is read; nil for the configuration itself

	mild []checkName // checks whose errors are warnings for the time being
}

// findings are the problems of the configuration and its packs.
type findings struct {
	diags   hcl.Diagnostics
	told    map[string]*finding
	secrets *secrets

	errors int // those that were told, and those that had been
}

// finding is one problem, and the pack blocks for which it was met.
type finding struct {
	*hcl.Diagnostic
	packs []*packBlock
}

func newReporter(s *secrets) *reporter {
	return &reporter{findings: &findings{told: map[string]*finding{}, secrets: s}}
}

// within is the reporter of what is found in a pack.
func (r *reporter) within(pack *packBlock) *reporter {
	return &reporter{findings: r.findings, pack: pack}
}

// place is where a problem is: the value, and the block around it.
type place struct {
	subject hcl.Range
	context hcl.Range // zero: none
}

func (p place) at(subject hcl.Range) place { return place{subject: subject, context: p.context} }

// report adds a diagnostic of a check. The detail is full sentences with a way
// out; it must hold no value that may be secret.
func (r *reporter) report(name checkName, at place, detail string, args ...any) {
	check := checkByName(name)
	if slices.Contains(r.mild, name) {
		check.Severity = hcl.DiagWarning
	}
	d := &hcl.Diagnostic{
		Severity: check.Severity, Summary: check.Summary, Detail: fmt.Sprintf(detail, args...), Extra: name,
	}
	if at.subject != (hcl.Range{}) {
		d.Subject = &at.subject
	}
	if at.context != (hcl.Range{}) && at.context.Filename == at.subject.Filename {
		around := hcl.RangeOver(at.context, at.subject)
		d.Context = &around
	}
	r.add(d)
}

// mildly calls a function in which errors of some checks are warnings.
func (r *reporter) mildly(checks []checkName, do func()) {
	before := r.mild
	defer func() { r.mild = before }()
	r.mild = checks
	do()
}

// adopt takes HCL's own diagnostics over, without what could print a value.
func (r *reporter) adopt(diags hcl.Diagnostics, context hcl.Range) {
	for _, d := range diags {
		panicAgain(d)
		own := *d
		own.Expression, own.EvalContext = nil, nil
		if _, ours := own.Extra.(checkName); !ours {
			own.Extra = hclCheck(d.Summary)
		}
		if own.Context == nil && own.Subject != nil && context.Filename == own.Subject.Filename && context != (hcl.Range{}) {
			around := hcl.RangeOver(context, *own.Subject)
			own.Context = &around
		}
		r.add(&own)
	}
}

// panicAgain goes on with a panic of a function, which cty makes a diagnostic with the
// stack and with the panic's value: that may be of secrets.
func panicAgain(d *hcl.Diagnostic) {
	call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
	if !ok {
		return
	}
	var p function.PanicError
	if errors.As(call.FunctionCallError(), &p) {
		panic(&crash.Panic{Value: p.Value, Stack: p.Stack})
	}
}

func (r *reporter) add(d *hcl.Diagnostic) {
	if d.Severity == hcl.DiagError {
		r.errors++
	}
	key := fmt.Sprint(d.Subject, "\x00", d.Summary, "\x00", d.Detail)
	f := r.told[key]
	if f == nil {
		f = &finding{Diagnostic: d}
		r.told[key] = f
		r.diags = append(r.diags, d)
	}
	if r.pack != nil && !slices.Contains(f.packs, r.pack) {
		f.packs = append(f.packs, r.pack)
	}
}

// result lists the diagnostics by place, with the secrets that are known by now
// taken out of their texts.
func (r *findings) result() hcl.Diagnostics {
	for _, f := range r.told {
		if len(f.packs) > 0 {
			f.Detail += " " + broughtBy(f.packs)
		}
	}
	for _, d := range r.diags {
		d.Summary, d.Detail = r.secrets.mask(d.Summary), r.secrets.mask(d.Detail)
	}
	slices.SortStableFunc(r.diags, func(a, b *hcl.Diagnostic) int { return compareRanges(a.Subject, b.Subject) })
	return r.diags
}

func compareRanges(a, b *hcl.Range) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	case a.Filename != b.Filename:
		return strings.Compare(a.Filename, b.Filename)
	default:
		return a.Start.Byte - b.Start.Byte
	}
}

// didYouMean is a sentence that offers the nearest name, with a blank before it,
// or "" where none is near.
func didYouMean(given string, names []string) string {
	if s := nearest(given, names); s != "" {
		return fmt.Sprintf(" Did you mean %q?", s)
	}
	return ""
}

func nearest(given string, names []string) string {
	best, shortest := "", max(2, len(given)/3)+1
	for _, name := range names {
		if name == given {
			continue
		}
		if strings.EqualFold(name, given) {
			return name
		}
		if swapped(given, name) {
			return name
		}
		if d := levenshtein.Distance(strings.ToLower(given), strings.ToLower(name), nil); d < shortest && d < len(given) {
			best, shortest = name, d
		}
	}
	return best
}

// swapped tells whether two neighbouring letters stand the other way round.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[:i]+a[i+1:i+2]+a[i:i+1]+a[i+2:] == b
		}
	}
	return false
}

// oneOf writes names as "a, b or c".
func oneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
