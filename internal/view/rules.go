package view

import "github.com/hashicorp/hcl/v2"

// Where what is said comes from. The names stay: reports of several runs are compared by
// them.
var (
	failedRule  = Check{Name: "failed", Summary: "The command failed", Doc: "What it would have found out is not known.", Severity: hcl.DiagError}
	hclRule     = Check{Name: "hcl", Summary: "Broken HCL", Doc: "The file can't be read: its syntax, an argument or an expression is wrong.", Severity: hcl.DiagError}
	changedRule = Check{Name: "drift-changed", Summary: "Not as the files have it", Doc: "Somebody has changed an object on the cluster since the last apply, or it can't be told who has.", Severity: hcl.DiagWarning}
	missingRule = Check{Name: "drift-missing", Summary: "Missing on the cluster", Doc: "An object that the files declare is not on the cluster: never applied, or deleted there.", Severity: hcl.DiagWarning}
	copiesRule  = Check{Name: "drift-copies", Summary: "Copies on the cluster", Doc: "Several objects on the cluster are of one address.", Severity: hcl.DiagWarning}
)

// ruleOf is the check of a diagnostic; HCL's own problems have one in common.
func (c *Command) ruleOf(d *hcl.Diagnostic) Check {
	if rule := c.checkOf(d); rule.Name != "" {
		return rule
	}
	return hclRule
}

// planRule is a kind of problem, warning or finding of a plan.
func planRule(kind string, severity hcl.DiagnosticSeverity) Check {
	what := "A problem keeps the plan from being applied."
	if severity == hcl.DiagWarning {
		what = "The plan, or the dry run of what it changes, shows something to look at."
	}
	return Check{Name: "plan-" + kind, Summary: what, Doc: what + " The message says what, and the way out.", Severity: severity}
}
