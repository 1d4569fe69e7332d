package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/internal/wire"
)

// usualHistory is how many alerts history shows.
const usualHistory = 20

func newAlertsHistoryCommand(a *app) *cobra.Command {
	o := &alertsOptions{}
	c := &cobra.Command{
		Use:   "history [ADDRESS…] [DIR]",
		Short: "List the latest alerts, open and past",
		Long: `List the latest alerts of the monitors and workflows of the configuration in DIR (by
default the current directory), or of those at ADDRESS, as far as the cluster keeps
them (by default for 60 days): when each was opened and closed, and acknowledged.
It looks at the latest 10,000 alerts of the cluster.
` + connectionHelp + `

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan alerts history
  alertplan alerts history --last 100 monitor.console_login`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeMoreAddresses(orPack(hasAlerts)),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(args, func() error { return runAlertsHistory(c.Context(), a, o) })
		},
	}
	o.addFlags(c)
	c.Flags().IntVar(&o.last, "last", usualHistory, "show the latest `N`")
	c.RegisterFlagCompletionFunc("last", cobra.NoFileCompletions)
	return c
}

func runAlertsHistory(ctx context.Context, a *app, o *alertsOptions) error {
	asJSON, err := o.format.json()
	switch {
	case err != nil:
		return err
	case o.last < 1:
		return errors.New("--last takes a number of alerts, 1 or more")
	}
	done := a.working("Reading the cluster")
	look, owned, err := o.look(ctx, a)
	var past []wire.Alert
	addresses := map[string]address.Address{}
	if err == nil {
		for _, m := range owned {
			if m.Live != nil {
				addresses[m.Live.ID] = m.Address
			}
		}
		past, err = look.client.RecentAlerts(ctx, o.last, func(alert wire.Alert) bool {
			_, ours := addresses[alert.Of()]
			return ours
		})
	}
	var now time.Time
	if err == nil {
		now, err = look.now(ctx)
	}
	done()
	if err != nil {
		return err
	}
	list := view.Alerts{Workspace: look.desired.Workspace, Now: now}
	for _, alert := range health.Past(past) {
		list.Alerts = append(list.Alerts, view.AlertOf{Address: addresses[alert.Monitor], Alert: alert})
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewAlertsJSON(list))
	}
	a.human.PastAlerts(list)
	return nil
}
