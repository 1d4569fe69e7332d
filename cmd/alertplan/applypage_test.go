package main

import "testing"

// TestPageOnApply runs what docs/apply.md shows.
func TestPageOnApply(t *testing.T) { runPage(t, "../../docs/apply.md") }
