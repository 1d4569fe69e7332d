package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type planOptions struct {
	configuration    configurationOptions
	connection       connectionOptions
	format           formatOption
	targets          []string
	adopt            bool
	detailedExitCode bool
}

func newPlanCommand(a *app) *cobra.Command {
	o := &planOptions{}
	c := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Show how the cluster differs from a configuration",
		Long: `Compare the configuration in DIR (by default the current directory) with the
cluster, and show what apply would do. Nothing is written.

What this workspace has not made is not touched, and not shown.
` + connectionHelp + `

Exit status: 0 done, 1 failed or forbidden by a problem; with
--detailed-exitcode: 0 no changes, 1 failed, 2 changes.`,
		Example: `  alertplan plan
  alertplan plan --cluster prod --target monitor.console_login alerts
  alertplan plan --detailed-exitcode --format json > plan.json`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			return runPlan(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	addTargetFlags(a, c, &o.targets, &o.adopt)
	c.Flags().BoolVar(&o.detailedExitCode, "detailed-exitcode", false, "exit with 2 when there are changes")
	return c
}

func addTargetFlags(a *app, c *cobra.Command, targets *[]string, adopt *bool) {
	c.Flags().StringArrayVar(targets, "target", nil, "only this `ADDRESS` and what it needs; may be repeated")
	c.Flags().BoolVar(adopt, "adopt", false, "take over unmarked monitors of the same name")
	c.RegisterFlagCompletionFunc("target", a.completeAddresses)
}

func runPlan(ctx context.Context, a *app, o *planOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	targets, err := parseTargets(o.targets)
	if err != nil {
		return err
	}
	cfg, err := a.mustLoad(o.configuration)
	if err != nil {
		return err
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return err
	}
	done := a.working("Reading the cluster")
	made, err := newPlanner(client, cfg, plan.Options{Targets: targets, Adopt: o.adopt}).plan(ctx)
	done()
	if err != nil {
		return err
	}
	code := view.Done
	if asJSON {
		var out view.PlanJSON
		out, code = view.NewPlanJSON(made)
		if err := view.WriteJSON(a.out, out); err != nil {
			return err
		}
	} else {
		code = a.human.Plan(made)
	}
	if code == view.Changes && !o.detailedExitCode {
		code = view.Done
	}
	return status(code)
}
