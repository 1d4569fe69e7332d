package main

import "testing"

// TestConvertPage runs what docs/convert.md tells people to type.
func TestConvertPage(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/convert.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
