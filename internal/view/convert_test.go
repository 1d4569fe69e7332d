package view_test

import (
	"bytes"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/view"
)

var converted = view.Converted{
	Kind:   "insights",
	Files:  []view.ConvertedFile{{Name: "alerts/root.hcl", Objects: []string{"monitor.root"}, Text: "monitor \"root\" {\n}\n"}},
	Silent: 1,
	Diagnostics: hcl.Diagnostics{
		{Severity: hcl.DiagWarning, Summary: "A note", Detail: "What is meant.", Subject: &hcl.Range{Filename: "root.txt", Start: hcl.Pos{Line: 1, Column: 2}, End: hcl.Pos{Line: 1, Column: 4}}},
		{Severity: hcl.DiagError, Summary: "A refusal", Detail: "Why."},
	},
}

func TestConverted(t *testing.T) {
	for _, c := range []struct {
		converted view.Converted
		code      int
		words     string
	}{
		{converted, view.Failed, "Wrote alerts/root.hcl.\nThe trigger tells nobody yet: `--destination ADDRESS` gives it an action, or add one by hand.\n" +
			"Converted: 1 monitor, 1 note; 1 thing refused, and what it belongs to is left out.\n"},
		{view.Converted{Kind: "insights", Files: []view.ConvertedFile{{Objects: []string{"monitor.a", "monitor.b"}}}}, view.Done, "Converted: 2 monitors.\n"},
	} {
		var out bytes.Buffer
		if code := view.NewPrinter(&out, view.Plain).Converted(c.converted); code != c.code || out.String() != c.words {
			t.Errorf("status %d:\n%s", code, out.String())
		}
	}
}
