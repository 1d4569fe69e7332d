package view_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// TestFindingsAreWorded: each finding, about each part that it may be about, has words
// of its own for people and in JSON.
func TestFindingsAreWorded(t *testing.T) {
	for _, kind := range plan.FindingKinds() {
		for _, fails := range []bool{true, false} {
			f := plan.Finding{
				Element: plan.Element{Address: address.ForMonitor("m"), Part: partOf(kind), Trigger: "t", Action: "a"},
				Kind:    kind, Error: fails, Offline: !fails, Reason: "the reason.", Names: []string{"x-*"}, Count: 1, Total: 2, Pages: fails, Graph: !fails, Documents: !fails,
			}
			made := &plan.Plan{Changes: []plan.Change{{Action: plan.Delete, Address: f.Address}}, Preflight: &plan.Preflight{Findings: []plan.Finding{f}, Ran: []address.Address{f.Address}}}
			var out bytes.Buffer
			code := view.NewPrinter(&out, view.Plain).Plan(made)
			shown, jsonCode := view.NewPlanJSON(made)
			one := shown.Preflight.Findings[0]
			if (code == view.Failed) != fails || code != jsonCode || shown.Applicable == fails {
				t.Errorf("%s: exit status %d and %d, applicable %v", kind, code, jsonCode, shown.Applicable)
			}
			if one.Summary == string(kind) || !strings.Contains(out.String(), one.Summary) || !strings.Contains(one.Detail, "monitor.m") {
				t.Errorf("%s: %q, %q in\n%s", kind, one.Summary, one.Detail, out.String())
			}
			if strings.Contains(out.String(), "%!") || strings.Contains(out.String(), "..") || strings.Contains(out.String(), "  (") {
				t.Errorf("%s:\n%s", kind, out.String())
			}
		}
	}
}

func partOf(kind plan.FindingKind) plan.Part {
	switch kind {
	case plan.ConditionFails, plan.ConditionSilences, plan.FailsWithoutIndex, plan.FailsWithoutHits, plan.FailsWhenLoud:
		return plan.ConditionPart
	case plan.MessageFails, plan.EmptyMessage:
		return plan.MessagePart
	default:
		return plan.QueryPart
	}
}

// TestReasonsAreWorded: every reason for which a monitor is not run is told.
func TestReasonsAreWorded(t *testing.T) {
	for _, why := range plan.Reasons() {
		made := &plan.Plan{Preflight: &plan.Preflight{Offline: []plan.Unasked{{Address: address.ForMonitor("m"), Why: why}}, Scripts: 25, Minutes: 5}}
		shown, _ := view.NewPlanJSON(made)
		if _, words, _ := strings.Cut(shown.Preflight.Summary, "1 was checked offline: "); words == "" || words == string(why) {
			t.Errorf("%s: %q", why, shown.Preflight.Summary)
		}
	}
}

// TestFindingsHideSecretsWithBlanks: what a server quotes of a secret is masked before
// it is broken into lines, since no line holds all of it.
func TestFindingsHideSecretsWithBlanks(t *testing.T) {
	const secret = "correct horse battery staple correct horse battery staple correct horse battery staple"
	finding := plan.Finding{
		Element: plan.Element{Address: address.ForMonitor("m"), Part: plan.QueryPart}, Kind: plan.SearchFails, Error: true,
		Reason: "failed to parse [" + secret + "]",
	}
	offline := plan.Unasked{Address: address.ForMonitor("m"), Why: plan.NoAnswer}
	made := &plan.Plan{Preflight: &plan.Preflight{Findings: []plan.Finding{finding}, Offline: []plan.Unasked{offline}, Trouble: "no answer to [" + secret + "]"}}
	var out bytes.Buffer
	mask := view.NewMask(&out)
	mask.Hide(secret)
	view.NewPrinter(mask, view.Plain).Plan(made)
	mask.Flush()
	if strings.Contains(out.String(), "horse") || strings.Count(out.String(), "(sensitive)") != 2 {
		t.Errorf("printed:\n%s", out.String())
	}
}

// TestOnePatternOfManyMonitors: that it matches nothing is said once for all that search
// by it, and JSON names each.
func TestOnePatternOfManyMonitors(t *testing.T) {
	made := &plan.Plan{Preflight: &plan.Preflight{}}
	for _, at := range []struct{ label, pattern string }{{"a", "x-*"}, {"b", "x-*"}, {"c", "y-*"}, {"d", "x-*"}} {
		made.Preflight.Findings = append(made.Preflight.Findings, plan.Finding{
			Element: plan.Element{Address: address.ForMonitor(at.label), Part: plan.IndicesPart}, Kind: plan.NothingMatches, Names: []string{at.pattern}})
	}
	var out bytes.Buffer
	view.NewPrinter(&out, view.Plain).Plan(made)
	text := strings.Join(strings.Fields(out.String()), " ")
	if strings.Count(text, "Pattern that matches no index") != 2 || !strings.Contains(text, `so that monitor.a finds nothing`) || !strings.Contains(text, "It is the same with 2 more monitors.") || !strings.Contains(text, "monitor.c finds nothing") {
		t.Errorf("%s", out.String())
	}
	if shown, _ := view.NewPlanJSON(made); len(shown.Preflight.Findings) != 4 {
		t.Errorf("%d findings in JSON", len(shown.Preflight.Findings))
	}
}
