package estate_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/generate/estate"
)

// TestFamily: indices that are made anew each day are of one family.
func TestFamily(t *testing.T) {
	for name, want := range map[string]string{
		"cwl-*":                        "cwl",
		"cwl-2024.08.02":               "cwl",
		"log-aws-cloudtrail-*":         "log-aws-cloudtrail",
		"logs-2024-08":                 "logs",
		"<logs-{now/d}>":               "logs",
		"remote:cwl-*":                 "cwl",
		"*":                            "",
		"sample_index_1":               "sample-index-1",
		"at-775e5600":                  "at-775e5600",
		".opendistro-anomaly-results*": "opendistro-anomaly-results",
	} {
		if got := estate.Family([]string{name, "other"}); got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
	if got := estate.Family(nil); got != "" {
		t.Errorf("nothing is of %q", got)
	}
}
