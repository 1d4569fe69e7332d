package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// formatOption is --format, with --json for short.
type formatOption struct {
	format string
	asJSON bool
}

func (o *formatOption) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.format, "format", "human", "how to print: `FORMAT` is human or json")
	c.Flags().BoolVar(&o.asJSON, "json", false, "short for --format json")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"human", "json"}, cobra.ShellCompDirectiveNoFileComp))
}

// json tells whether JSON is wanted.
func (o *formatOption) json() (bool, error) {
	switch o.format {
	case "json":
		return true, nil
	case "human":
		return o.asJSON, nil
	default:
		return false, fmt.Errorf("--format takes human or json, not %q", o.format)
	}
}
