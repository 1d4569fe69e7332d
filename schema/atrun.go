package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// atRun are the checks for what a server takes without a word and then fails at, or
// does otherwise than was meant.
var atRun = []string{
	"broken-script", "empty-script", "unknown-aggregation", "broken-template", "bracket-index",
	"broken-query-string", "broken-regexp", "query-too-large", "unknown-query-variable",
}

// FailsAtRun tells whether a diagnostic is about what shows only when a monitor
// runs: its Config holds the monitor, as the server would. What runs monitors can
// go on, to show what becomes of it.
func FailsAtRun(d *hcl.Diagnostic) bool {
	check, ok := CheckOf(d)
	return ok && slices.Contains(atRun, check.Name)
}
