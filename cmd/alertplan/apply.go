package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type applyOptions struct {
	planningOptions
	writing writingOptions
	report  reportOptions
}

// writingOptions are those of commands that write.
type writingOptions struct {
	autoApprove bool
	parallelism int
	keeping     keepingOptions
}

func (o *writingOptions) addFlags(c *cobra.Command) {
	c.Flags().BoolVar(&o.autoApprove, "auto-approve", false, "do not ask")
	c.Flags().IntVar(&o.parallelism, "parallelism", 4, "how many objects are written at once: `N`")
	o.keeping.addFlags(c)
}

func (o *writingOptions) check() error {
	if o.parallelism < 1 {
		return fmt.Errorf("--parallelism takes 1 or more, not %d", o.parallelism)
	}
	return o.keeping.check()
}

func newApplyCommand(a *app) *cobra.Command {
	o := &applyOptions{}
	c := &cobra.Command{
		Use:   "apply [FILE] [DIR]",
		Short: "Make the cluster match a configuration",
		Long: `Show the plan for the configuration in DIR (by default the current directory),
ask, and carry it out: destinations before monitors, deletions last and in
reverse.

Ids of triggers and actions stay, and with them open and acknowledged alerts and
throttling. An object that someone changed after the plan was made is left as it
is, and said so. What this workspace has not made is never touched. What the plan
creates or changes is run on the cluster first, dry, and an error there keeps all of
it from being applied; --no-preflight leaves that out.

With FILE, which ` + "`alertplan plan --out FILE`" + ` has written, it carries out what was
planned then, and asks nothing. It plans afresh from DIR (by default the directory
of that plan), and does what equals the file, object by object; the rest is left,
and named with the reason. What is done already is no failure, so that a run that
was broken off can be repeated. Variables must be given again; --target, --adopt
and --cluster are those of the file.
` + connectionHelp + `

Exit status: 0 done, 1 failed, in part or whole, or not approved; with FILE, 1 too
where anything was left.`,
		Example: `  alertplan apply
  alertplan apply prod.plan
  alertplan apply --auto-approve --cluster prod alerts
  alertplan apply --adopt --target monitor.console_login
  alertplan apply --auto-approve --format json | jq .summary
  alertplan apply prod.plan --report junit=apply.xml`,
		Args:              planFileAndDirectory,
		ValidArgsFunction: completePlanFile,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && isFile(args[0]) {
				o.report.taken = args[:1]
				return reportApply(c.Context(), a, o, func(r *view.ApplyReport) error { return runApplyFile(c, a, applyFile{o, args, r}) })
			}
			o.configuration.takeDir(args)
			return reportApply(c.Context(), a, o, func(r *view.ApplyReport) error { return runApply(c.Context(), a, o, r) })
		},
	}
	o.addFlags(a, c)
	o.addChangeFlags(c)
	o.writing.addFlags(c)
	o.report.target = &o.connection
	o.report.addFlags(c, &view.ApplyReport{})
	return c
}

// reportApply carries an apply out, and reports it. What people read goes to stderr
// where stdout is for another format: somebody is asked, and a log shows what is done.
func reportApply(ctx context.Context, a *app, o *applyOptions, work func(*view.ApplyReport) error) error {
	report := &view.ApplyReport{Command: view.Command{Name: "apply"}}
	return a.reported(ctx, &o.report, report, func() error {
		a.human = o.report.printer(a)
		o.configuration.told = diagnosed(report)
		return work(report)
	})
}

func runApply(ctx context.Context, a *app, o *applyOptions, report *view.ApplyReport) error {
	if err := o.writing.check(); err != nil {
		return err
	}
	planner, err := a.openPlanner(ctx, o.planningOptions, plan.Options{Adopt: o.adopt})
	if err != nil {
		return err
	}
	w := writer{
		app: a, planner: planner, options: o.writing, replan: planner.planAfter, report: report,
		ended:   a.human.Applied,
		confirm: func(*plan.Plan) (bool, error) { return a.confirm(ctx, "Do this? Only 'yes' is taken as yes: ", "yes") },
	}
	return w.run(ctx)
}

// writer plans, shows, asks, and carries out: what apply and destroy share.
type writer struct {
	app     *app
	planner *planner
	options writingOptions
	confirm func(*plan.Plan) (bool, error)
	ended   func(apply.Result) int // prints the summary
	replan  func(context.Context, plan.Made) (*plan.Plan, error)
	report  *view.ApplyReport // is filled as it goes
}

var errNotApproved = errors.New("not approved: nothing was written")

func (w writer) run(ctx context.Context) error {
	w.planner.client.KeepOriginals() // so that nothing has to be read again to be kept
	made, err := w.planner.checked(ctx)
	if err != nil {
		return err
	}
	w.report.Plan = made
	code := w.app.human.Plan(made)
	if lacking := made.Lacking(); len(lacking) > 0 && code != view.Failed { // no change seen is not all applied
		return fmt.Errorf("this plan can't be applied, since the user may not read all that it depends on: nothing was written.\n\n%s", permissionsAdvice(alertapi.Lacking{Permissions: lacking}))
	}
	if made.MayDouble() && code == view.Done {
		return errMayHide
	}
	if made.MayDouble() && w.options.autoApprove && code != view.Failed {
		return errMayDouble
	}
	if code != view.Changes {
		return status(code)
	}
	if !made.CanApply() {
		return errors.New("this plan can't be applied, since values are missing: nothing was written")
	}
	if !w.options.autoApprove {
		w.app.out.Flush()
		if ok, err := w.confirm(made); err != nil || !ok {
			return errors.Join(err, notApproved(err))
		}
	}
	w.app.human.Say("")
	return w.carryOut(ctx, made)
}

// carryOut does what is approved, and prints what became of it.
func (w writer) carryOut(ctx context.Context, made *plan.Plan) error {
	keeper, err := w.app.openKeeper(ctx, w.planner.client, w.options.keeping, made)
	if err != nil {
		return err
	}
	defer keeper.end()
	progress := w.app.applyProgress(len(made.Changes))
	w.planner.client.AtOnce(w.options.parallelism)
	result, err := apply.Run(ctx, cluster{w.planner.client, ctx}, made, apply.Options{
		Parallelism: w.options.parallelism, Progress: progress, Replan: w.replan, Keep: keeper.keep,
		Clock: w.app.clock, Waiting: w.app.waiting.tell,
	})
	progress.end()
	if err != nil {
		return err
	}
	w.report.Applied, w.report.Backups = &result, keeper.files
	code := w.ended(result)
	w.app.human.Advise(adviceOn(failures(result)))
	return status(code)
}

func notApproved(err error) error {
	if err != nil {
		return nil
	}
	return errNotApproved
}
