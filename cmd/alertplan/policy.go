package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/schema"
)

// allowDestroy stops destroy where a policy forbids it. What it allows to be
// deleted at once holds for destroy, too.
func allowDestroy(policies []policyOf) error {
	for _, p := range policies {
		if p.ForbidDestroy {
			return fmt.Errorf("the policy of cluster %q forbids destroy (allow_destroy = false), and no flag is over it: nothing was read from the cluster, and nothing written. To delete single objects, take their blocks out and apply; to delete everything, change the policy first", p.cluster)
		}
	}
	return nil
}

// requireTests stops at monitors without a passing test where the cluster's policy
// says so. Targets narrow it down to what would be written.
func (a *app) requireTests(ctx context.Context, t clusterChoice, cfg *schema.Config, targets []address.Address) error {
	i := slices.IndexFunc(t.policies, func(p policyOf) bool { return p.RequireTests })
	if i < 0 {
		return nil
	}
	var err error
	targets = withMoved(targets, cfg.Moved)
	options := monitortest.Options{Workspace: cfg.Workspace}
	if options.Dialect, err = (dialectOption{name: t.block.Dialect}).choose(cfg); err != nil {
		return err
	}
	done := a.working("Running the tests")
	untargeted := func(c monitortest.Case) bool { return !isTarget(targets, c.Test.Monitor) }
	report, err := monitortest.RunTests(ctx, slices.DeleteFunc(testCases(cfg), untargeted), options)
	done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	var untested []error
	ofPacks := packTests{app: a, options: options, reports: map[string]*monitortest.Report{}}
	for _, m := range cfg.Monitors {
		if !isTarget(targets, m.Address) {
			continue
		}
		why := whyUntested(report, m.Address)
		if pack, in := packOf(cfg, m.Address); in && why == noTest {
			if why, err = ofPacks.whyUntested(ctx, pack, m.Address); err != nil {
				return err
			}
		}
		if why != "" {
			untested = append(untested, fmt.Errorf("%s %s", m.Address, why))
		}
	}
	if len(untested) == 0 {
		return nil
	}
	return fmt.Errorf("the policy of cluster %q requires that every monitor has a test, and that its tests pass:\n%w\nSee `alertplan test`; nothing was read from the cluster, and nothing written",
		t.policies[i].cluster, errors.Join(untested...))
}

// withMoved are targets and where what they name moves to: a plan takes either
// address for the object.
func withMoved(targets []address.Address, moved []schema.Moved) []address.Address {
	all := slices.Clone(targets)
	for i := 0; i < len(all); i++ { // what is added may have moved again
		for _, m := range moved {
			names := all[i].Names(m.From) || m.From == all[i].Block()
			if names && !slices.Contains(all, m.To) {
				all = append(all, m.To)
			}
		}
	}
	return all
}

// isTarget tells whether an address is chosen by --target: itself, its whole block, or
// its pack. Without targets all are.
func isTarget(targets []address.Address, at address.Address) bool {
	return len(targets) == 0 || slices.ContainsFunc(targets, func(t address.Address) bool { return t.Names(at) })
}

// noTest is why a monitor is untested that no test tries.
const noTest = "has no test"

// whyUntested is "" for a monitor with tests of which all pass.
func whyUntested(report *monitortest.Report, at address.Address) string {
	var failing []string
	tests := 0
	for _, t := range report.Tests {
		if t.Monitor != at {
			continue
		}
		tests++
		if t.Status != monitortest.Passed {
			failing = append(failing, fmt.Sprintf("%q (%s)", t.Name, t.Status))
		}
	}
	switch {
	case tests == 0:
		return noTest
	case len(failing) > 0:
		return "has tests that do not pass: " + strings.Join(failing, ", ")
	}
	return ""
}
