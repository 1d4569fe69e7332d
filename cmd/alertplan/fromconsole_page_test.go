package main

import "testing"

// TestPageFromTheConsole runs docs/from-console.md: what was clicked together becomes
// code, and an acknowledged alert stays so.
func TestPageFromTheConsole(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "from-console.md")
}
