package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestReferenceOfCommands|TestExampleOfJSON|TestPageOnDrift|TestPageOnBackups|TestPageOnMutes|TestPageOnCall|TestPageFromTheConsole|TestPageOnGitOps|TestPageOnGenerations .

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docsDir is where the pages are that tests keep true.
const docsDir = "../../docs"

// readPage is a page of docs.
func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(docsDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// keepPage holds a page of docs to what it must be, or rewrites it.
func keepPage(t *testing.T, name, got string) {
	t.Helper()
	if update {
		if err := os.WriteFile(filepath.Join(docsDir, name), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(readPage(t, name), got); diff != "" {
		t.Errorf("docs/%s is out of date: `make generate` rewrites it (-docs +got):\n%s", name, diff)
	}
}
