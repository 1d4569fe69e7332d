package main

import "testing"

// TestPageOnCIS does what docs/cis.md says, from an empty folder to the applied pack.
func TestPageOnCIS(t *testing.T) {
	t.Parallel()
	runPage(t, "../../docs/cis.md")
}
