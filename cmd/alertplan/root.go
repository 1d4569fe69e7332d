package main

import (
	"fmt"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const exitStatusHelp = `
Exit status: 0 done, 1 failed, 2 changes are there (plan --detailed-exitcode).`

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "alertplan",
		Short: "Keep the alerting of OpenSearch clusters as code",
		Long: `alertplan keeps the alerting of OpenSearch clusters as code: HCL files declare
destinations and monitors; alertplan checks them, shows how the cluster differs,
and makes it match.`,
		Example: `  alertplan validate examples/console-login
  alertplan plan --url http://localhost:9200 examples/console-login
  alertplan apply`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newValidateCommand(a), newFmtCommand(a), newPlanCommand(a), newApplyCommand(a), newDestroyCommand(a),
		newListCommand(a), newShowCommand(a), newSandboxCommand(a), newVersionCommand(a),
	)
	return root
}

// flagError adds what a mistyped flag may have meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !asError(err, &unknown) {
		return fmt.Errorf("%w\nSee `%s --help`", err, c.CommandPath())
	}
	best, shortest := "", 3
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if d := levenshtein.Distance(unknown.GetSpecifiedName(), f.Name, nil); d < shortest {
			best, shortest = f.Name, d
		}
	})
	if best != "" {
		return fmt.Errorf("%w. Did you mean --%s?", err, best)
	}
	return fmt.Errorf("%w\nSee `%s --help`", err, c.CommandPath())
}
