package main

import (
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// sandboxManners is how badly the sandbox may behave of its own accord.
type sandboxManners struct{ asReal bool }

func (m *sandboxManners) define(c *cobra.Command) {
	c.Flags().BoolVar(&m.asReal, "as-real", false,
		"play the server's worst manners, too: requests it never answers, acknowledgements it stops to answer, refusals it cuts")
}

func (m *sandboxManners) apply(o *sandbox.Options) error {
	o.AsReal = m.asReal
	return nil
}
