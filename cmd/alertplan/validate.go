package main

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type validateOptions struct {
	configuration configurationOptions
	format        formatOption
}

func newValidateCommand(a *app) *cobra.Command {
	o := &validateOptions{}
	c := &cobra.Command{
		Use:   "validate [DIR]",
		Short: "Check a configuration, offline",
		Long: `Check the configuration in DIR (by default the current directory) without asking
a cluster. All problems are told in one run, each with its place and a way out.
Variables without a value are unknown, and what depends on them is checked as
far as it goes.

Exit status: 0 valid, 1 not valid.`,
		Example: `  alertplan validate
  alertplan validate --var slack_url=https://hooks.slack.com/services/T/B/x alerts
  alertplan validate --format json | jq '.diagnostics[].summary'`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			return runValidate(a, o)
		},
	}
	o.configuration.addFlags(c)
	o.format.addFlags(c)
	return c
}

func checkName(d *hcl.Diagnostic) string {
	check, _ := schema.CheckOf(d)
	return check.Name
}

func runValidate(a *app, o *validateOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	cfg, diags, err := a.loadConfiguration(o.configuration)
	if err != nil {
		return err
	}
	if asJSON {
		result, code := view.NewValidateJSON(diags, checkName)
		if err := view.WriteJSON(a.out, result); err != nil {
			return err
		}
		return status(code)
	}
	a.human.Diagnostics(diags, cfg.Files)
	return status(a.human.Valid(view.Declared{Monitors: len(cfg.Monitors), Workflows: len(cfg.Workflows), Destinations: len(cfg.Destinations)}, diags))
}
