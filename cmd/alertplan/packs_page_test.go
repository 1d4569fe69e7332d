package main

import "testing"

// TestPageOnPacks does what docs/packs.md says.
func TestPageOnPacks(t *testing.T) {
	t.Parallel()
	runPage(t, "../../docs/packs.md")
}
