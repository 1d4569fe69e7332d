package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/schema"
)

// dialectOption is --dialect: the generation that monitors are evaluated as.
type dialectOption struct{ name string }

func (o *dialectOption) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.name, "dialect", "", "evaluate as `NAME` does: opendistro-1.13, opensearch-1.3, opensearch-2.19 or opensearch-3.5\n(default: what the cluster block says, else opensearch-2.19)")
	c.RegisterFlagCompletionFunc("dialect", cobra.FixedCompletions(dialect.Names(), cobra.ShellCompDirectiveNoFileComp))
}

// choose takes the flag, else what the cluster blocks say.
func (o dialectOption) choose(cfg *schema.Config) (dialect.Dialect, error) {
	name := o.name
	if name == "" {
		var err error
		if name, err = dialectOfBlocks(cfg); err != nil {
			return dialect.Dialect{}, err
		}
	}
	d, err := dialect.Parse(name)
	if err != nil {
		return d, fmt.Errorf("--dialect: %w.%s", err, nearest(name, dialect.Names()))
	}
	return d, nil
}

// dialectOfBlocks is the one dialect that cluster blocks name, "" where none does.
func dialectOfBlocks(cfg *schema.Config) (string, error) {
	found := ""
	for _, c := range cfg.Clusters {
		switch {
		case c.Dialect == "" || c.Dialect == found:
		case found == "":
			found = c.Dialect
		default:
			return "", fmt.Errorf("the cluster blocks name several dialects (%s and %s): choose one with --dialect", found, c.Dialect)
		}
	}
	return found, nil
}
