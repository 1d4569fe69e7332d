package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/internal/wire"
)

// alertsOptions are those of all commands on alerts.
type alertsOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	addresses     []address.Address
	last          int      // of history
	ids           []string // of ack
}

// newAlertsCommand lists, as its command list does, unless it is told otherwise.
func newAlertsCommand(a *app) *cobra.Command {
	c := newAlertsListCommand(a)
	c.Use, c.Short = "alerts [ADDRESS…] [DIR]", "List, acknowledge and look back on alerts, by address"
	c.AddCommand(newAlertsListCommand(a), newAlertsAckCommand(a), newAlertsHistoryCommand(a))
	return c
}

func newAlertsListCommand(a *app) *cobra.Command {
	o := &alertsOptions{}
	c := &cobra.Command{
		Use:   "list [ADDRESS…] [DIR]",
		Short: "List the open alerts, and those that are stranded",
		Long: `List the open alerts of the monitors and workflows of the configuration in DIR (by
default the current directory), or of those at ADDRESS: active ones, acknowledged
ones, and those in error, whose action or condition fails.

Without ADDRESS it also names alerts that are stranded: open ones of monitors or
triggers that this workspace had, and that are gone. No run completes them.
` + connectionHelp + `

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan alerts list
  alertplan alerts list monitor.console_login
  alertplan alerts list --cluster prod alerts
  alertplan alerts list --json | jq -r '.alerts[] | .address + " " + .id'`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeMoreAddresses(orPack(hasAlerts)),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(args, func() error { return runAlertsList(c.Context(), a, o) })
		},
	}
	o.addFlags(c)
	return c
}

func (o *alertsOptions) addFlags(c *cobra.Command) {
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
}

// run reads the arguments, and works.
func (o *alertsOptions) run(args []string, work func() error) (err error) {
	if o.addresses, err = o.configuration.takeAddresses(args); err != nil {
		return err
	}
	return work()
}

// look reads the monitors and says which of them are asked for.
func (o *alertsOptions) look(ctx context.Context, a *app) (*statusLook, []health.Owned, error) {
	look, err := a.statusLook(&statusOptions{configuration: o.configuration, connection: o.connection}, o.addresses)
	if err != nil {
		return nil, nil, err
	}
	live, err := look.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	look.live = live
	owned := look.owned(live)
	return look, owned, look.warnOfHidden(ctx, owned)
}

func runAlertsList(ctx context.Context, a *app, o *alertsOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	done := a.working("Reading the cluster")
	look, owned, err := o.look(ctx, a)
	var open []wire.Alert
	if err == nil {
		open, err = look.openAlerts(ctx)
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
	for _, m := range health.Of(owned, health.Seen{Alerts: open, Now: list.Now}) {
		for _, alert := range m.Alerts {
			list.Alerts = append(list.Alerts, view.AlertOf{Address: m.Address, Alert: alert})
		}
	}
	if len(o.addresses) == 0 {
		list.Stranded = health.StrandedAmong(open, look.live.Monitors, look.desired.Workspace)
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewAlertsJSON(list))
	}
	a.human.OpenAlerts(list)
	return nil
}

// openAlerts reads the open alerts of the cluster.
func (l *statusLook) openAlerts(ctx context.Context) ([]wire.Alert, error) {
	open, err := l.client.OpenAlerts(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the alerts: %w", err)
	}
	return open, nil
}

// hasAlerts tells whether alerts can be of what is at an address.
func hasAlerts(at address.Address) bool {
	return at.Kind() == address.Monitor || at.Kind() == address.Workflow
}
