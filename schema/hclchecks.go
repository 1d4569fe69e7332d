package schema

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// hclChecks are what HCL itself finds; its diagnostics keep their summaries.
var hclChecks = []Check{
	{"invalid-syntax", "Invalid syntax", hcl.DiagError, "A file is no HCL."},
	{"unsupported-argument", "Unsupported argument", hcl.DiagError, "A block has no argument of this name."},
	{"unsupported-block", "Unsupported block type", hcl.DiagError, "There is no block of this type, or not here."},
	{"wrong-labels", "Wrong labels", hcl.DiagError, "A block has more or fewer labels than its type."},
	{"missing-argument", "Missing required argument", hcl.DiagError, "A block lacks an argument that it needs."},
	{"invalid-expression", "Invalid expression", hcl.DiagError, "An expression can't be computed: a function refuses its argument, a key is not there, types don't fit."},
}

// hclCheck is the check that a diagnostic of HCL's evaluation stands for.
func hclCheck(summary string) checkName {
	switch {
	case summary == "Unsupported argument":
		return "unsupported-argument"
	case summary == "Unsupported block type":
		return "unsupported-block"
	case strings.HasPrefix(summary, "Extraneous label for "), strings.HasPrefix(summary, "Missing ") && strings.Contains(summary, " for "):
		return "wrong-labels"
	case summary == "Missing required argument":
		return "missing-argument"
	default:
		return "invalid-expression"
	}
}
