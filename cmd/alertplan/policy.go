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

// requireTests stops at monitors without a passing test where the chosen cluster's
// policy says so. Targets narrow it down to what would be written.
func (a *app) requireTests(ctx context.Context, o planningOptions, cfg *schema.Config, targets []address.Address) error {
	block, err := o.connection.chooseBlock(cfg, a.env(envURL))
	if err != nil || !block.Policy.RequireTests {
		return err
	}
	options := monitortest.Options{Workspace: cfg.Workspace}
	if options.Dialect, err = (dialectOption{name: block.Dialect}).choose(cfg); err != nil {
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
	for _, m := range cfg.Monitors {
		if why := whyUntested(report, m.Address); why != "" && isTarget(targets, m.Address) {
			untested = append(untested, fmt.Errorf("%s %s", m.Address, why))
		}
	}
	if len(untested) == 0 {
		return nil
	}
	return fmt.Errorf("the policy of cluster %q requires that every monitor has a test, and that its tests pass:\n%w\nSee `alertplan test`; nothing was read from the cluster, and nothing written",
		block.Name, errors.Join(untested...))
}

// isTarget tells whether an address is chosen by --target: itself, or its whole
// block. Without targets all are.
func isTarget(targets []address.Address, at address.Address) bool {
	return len(targets) == 0 || slices.Contains(targets, at) || slices.Contains(targets, at.Block())
}

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
		return "has no test"
	case len(failing) > 0:
		return "has tests that do not pass: " + strings.Join(failing, ", ")
	}
	return ""
}
