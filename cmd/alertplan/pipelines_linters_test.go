package main

import (
	"os"
	"path/filepath"
	"testing"
)

// lintersDir is where `make linters` puts what no Go module is.
const lintersDir = "../../bin/.linters"

// linter is the path of a linter, or skips the test.
func linter(t *testing.T, name string) string {
	t.Helper()
	path := absolute(t, filepath.Join(lintersDir, name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("there is no bin/.linters/%s: `make linters` fetches it where a registry is reached", name)
	}
	return path
}

// TestPreCommit holds the hooks and the example to pre-commit's own schemas.
func TestPreCommit(t *testing.T) {
	t.Parallel()
	program := linter(t, "python/bin/pre-commit")
	for command, path := range map[string]string{
		"validate-manifest": "../../.pre-commit-hooks.yaml",
		"validate-config":   filepath.Join(pipelinesDir, "pre-commit", ".pre-commit-config.yaml"),
	} {
		if out, err := runProgram(".", os.Environ(), program, command, absolute(t, path)); err != nil {
			t.Errorf("pre-commit %s %s: %v\n%s", command, path, err, out)
		}
	}
}
