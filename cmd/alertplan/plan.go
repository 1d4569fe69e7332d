package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type planOptions struct {
	planningOptions
	report           reportOptions
	detailedExitCode bool
	out              string // the file to write the plan to; "": none
	against          string // the directory to compare with in place of a cluster; "": none
}

func newPlanCommand(a *app) *cobra.Command {
	o := &planOptions{}
	c := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Show how the cluster differs from a configuration",
		Long: `Compare the configuration in DIR (by default the current directory) with the
cluster, and show what apply would do. Nothing is written.

What this workspace has not made is not touched, and not shown.

Monitors that are created, or run otherwise than before, are run on the cluster
first, dry: what fails there is an error with its line (docs/preflight.md). A third
of the cluster's compile rate is used for that, and no more; the rest is checked
without it. --no-preflight leaves that out.
` + connectionHelp + `

With --out the plan is written to a file, too, which ` + "`alertplan apply FILE`" + ` carries
out, as far as the cluster is still as it was read: see docs/plan-files.md. There
are no secrets in it. A plan that can't be applied is not written.

With --against no cluster is asked: it shows what the files change where those of
another directory are applied, such as a checkout of the base of a pull request.
With --no-secrets besides it is safe for files from anybody
(docs/pull-requests.md).

Exit status: 0 done, 1 failed or forbidden by a problem; with
--detailed-exitcode: 0 no changes, 1 failed, 2 changes.`,
		Example: `  alertplan plan
  alertplan plan --cluster prod --target monitor.console_login alerts
  alertplan plan --out prod.plan --cluster prod alerts
  alertplan plan --detailed-exitcode --format json > plan.json
  alertplan plan --report markdown=comment.md --report junit=plan.xml alerts
  alertplan plan --no-secrets --against base/alerts alerts`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			return runPlan(c.Context(), a, o)
		},
	}
	o.addFlags(a, c)
	o.addChangeFlags(c)
	o.configuration.addNoSecretsFlag(c)
	c.Flags().StringVar(&o.against, "against", "", "compare with what the files in `DIR` declare, and ask no cluster")
	c.MarkFlagDirname("against")
	o.report.target = &o.connection
	o.report.addFlags(c, &view.PlanReport{})
	addOutFlag(c, &o.out)
	c.Flags().BoolVar(&o.detailedExitCode, "detailed-exitcode", false, "exit with 2 when there are changes")
	return c
}

func runPlan(ctx context.Context, a *app, o *planOptions) error {
	report := &view.PlanReport{Command: view.Command{Name: "plan"}}
	o.report.taken = []string{o.out}
	return a.reported(ctx, &o.report, report, func() error {
		if err := checkOut(o.out); err != nil {
			return err
		}
		o.configuration.told = diagnosed(report)
		return a.plan(ctx, o, report)
	})
}

// plan fills the report, prints it where stdout is for people, and writes the plan file.
func (a *app) plan(ctx context.Context, o *planOptions, report *view.PlanReport) error {
	if o.against != "" {
		made, err := a.planAgainst(ctx, o)
		if err != nil {
			return err
		}
		report.Plan = made
		return o.showPlan(a, made)
	}
	planner, err := a.openPlanner(ctx, o.planningOptions, plan.Options{Adopt: o.adopt})
	if err != nil {
		return err
	}
	made, err := planner.checked(ctx)
	if err != nil {
		return err
	}
	report.Plan = made
	if o.report.human() {
		a.human.Plan(made)
		if lacking := made.Lacking(); len(lacking) > 0 {
			a.human.Advise([]string{permissionsAdvice(alertapi.Lacking{Permissions: lacking})})
		}
	}
	if o.out != "" {
		written, err := a.writePlanFile(ctx, o, planner, report)
		if err != nil {
			return err
		}
		report.File = o.out
		if o.report.human() {
			a.human.PlanWritten(o.out, written)
		}
	}
	return o.ended(made)
}
