package javavalue_test

import (
	"math"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// What is next to a half, and what has no room for halves, is rounded as Java does.
func TestRound(t *testing.T) {
	for x, want := range map[float64]int64{
		0: 0, 0.5: 1, -0.5: 0, -1.5: -1, 0.49999999999999994: 0, 4503599627370497: 4503599627370497,
		4503599627370495.5: 4503599627370496, 9007199254740993: 9007199254740992, 1e300: math.MaxInt64, -1e300: math.MinInt64, math.Inf(1): math.MaxInt64,
	} {
		if got := javavalue.Round(x); got != want {
			t.Errorf("%v: %d, not %d", x, got, want)
		}
	}
	if got := javavalue.Round(math.NaN()); got != 0 {
		t.Errorf("no number: %d", got)
	}
}
