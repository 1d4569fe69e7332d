package view_test

import (
	"bytes"
	"testing"

	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/view"
)

// found are a finding of each code.
func found(t testing.TB) indextemplate.Comparison {
	t.Helper()
	o, err := indextemplate.Options{Kind: indextemplate.CWL}.WithDefaults()
	if err != nil {
		t.Fatal(err)
	}
	c := indextemplate.Comparison{Options: o, Newest: "cwl-2026.01.02", Rival: 300}
	for _, code := range indextemplate.Codes {
		c.Findings = append(c.Findings, indextemplate.Finding{Code: code, Effect: indextemplate.LosesEvents, Index: "cwl-2026.01.02", Paths: []string{"a", "b\x1b[31m"}, Found: "date"})
	}
	return c
}

func comparisons(t testing.TB) []any {
	c := found(t)
	full, _ := view.NewTemplateJSON(c)
	c.Findings, c.Newest = nil, ""
	empty, _ := view.NewTemplateJSON(c)
	return []any{full, empty}
}

// TestEachFindingHasWords holds every code to words of its own.
func TestEachFindingHasWords(t *testing.T) {
	out, code := view.NewTemplateJSON(found(t))
	if code != view.Changes {
		t.Errorf("exit status %d", code)
	}
	seen := map[string]string{}
	for _, f := range out.Findings {
		if other := seen[f.Consequence]; other != "" || f.Consequence == "" || f.WayOut == "" {
			t.Errorf("%s: no words of its own (%s)", f.Code, other)
		}
		seen[f.Consequence] = f.Code
	}
	var text bytes.Buffer
	view.NewPrinter(&text, view.Plain).TemplateComparison(found(t))
	if bytes.ContainsRune(text.Bytes(), '\x1b') {
		t.Errorf("a name from the cluster brings control characters:\n%s", text.Bytes())
	}
}
