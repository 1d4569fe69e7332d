package schema

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Check is one thing that alertplan looks for in a configuration.
type Check struct {
	Name     string // stable, in kebab-case
	Summary  string // the summary of its diagnostics
	Severity hcl.DiagnosticSeverity
	Doc      string // what goes wrong without it
}

// CheckOf tells which check a diagnostic of this package comes from; those of
// HCL itself (syntax, unsupported arguments, expressions) have checks too, and
// summaries of their own.
func CheckOf(d *hcl.Diagnostic) (Check, bool) {
	name, ok := d.Extra.(checkName)
	if !ok {
		return Check{}, false
	}
	return checkByName(name), true
}

// Checks lists all checks, sorted by name.
func Checks() []Check {
	all := slices.Concat(hclChecks, fileChecks, valueChecks, referenceChecks, packChecks, clusterChecks, generationChecks, destinationChecks, monitorChecks, workflowChecks, policyChecks, bucketChecks, documentChecks, metricsChecks, rolesChecks, rawDestinationChecks, graphChecks, queryChecks, scriptChecks, quietChecks, changeChecks, testChecks, expectationChecks)
	slices.SortFunc(all, func(a, b Check) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// checkName stands in the Extra of a diagnostic.
type checkName string

var checksByName = func() map[checkName]Check {
	byName := map[checkName]Check{}
	for _, c := range Checks() {
		byName[checkName(c.Name)] = c
	}
	return byName
}()

func checkByName(name checkName) Check { return checksByName[name] }
