package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type validateOptions struct {
	configuration configurationOptions
	report        reportOptions
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
  alertplan validate --format json | jq '.diagnostics[].summary'
  alertplan validate --report sarif=a.sarif --report junit=a.xml alerts`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			o.configuration.part = schema.OrPack
			return runValidate(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.configuration.addNoSecretsFlag(c)
	o.report.addFlags(c, &view.ValidateReport{})
	return c
}

func runValidate(ctx context.Context, a *app, o *validateOptions) error {
	report := &view.ValidateReport{Command: view.Command{Name: "validate"}}
	return a.reported(ctx, &o.report, report, func() error {
		o.configuration.told = diagnosed(report)
		cfg, diags, err := a.loadConfiguration(o.configuration)
		if err != nil {
			return err
		}
		report.Declared = view.Declared{Monitors: len(cfg.Monitors), Workflows: len(cfg.Workflows), Destinations: len(cfg.Destinations)}
		if o.report.human() {
			a.human.Diagnostics(diags, cfg.Files)
			a.human.Valid(report.Declared, diags)
		}
		return status(report.Validity())
	})
}
