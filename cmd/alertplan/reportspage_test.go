package main

import "testing"

// TestPageOnReports runs what the page shows.
func TestPageOnReports(t *testing.T) { runPage(t, "../../docs/reports.md") }
