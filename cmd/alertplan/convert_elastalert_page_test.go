package main

import "testing"

// TestFromElastAlertPage runs what docs/from-elastalert.md tells people to type.
func TestFromElastAlertPage(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/from-elastalert.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
