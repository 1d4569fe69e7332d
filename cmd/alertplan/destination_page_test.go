package main

import "testing"

// TestPageOnDestinationTests runs what docs/destination-test.md tells people to type.
func TestPageOnDestinationTests(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/destination-test.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
