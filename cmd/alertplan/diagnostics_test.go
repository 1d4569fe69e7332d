package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// TestDiagnosticsReadWell prints every problem that the tests of the language
// have: the summary is a heading, the detail full sentences, and paragraphs fit.
func TestDiagnosticsReadWell(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../schema/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	printed := 0
	for _, dir := range dirs {
		cfg, diags := schema.Load(dir, schema.Options{})
		for _, d := range diags {
			printed++
			if d.Summary == "" || strings.HasSuffix(d.Summary, ".") {
				t.Errorf("%s: %q is no heading", dir, d.Summary)
			}
			if last := strings.TrimSpace(d.Detail); !strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "?") && !strings.HasSuffix(last, ".)") {
				t.Errorf("%s: the detail ends in the middle: %q", dir, d.Detail)
			}
		}
		var out bytes.Buffer
		view.NewPrinter(&out, view.Plain).Diagnostics(diags, cfg.Files)
		for line := range strings.Lines(out.String()) {
			if words, ok := strings.CutPrefix(line, "  "); ok && !strings.HasPrefix(words, " ") && !strings.HasPrefix(words, "on ") && len([]rune(words)) > 80 && strings.Contains(strings.TrimSpace(words), " ") {
				t.Errorf("%s: a line of %d characters: %s", dir, len([]rune(words)), line)
			}
		}
	}
	if printed < 100 {
		t.Errorf("only %d diagnostics were printed", printed)
	}
}
