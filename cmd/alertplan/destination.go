package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/view"
)

// newDestinationCommand holds what is done with destinations on a cluster.
func newDestinationCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "destination",
		Short: "Try destinations as they are on the cluster",
		Long: `Try destinations as they are on the cluster.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan destination test destination.slack.soc`,
		Args:    unknownCommand,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newDestinationTestCommand(a))
	return c
}

type destinationTestOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	addresses     []address.Address
}

func newDestinationTestCommand(a *app) *cobra.Command {
	o := &destinationTestOptions{}
	c := &cobra.Command{
		Use:   "test ADDRESS… [DIR]",
		Short: "Send a real test message through destinations, and say what became of it",
		Long: `Let the cluster send a real test message through the destinations at ADDRESS, one
after the other, and say what became of each. Channels of others that existing blocks
name are tested, too.

What is tested is what is on the cluster, by which monitors send: a destination that
was never applied can't be tested, and of one that the files have otherwise it is said
in what. Nobody is asked before, and nothing on the cluster changes.

A message is sent once. Where the answer is lost it is said that the message may have
gone out, and it is not repeated.
` + connectionHelp + `

Exit status: 0 all messages arrived, 1 one did not, or is not known to have.`,
		Example: `  alertplan destination test destination.slack.soc
  alertplan destination test destination.email.oncall existing.sns.paging alerts
  alertplan destination test --json destination.slack.soc | jq -r '.destinations[].outcome'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && isDirectory(args[0]) {
				return fmt.Errorf("`alertplan destination test` takes addresses, such as destination.slack.soc; `alertplan list` prints those that there are")
			}
			return nil
		},
		ValidArgsFunction: a.completeMoreAddresses(orPack(sends)),
		RunE: func(c *cobra.Command, args []string) (err error) {
			if o.addresses, err = o.configuration.takeAddresses(args); err != nil {
				return err
			}
			return runDestinationTest(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	return c
}

// sends tells whether messages can be sent to what is at an address: to channels, and not
// to the accounts and groups of e-mails.
func sends(at address.Address) bool {
	return (at.Kind() == address.Destination || at.Kind() == address.Existing) && destinations.Kind(at.Type()).IsChannel()
}

func runDestinationTest(ctx context.Context, a *app, o *destinationTestOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	t, err := a.openDestinationTest(o)
	if err != nil {
		return err
	}
	done := a.working("Sending")
	sent, failed := t.run(ctx)
	done()
	switch {
	case failed != nil && len(sent.Messages) == 0:
		return failed
	case asJSON:
		err = view.WriteJSON(a.out, view.NewTestMessagesJSON(sent))
	default:
		a.human.TestMessages(sent)
	}
	if err == nil && failed == nil && sent.Failed() {
		return exit(view.Failed)
	}
	return errors.Join(failed, err)
}
