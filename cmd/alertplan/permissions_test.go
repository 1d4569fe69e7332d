package main

import "testing"

// TestPermissionsPage runs what docs/permissions.md tells people to type.
func TestPermissionsPage(t *testing.T) {
	if configuration := runPage(t, "../../docs/permissions.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
