package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// TestLinesPassShellcheck holds the lines of GitLab's jobs and of the Jenkinsfile to
// shellcheck, as lines of sh. actionlint asks it for those of GitHub.
func TestLinesPassShellcheck(t *testing.T) {
	t.Parallel()
	program := linter(t, "python/bin/shellcheck")
	scripts := map[string]string{}
	for name, job := range readGitLab(t).Jobs {
		scripts["gitlab "+name] = strings.Join(slices.Concat(job.Before, job.Script), "\n")
		scripts["gitlab after "+name] = strings.Join(job.After, "\n")
	}
	for stage, lines := range jenkinsLines(t) {
		if stage != "" {
			scripts["jenkins "+stage] = strings.Join(lines, "\n")
		}
	}
	for name, script := range scripts {
		file := filepath.Join(t.TempDir(), "script.sh")
		if err := os.WriteFile(file, []byte("set -e\n"+script+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := runProgram(".", os.Environ(), program, "--shell=dash", "--severity=info", file); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}
