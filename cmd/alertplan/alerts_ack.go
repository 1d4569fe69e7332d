package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/view"
)

func newAlertsAckCommand(a *app) *cobra.Command {
	o := &alertsOptions{}
	c := &cobra.Command{
		Use:   "ack ADDRESS… [DIR]",
		Short: "Acknowledge the active alerts at addresses",
		Long: `Acknowledge the active alerts of the monitors and workflows at ADDRESS, of all
instances of a block with for_each where no key is given: their actions send nothing
more until the alert is over. With --alert acknowledge only those of these ids.

Each monitor is read before: under the id of one that is gone a server of 2.x or 3.x
would never answer, and acknowledge nothing of anybody's from then on. Where an
answer is lost the alerts are looked at once more. Alerts in error can't be
acknowledged.
` + connectionHelp + `

Exit status: 0 done, 1 something could not be acknowledged.`,
		Example: `  alertplan alerts ack monitor.console_login
  alertplan alerts ack 'monitor.root["eu"]' workflow.break_in alerts
  alertplan alerts ack --alert 5gzKyYkBVQjW8oR9Zl8b monitor.console_login`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && isDirectory(args[0]) {
				return fmt.Errorf("`alertplan alerts ack` takes addresses, such as monitor.login; `alertplan alerts list` prints those with open alerts")
			}
			return nil
		},
		ValidArgsFunction: a.completeMoreAddresses(orPack(hasAlerts)),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(args, func() error { return runAlertsAck(c.Context(), a, o) })
		},
	}
	o.addFlags(c)
	c.Flags().StringArrayVar(&o.ids, "alert", nil, "acknowledge only the alert with `ID`; may be repeated")
	c.RegisterFlagCompletionFunc("alert", cobra.NoFileCompletions)
	return c
}

func runAlertsAck(ctx context.Context, a *app, o *alertsOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	done := a.working("Acknowledging")
	look, became, err := o.acknowledge(ctx, a)
	done()
	switch {
	case err != nil:
		return err
	case asJSON:
		err = view.WriteJSON(a.out, view.NewAcknowledgedJSON(look.desired.Workspace, became))
	default:
		a.human.Acknowledged(became)
		a.messages.Advise(adviceOn(whyNotAcknowledged(became)))
	}
	if err == nil && slices.ContainsFunc(became, view.Acknowledging.Failures) {
		return exit(view.Failed)
	}
	return err
}

// whyNotAcknowledged are the reasons for which nothing could be, as one error.
func whyNotAcknowledged(list []view.Acknowledging) error {
	var errs []error
	for _, a := range list {
		errs = append(errs, a.Err)
	}
	return errors.Join(errs...)
}

// acknowledge acknowledges the active alerts at the addresses.
func (o *alertsOptions) acknowledge(ctx context.Context, a *app) (*statusLook, []view.Acknowledging, error) {
	look, owned, err := o.look(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	open, err := look.openAlerts(ctx)
	if err != nil {
		return nil, nil, err
	}
	found := health.Of(owned, health.Seen{Alerts: open, Now: a.clock.Now()})
	if err := o.knows(found); err != nil {
		return nil, nil, err
	}
	var became []view.Acknowledging
	for _, m := range found {
		became = append(became, look.acknowledge(ctx, m, o.ids))
	}
	return look, became, nil
}

// knows refuses ids of alerts that are not open at the addresses.
func (o *alertsOptions) knows(found []health.Monitor) error {
	for _, id := range o.ids {
		if !slices.ContainsFunc(found, func(m health.Monitor) bool {
			return slices.ContainsFunc(m.Alerts, func(a health.Alert) bool { return a.ID == id })
		}) {
			return fmt.Errorf("--alert %s: no open alert of that id is there. `alertplan alerts list` prints ids", id)
		}
	}
	return nil
}

// acknowledge acknowledges the active alerts of one monitor, or those of some ids.
func (l *statusLook) acknowledge(ctx context.Context, m health.Monitor, ids []string) view.Acknowledging {
	became := view.Acknowledging{Address: m.Address, Failed: map[string]string{}}
	var active []string
	for _, alert := range m.Alerts {
		switch {
		case len(ids) > 0 && !slices.Contains(ids, alert.ID):
		case alert.State == health.IsActive:
			active = append(active, alert.ID)
		case alert.State == health.IsAcknowledged:
			became.Before++
		case alert.State == health.IsInError:
			became.InError++
		}
	}
	if m.State == health.Missing {
		became.Err = fmt.Errorf("the cluster has no such monitor")
	}
	if len(active) == 0 || became.Err != nil {
		return became
	}
	ack := l.client.Acknowledge
	if m.Address.Kind() == address.Workflow {
		ack = l.client.AcknowledgeOfWorkflow
	}
	var answer alertapi.Acknowledgement
	if answer, became.Err = ack(ctx, m.ID, active); became.Err != nil {
		l.lookAgain(ctx, &became, active)
		return became
	}
	became.Acknowledged, became.Failed = answer.Acknowledged, answer.Failed
	return became
}

// lookAgain looks what became of alerts whose acknowledgement was not answered, or was
// refused since somebody was faster: 1.3 refuses what is acknowledged already.
func (l *statusLook) lookAgain(ctx context.Context, became *view.Acknowledging, wanted []string) {
	open, err := l.client.OpenAlerts(ctx)
	if err != nil {
		return
	}
	still := map[string]bool{}
	for _, alert := range health.Past(open) {
		if alert.State == health.IsActive {
			still[alert.ID] = true
		}
	}
	if slices.ContainsFunc(wanted, func(id string) bool { return still[id] }) {
		return
	}
	became.Acknowledged, became.Err = wanted, nil
}
