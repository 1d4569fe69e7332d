package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/manual"
)

// TestManualPagesAreWhole asks of each command's page that it has what its help has,
// and mandoc and groff, where they are, whether they read it without a warning.
func TestManualPagesAreWhole(t *testing.T) {
	t.Parallel()
	a := newApp(strings.NewReader(""), io.Discard, io.Discard, os.LookupEnv)
	root := newRootCommand(a)
	pages := manualPages(root)
	names := map[string]bool{}
	for _, p := range pages {
		names[p.Name] = true
	}
	for _, name := range append(commandNames(root), "help", "sandbox messages", "completion zsh") {
		if !names["alertplan "+name] {
			t.Errorf("alertplan %s has no page", name)
		}
	}
	dir := t.TempDir()
	for _, p := range pages {
		text := p.Roff(manual.Source{Version: "v1.2.3", Date: "2026-11-22"})
		for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"} {
			if !bytes.Contains(text, []byte("\n.SH "+section+"\n")) {
				t.Errorf("%s: no section %s", p.File(), section)
			}
		}
		if !strings.HasPrefix(p.Name, "alertplan completion ") && !bytes.Contains(text, []byte("\n.SH EXIT STATUS\n")) {
			t.Errorf("%s does not say how it ends", p.File())
		}
		if err := os.WriteFile(filepath.Join(dir, p.File()), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.1"))
	if len(files) != len(pages) {
		t.Errorf("%d files of %d pages", len(files), len(pages))
	}
	lintManual(t, files)
}

func lintManual(t *testing.T, files []string) {
	for _, linter := range [][]string{{"mandoc", "-T", "lint", "-W", "warning"}, {"groff", "-man", "-ww", "-z", "-T", "utf8"}} {
		t.Run(linter[0], func(t *testing.T) {
			if _, err := exec.LookPath(linter[0]); err != nil {
				t.Skipf("%s is not installed", linter[0])
			}
			if out, err := exec.Command(linter[0], append(linter[1:], files...)...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
