package conformance_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/conformance"
)

// The nightly size ends by time; only the usual one makes the table of the docs.
func TestSizes(t *testing.T) {
	for size, want := range map[string]struct {
		worlds int
		limit  time.Duration
	}{"": {30, 0}, "nightly": {300, 36 * time.Minute}, "7": {7, 0}} {
		p := conformance.Usual()
		if err := p.Size(size); err != nil || p.Worlds != want.worlds || p.Limit != want.limit || p.IsUsual() != (size == "") {
			t.Errorf("%q: %v, %d worlds, %v", size, err, p.Worlds, p.Limit)
		}
	}
	if p := conformance.Usual(); p.Size("huge") == nil {
		t.Error("an unknown size was taken")
	}
}
