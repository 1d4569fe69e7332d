package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type destroyOptions struct {
	planningOptions
	writing writingOptions
}

func newDestroyCommand(a *app) *cobra.Command {
	o := &destroyOptions{}
	c := &cobra.Command{
		Use:   "destroy [DIR]",
		Short: "Delete all that a workspace owns on the cluster",
		Long: `Delete every monitor that carries the mark of this workspace, and every channel
whose id says that it is the workspace's, whether or not the configuration in DIR
still declares it. To confirm, the name of the workspace is typed.

What belongs to others is never touched, nor is a channel that their monitors use.
` + connectionHelp + `

Exit status: 0 done, 1 failed, in part or whole, or not approved.`,
		Example: `  alertplan destroy
  alertplan destroy --auto-approve --url http://localhost:9200 alerts`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			return runDestroy(c.Context(), a, o)
		},
	}
	o.addFlags(a, c)
	c.Flags().Lookup("target").Usage = "only this `ADDRESS`; may be repeated"
	o.deletes.addFlags(c, "refuse to delete more than `N` objects")
	o.writing.addFlags(c)
	return c
}

func runDestroy(ctx context.Context, a *app, o *destroyOptions) error {
	if err := o.writing.check(); err != nil {
		return err
	}
	planner, err := a.openPlanner(ctx, o.planningOptions, plan.Options{Destroy: true})
	if err != nil {
		return err
	}
	workspace := planner.desired.Workspace
	w := writer{
		app: a, planner: planner, options: o.writing, replan: planner.planAfter,
		ended: a.human.Destroyed, report: &view.ApplyReport{},
		confirm: func(made *plan.Plan) (bool, error) {
			return a.confirm(ctx, view.DestroyQuestion(made), workspace)
		},
	}
	return w.run(ctx)
}
