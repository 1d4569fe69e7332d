package main

import (
	"os"
	"testing"
)

// TestREADME does what the README says: commands are run, output that it shows is
// compared, and its configuration is valid.
func TestREADME(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	checkConfiguration(t, dir, runPage(t, "../../README.md"))
}

// TestPageOnTests does the same for docs/tests.md, whose blocks stand in the
// example's directory.
func TestPageOnTests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../examples/console-login")); err != nil {
		t.Fatal(err)
	}
	checkConfiguration(t, dir, runPage(t, "../../docs/tests.md"))
}

// TestPageOnCompose does the same for the guide beside examples/compose.yaml, on a
// sandbox in place of its containers.
func TestPageOnCompose(t *testing.T) {
	t.Parallel()
	runPage(t, "../../examples/compose.md")
}

// TestPageOnTheSandbox does the same for docs/sandbox.md, which starts sandboxes
// of its own.
func TestPageOnTheSandbox(t *testing.T) {
	t.Parallel()
	runPage(t, "../../docs/sandbox.md")
}

// TestPageOnRoles does the same for the guide beside the roles for pipelines.
func TestPageOnRoles(t *testing.T) {
	t.Parallel()
	runPage(t, "../../examples/pipelines/roles/README.md")
}
