package main

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/doctor"
)

// TestPageOfDoctor runs what docs/doctor.md shows.
func TestPageOfDoctor(t *testing.T) {
	if configuration := runPage(t, "../../docs/doctor.md"); configuration != "" {
		checkConfiguration(t, t.TempDir(), configuration)
	}
}

// TestPageOfDoctorNamesAll holds the page's table to what may be found.
func TestPageOfDoctorNamesAll(t *testing.T) {
	page := readPage(t, "doctor.md")
	for _, kind := range doctor.Kinds() {
		if !strings.Contains(page, "`"+string(kind)+"`") {
			t.Errorf("the page does not tell of %s", kind)
		}
	}
}
