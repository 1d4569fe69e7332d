package main

import "testing"

// TestFromSigmaPage runs what docs/from-sigma.md tells people to type.
func TestFromSigmaPage(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/from-sigma.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
