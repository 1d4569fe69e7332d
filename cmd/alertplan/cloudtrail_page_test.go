package main

import "testing"

// TestPageOnCloudTrail does what docs/cloudtrail.md says, on a sandbox.
func TestPageOnCloudTrail(t *testing.T) {
	t.Parallel()
	checkConfiguration(t, t.TempDir(), runPage(t, "../../docs/cloudtrail.md"))
}
