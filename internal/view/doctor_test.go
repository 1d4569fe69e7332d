package view_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// everySymptom has a finding of each kind, with all that a finding may have.
func everySymptom() doctor.Report {
	r := doctor.Report{URL: "https://search.example.com", Workspace: "soc"}
	for i, kind := range doctor.Kinds() {
		r.Findings = append(r.Findings, doctor.Finding{
			Area: doctor.Areas()[i%len(doctor.Areas())], Kind: kind, Grade: doctor.Warning, Name: "it", From: "there", Names: []string{"one", "two", "three"}, Versions: []string{"1.0", "2.0", "3.0"}, Roles: []string{"all_access"},
			Reason: "it\x1b[31m says so", Count: 2, Limit: 3, Span: 49 * time.Hour, Until: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
			Permissions: []string{"cluster:monitor/state"}, At: plan.Place{File: "main.hcl", Start: plan.Position{Line: 3 + i}},
		})
	}
	return r
}

// symptoms are all kinds of findings, some of them a preflight's.
func symptoms() (all []any) {
	for _, kind := range doctor.Kinds() {
		all = append(all, string(kind))
	}
	slices.SortFunc(all, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	return all
}

// Every kind has words of its own, and no control character comes through.
func TestEverySymptomHasWords(t *testing.T) {
	for _, f := range view.NewDoctorJSON(everySymptom()).Findings {
		if f.Text == f.Kind || strings.ContainsRune(f.Text, 0x1b) {
			t.Errorf("%s: %q", f.Kind, f.Text)
		}
	}
	var out bytes.Buffer
	if code := view.NewPrinter(&out, view.Plain).Doctor(everySymptom()); code != view.Changes {
		t.Errorf("exit status %d", code)
	}
	golden(t, "testdata/doctor.txt", out.Bytes())
}

// Findings that hold nothing but their kind are worded, too: a cluster may tell little.
func TestSymptomsWithoutAnything(t *testing.T) {
	var r doctor.Report
	for _, kind := range doctor.Kinds() {
		r.Findings = append(r.Findings, doctor.Finding{Kind: kind, Grade: doctor.Note})
	}
	for _, f := range view.NewDoctorJSON(r).Findings {
		if f.Text == "" {
			t.Errorf("%s has no words", f.Kind)
		}
	}
}

// Who is not told who he is, is told what he may all the same.
func TestRightsOfSomebody(t *testing.T) {
	for want, f := range map[string]doctor.Finding{
		"Everybody may apply: there is no security plugin.":            {},
		"This user has 3 permissions of those that apply needs.":       {Count: 3},
		"The user \"ann\" has 1 permission of those that apply needs.": {Count: 1, From: "ann"},
		"The user \"ann\" has the role all_access, and may apply.":     {Roles: []string{"all_access"}, From: "ann"},
	} {
		f.Kind, f.Name = doctor.MayAll, "apply"
		if got := view.NewDoctorJSON(doctor.Report{Findings: []doctor.Finding{f}}).Findings[0].Text; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
