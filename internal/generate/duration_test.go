package generate_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/generate"
)

func TestDurations(t *testing.T) {
	for seconds, want := range map[int64]string{1: "1s", 90: "90s", 300: "5m", 3600: "1h", 5400: "90m", 86400: "1d", 90000: "25h"} {
		if got := generate.Duration(seconds); got != want || generate.Seconds(got) != seconds {
			t.Errorf("%d seconds are %s, want %s; read again %d", seconds, got, want, generate.Seconds(got))
		}
	}
	for _, none := range []string{"", "m", "5", "5w", "five m", "99999999999d"} {
		if n := generate.Seconds(none); n != 0 {
			t.Errorf("%q is %d seconds", none, n)
		}
	}
}
