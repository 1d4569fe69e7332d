package main

import "testing"

// TestFromCloudWatchPage runs what docs/from-cloudwatch.md tells people to type.
func TestFromCloudWatchPage(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/from-cloudwatch.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}

// TestOfficeHoursPage runs what docs/office-hours.md tells people to type.
func TestOfficeHoursPage(t *testing.T) {
	t.Parallel()
	if configuration := runPage(t, "../../docs/office-hours.md"); configuration != "" {
		t.Errorf("a configuration that nobody checks:\n%s", configuration)
	}
}
