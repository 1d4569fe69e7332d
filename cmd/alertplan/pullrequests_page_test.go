package main

import "testing"

// TestPageOnPullRequests runs the blocks of docs/pull-requests.md.
func TestPageOnPullRequests(t *testing.T) {
	runPage(t, "../../docs/pull-requests.md")
}
