package main

import "testing"

// TestPageOfConnections runs what docs/connections.md shows.
func TestPageOfConnections(t *testing.T) {
	checkConfiguration(t, t.TempDir(), "workspace = \"docs\"\n\n"+runPage(t, "../../docs/connections.md"))
}
