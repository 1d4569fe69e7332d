package view

import (
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
)

// Sources lets plans show the lines of the files that they speak of.
func (p *Printer) Sources(files map[string]*hcl.File) { p.files = files }

// preflight prints what was found before anything is written, and how.
func (p *Printer) preflight(made *plan.Preflight) {
	if made == nil {
		return
	}
	counts, said := map[string]int{}, map[string]bool{}
	for _, f := range made.Findings {
		counts[sayingTheSame(f)]++
	}
	for _, f := range made.Findings {
		switch key := sayingTheSame(f); {
		case key == "":
			p.finding(f, 0)
		case !said[key]:
			said[key] = true
			p.finding(f, counts[key]-1)
		}
	}
	for i, l := range p.wrap("Preflight: "+preflightSummary(made)+".", textWidth) {
		if i == 0 {
			l = strings.Replace(l, "Preflight:", p.bold("Preflight:"), 1)
		}
		p.line("%s", l)
	}
	p.line("")
}

// sayingTheSame is equal for findings that are said once for all monitors: a pattern that
// matches nothing is one mistake, or none, however many search by it. "" for others.
func sayingTheSame(f plan.Finding) string {
	if f.Kind != plan.NothingMatches {
		return ""
	}
	return fmt.Sprint(f.Error, f.Names)
}

// finding prints what was found, and of how many more monitors.
func (p *Printer) finding(f plan.Finding, more int) {
	m := findingMessage(f)
	if more > 0 {
		m.detail += fmt.Sprintf(" It is the same with %s.", plural(more, "more monitor"))
	}
	kind, paint := "Warning", color.FgYellow
	if f.Error {
		kind, paint = "Error", color.FgRed
	}
	p.line("%s %s\n", p.bold(p.paint(kind+":", paint)), p.bold(m.summary))
	if f.At.File != "" {
		p.snippet(rangeOf(f.At), p.files[f.At.File])
	}
	p.detail(m.detail)
}

func rangeOf(at plan.Place) hcl.Range {
	return hcl.Range{Filename: at.File, Start: hcl.Pos(at.Start), End: hcl.Pos(at.End)}
}

// preflightSummary says how many monitors were looked at, how, and why not otherwise.
func preflightSummary(made *plan.Preflight) string {
	ran := fmt.Sprintf("%s ran on the cluster", plural(len(made.Ran), "monitor"))
	if len(made.Ran) == 0 {
		ran = "no monitor ran on the cluster"
	}
	if len(made.Offline) == 0 {
		return ran
	}
	var counts []int
	var why []string
	for _, r := range plan.Reasons() {
		if n := made.OfflineFor(r); n > 0 {
			counts, why = append(counts, n), append(why, reasonWords(r, made))
		}
	}
	checked := fmt.Sprintf("%d %s checked offline", len(made.Offline), pick(len(made.Offline), "was", "were"))
	if len(why) == 1 {
		return ran + ", " + checked + ": " + why[0]
	}
	for i, n := range counts {
		why[i] = fmt.Sprintf("%d: %s", n, why[i])
	}
	return ran + ", " + checked + " (" + strings.Join(why, "; ") + ")"
}

func reasonWords(r plan.Reason, made *plan.Preflight) string {
	switch r {
	case plan.NotPermitted:
		if len(made.Permissions) == 0 {
			return "this user may not make dry runs"
		}
		return "this user may not make dry runs, and lacks " + and(made.Permissions) + ", which the role alertplan_preflight has"
	case plan.NoAnswer:
		if made.Trouble == "" {
			return "the cluster took too long for a run"
		}
		return "the cluster makes no dry runs now (" + strings.TrimSuffix(oneLine(made.Trouble), ".") + ")"
	case plan.TimeUp:
		return "the runs took too long together"
	case plan.LimitReached:
		return "the cluster compiles no more scripts for now, for monitors neither"
	case plan.RateSpent:
		return fmt.Sprintf("the compile rate leaves a preflight %s in %s", plural(made.Scripts, "script"), plural(made.Minutes, "minute"))
	case plan.ManyPages:
		return "a run would compile the search once for each page of buckets"
	case plan.DocumentLevel:
		return "a run of a document-level monitor leaves its queries on the cluster"
	case plan.WorkflowRun:
		return "only a workflow that is stored can be run"
	case plan.ValuesMissing:
		return "values are missing"
	default:
		return string(r)
	}
}
