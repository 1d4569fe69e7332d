package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type showOptions struct {
	configuration configurationOptions
	format        formatOption
	address       string
}

func newShowCommand(a *app) *cobra.Command {
	o := &showOptions{}
	c := &cobra.Command{
		Use:   "show ADDRESS [DIR] | show FILE",
		Short: "Show one object as it would be written, or a plan file",
		Long: `Show the monitor or destination at ADDRESS of the configuration in DIR (by default
the current directory) as it would be written: references and functions
evaluated, the query in the form in which the cluster stores it. Secrets are not
shown. No cluster is asked.

Of a plan FILE, which ` + "`alertplan plan --out FILE`" + ` has written, show what the plan
showed, and of what it was made; with --json as plan --json does.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan show monitor.console_login
  alertplan show 'destination.slack.team["eu"]' alerts
  alertplan show --format json monitor.console_login
  alertplan show prod.plan`,
		Args:              showArguments,
		ValidArgsFunction: a.completeShow,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && isFile(args[0]) {
				return runShowFile(a, o.format, args[0])
			}
			o.address = args[0]
			o.configuration.takeDir(args[1:])
			o.configuration.part = schema.AnyPart
			return runShow(a, o)
		},
	}
	o.configuration.addFlags(c)
	o.format.addFlags(c)
	return c
}

func runShow(a *app, o *showOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	at, err := address.Parse(o.address)
	if err != nil {
		return err
	}
	cfg, err := a.mustLoadToLook(o.configuration)
	if err != nil {
		return err
	}
	change, err := asCreated(cfg, at)
	if err != nil {
		return err
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewObjectJSON(change))
	}
	a.human.Object(change)
	return nil
}

// asCreated is the creation of one object on an empty cluster: it has every
// field, in the form that would be written.
func asCreated(cfg *schema.Config, at address.Address) (plan.Change, error) {
	made := plan.Make(plan.Desired{Workspace: cfg.Workspace, Destinations: desiredOf(cfg).Destinations, Monitors: desiredOf(cfg).Monitors}, plan.Live{}, plan.Options{})
	for _, c := range made.Changes {
		if c.Address == at {
			return c, nil
		}
	}
	return plan.Change{}, notDeclared(cfg, at)
}

// notDeclared says why there is nothing to show at an address.
func notDeclared(cfg *schema.Config, at address.Address) error {
	if at.Kind() == address.Existing {
		for _, e := range cfg.Existing {
			if e.Address == at {
				return fmt.Errorf("%s is someone else's channel: the configuration only names it, and nothing of it would be written", at)
			}
		}
	}
	var names, instances []string
	for _, declared := range addresses(cfg) {
		names = append(names, declared.String())
		if declared != at && declared.Block() == at.Block() {
			instances = append(instances, declared.String())
		}
	}
	if len(instances) > 0 {
		return fmt.Errorf("%s is not declared. There are: %s", at, strings.Join(instances, ", "))
	}
	return fmt.Errorf("%s is not declared.%s", at, didYouMean(at.String(), names))
}

func showArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("`%s` takes the address of an object, such as monitor.login, or a plan file; `alertplan list` prints those that there are", c.CommandPath())
	}
	return atMost(2, "an address and a directory")(c, args)
}

// completeShow completes the address, then the directory.
func (a *app) completeShow(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeDirectories(c, args, toComplete)
	}
	words := a.offered(".", toComplete, isObject)
	if len(words) == 0 {
		return nil, cobra.ShellCompDirectiveDefault // a plan file
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
