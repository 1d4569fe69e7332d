package main

import (
	"errors"
	"fmt"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "alertplan",
		Short: "Keep the alerting of OpenSearch clusters as code",
		Long: `alertplan keeps the alerting of OpenSearch clusters as code: HCL files declare
destinations and monitors; alertplan checks them, shows how the cluster differs,
and makes it match.

Exit status of every command: 0 done, 1 failed, 2 where drift, doctor,
plan --detailed-exitcode or fmt --check found something.`,
		Example: `  alertplan validate examples/console-login
  alertplan plan --url http://localhost:9200 examples/console-login
  alertplan apply`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand,
	}
	describeVersion(a, root)
	root.SetHelpCommand(newHelpCommand())
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newValidateCommand(a), newFmtCommand(a), newTestCommand(a), newRunCommand(a), newPlanCommand(a), newDriftCommand(a), newApplyCommand(a), newDestroyCommand(a),
		newListCommand(a), newShowCommand(a), newStatusCommand(a), newDoctorCommand(a), newAlertsCommand(a), newMuteCommand(a), newUnmuteCommand(a), newDestinationCommand(a), newBackupsCommand(a), newRestoreCommand(a), newTemplateCommand(a), newSandboxCommand(a), newGenerateCommand(a), newConvertCommand(a), newExplainCommand(a), newManCommand(a), newVersionCommand(a),
	)
	describeCompletion(root)
	return root
}

// describeVersion lets --version print what the command version prints. Cobra's own flag
// does so by a template, and where templates are in a program the linker keeps all
// methods of all types: a tenth of the binary.
func describeVersion(a *app, root *cobra.Command) {
	asked := root.Flags().BoolP("version", "v", false, "version for alertplan")
	root.RunE = func(c *cobra.Command, _ []string) error {
		if !*asked {
			return c.Help()
		}
		_, err := fmt.Fprint(a.out, versionLine())
		return err
	}
}

// newHelpCommand is cobra's, but for a command that there is not it fails.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Print what a command does",
		Long:    "Print what COMMAND does, or what commands there are.\n\nExit status: 0 done, 1 failed.",
		Example: "  alertplan help apply",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || found == c.Root() && len(rest) > 0 {
				return unknownCommand(c.Root(), args)
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// describeCompletion gives cobra's command for completion scripts what ours have.
func describeCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = "Print a script that completes command lines in a shell"
			c.Long = "Print the script that lets a shell complete commands, flags, and addresses of the\nconfiguration. The help of each shell's command says where to put it.\n\nExit status: 0 done, 1 failed."
			c.Example = "  source <(alertplan completion bash)"
		}
	}
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// unknownCommand refuses what is no command, with what may have been meant.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("there is no command %q.%s\nSee `%s --help`", args[0], nearest(args[0], commandNames(root)), root.CommandPath())
}

// atMost refuses more arguments than a command takes; what says what it takes.
func atMost(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return fmt.Errorf("`%s` takes %s, and not %q too\nSee `%s --help`", c.CommandPath(), what, args[n], c.CommandPath())
	}
}

// flagError adds what a mistyped flag may have meant.
func flagError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) { // its words are those of Go's parser
		return fmt.Errorf("--%s takes %s, not %q\nSee `%s --help`", invalid.GetFlag().Name, valueWords(invalid.GetFlag().Value.Type()), invalid.GetValue(), c.CommandPath())
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
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

// valueWords say what a flag of a type takes.
func valueWords(kind string) string {
	switch kind {
	case "int", "int64", "uint":
		return "a whole number"
	case "duration":
		return "a time such as 30s or 5m"
	case "bool":
		return "true or false"
	case "float64":
		return "a number"
	}
	return "another value"
}
