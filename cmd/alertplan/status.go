package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
)

type statusOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	targets       []string
	watch         bool
	every         time.Duration
}

// usualWatch is how often status --watch looks.
const usualWatch = 5 * time.Second

func newStatusCommand(a *app) *cobra.Command {
	o := &statusOptions{}
	c := &cobra.Command{
		Use:   "status [DIR]",
		Short: "Show how the monitors are doing: runs, alerts, errors, what is throttled",
		Long: `Show of each monitor and workflow of the configuration in DIR (by default the
current directory) when it has run and will run, which alerts it has open, what
of them fails, and which actions hold messages back. With --watch look again
every few seconds, until it is interrupted.

States, the worst first: missing (declared, and not on the cluster), error (an
action or the condition fails), stopped (scheduling is off on the cluster), late
(its node says so), active (an alert is open), acknowledged, disabled, ok.

When a monitor has run last is what the cluster's nodes remember: nothing after a
restart, until it runs again. What is done by a workflow runs when that does.
` + connectionHelp + `

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan status
  alertplan status --watch --cluster prod alerts
  alertplan status --target monitor.console_login
  alertplan status --json | jq -r '.monitors[] | .address + " " + .state'`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			return runStatus(c, a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	c.Flags().StringArrayVar(&o.targets, "target", nil, "show only what is at `ADDRESS`; may be repeated")
	c.Flags().BoolVar(&o.watch, "watch", false, "look again and again, until it is interrupted")
	c.Flags().DurationVar(&o.every, "every", usualWatch, "with --watch, how often: `DURATION`")
	c.RegisterFlagCompletionFunc("target", a.completeAddresses(isAny))
	c.RegisterFlagCompletionFunc("every", cobra.NoFileCompletions)
	return c
}

func runStatus(c *cobra.Command, a *app, o *statusOptions) error {
	asJSON, err := o.format.json()
	switch {
	case err != nil:
		return err
	case o.watch && asJSON:
		return errors.New("--watch shows a table again and again: leave out --json, or --watch")
	case c.Flags().Changed("every") && !o.watch:
		return errors.New("--every says how often --watch looks: say --watch, too")
	case o.every < time.Second:
		return errors.New("--every takes a time of 1s or more, such as 5s")
	}
	targets, err := parseTargets(o.targets)
	if err != nil {
		return err
	}
	look, err := a.statusLook(o, targets)
	if err != nil {
		return err
	}
	if o.watch {
		return a.watchStatus(c.Context(), o, look)
	}
	done := a.working("Reading the cluster")
	s, err := look.once(c.Context())
	done()
	switch {
	case err != nil:
		return err
	case asJSON:
		return view.WriteJSON(a.out, view.NewStatusJSON(s))
	}
	a.human.Status(s)
	return nil
}
