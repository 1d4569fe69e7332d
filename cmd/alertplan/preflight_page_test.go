package main

import (
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
)

// TestPreflightPage runs what docs/preflight.md tells people to type.
func TestPreflightPage(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	if configuration := runPage(t, "../../docs/preflight.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}

// TestPreflightPageNamesAllFindings holds the page's table to the findings.
func TestPreflightPageNamesAllFindings(t *testing.T) {
	page, err := os.ReadFile("../../docs/preflight.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range plan.FindingKinds() {
		if !strings.Contains(string(page), "`"+string(kind)+"`") {
			t.Errorf("the page does not tell of %s", kind)
		}
	}
}
