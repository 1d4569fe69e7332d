package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// planAgainst plans what the files change beside those of another directory, without a
// cluster.
func (a *app) planAgainst(ctx context.Context, o *planOptions) (*plan.Plan, error) {
	if o.out != "" {
		return nil, errors.New("--out takes a plan of a cluster, and --against asks none: say one of the two")
	}
	if o.adopt {
		return nil, errors.New("--adopt is about what is on a cluster, and --against asks none: say one of the two")
	}
	targets, err := parseTargets(o.targets)
	if err != nil {
		return nil, err
	}
	cfg, err := a.mustLoad(o.configuration)
	if err != nil {
		return nil, err
	}
	base, err := a.loadBase(o.configuration, o.against)
	if err != nil {
		return nil, err
	}
	t, err := o.connection.choose(cfg, a.env(envURL))
	if err != nil && o.connection.cluster != "" {
		return nil, err
	}
	options := plan.Options{Targets: targets}
	if options.Deletes, err = o.deletesAllowed(t, options); err != nil {
		return nil, err
	}
	if err := a.requireTests(ctx, t, cfg, targets); err != nil {
		return nil, err
	}
	made := plan.Against(desiredOf(base), desiredOf(cfg), options)
	made.Against = o.against
	return made, nil
}

// loadBase reads the files that are compared with. They need not know all variables that
// the command line gives a value.
func (a *app) loadBase(o configurationOptions, dir string) (*schema.Config, error) {
	changed := a.read
	defer func() { a.read = changed }()
	o.dir, o.told = dir, nil
	base, diags, err := a.loadConfiguration(o)
	if err != nil {
		return nil, err
	}
	diags = slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool {
		return d.Severity != hcl.DiagError || checkOf(d).Name == "unknown-variable"
	})
	if diags.HasErrors() {
		a.messages.Diagnostics(diags, base.Files)
		return nil, fmt.Errorf("the files in %s, which were to be compared with, are not valid: what they declare can't be told. `alertplan validate` says what is wrong with the new ones", dir)
	}
	return base, nil
}

// showPlan prints a plan where stdout is for people.
func (o *planOptions) showPlan(a *app, made *plan.Plan) error {
	if o.report.human() {
		a.human.Plan(made)
	}
	return o.ended(made)
}

// ended is how plan ends: changes are a status of their own only where that is asked for.
func (o *planOptions) ended(made *plan.Plan) error {
	code := view.PlanStatus(made)
	if code == view.Changes && !o.detailedExitCode {
		code = view.Done
	}
	return status(code)
}
