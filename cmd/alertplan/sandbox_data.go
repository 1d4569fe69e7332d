package main

import (
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
)

// sandboxData is where the sandbox is kept.
type sandboxData struct{ dir string }

func (d *sandboxData) define(c *cobra.Command) {
	c.Flags().StringVar(&d.dir, "data", "",
		"keep the sandbox in the folder `DIR`, which is made where it is missing: what was answered is there after a restart, even after a crash")
	_ = c.MarkFlagDirname("data") // it is defined above
}

// apply opens the folder, which is this sandbox's alone from then on.
func (d *sandboxData) apply(o *sandbox.Options) (err error) {
	if d.dir != "" {
		o.Data, err = kept.Open(d.dir, o.Dialect.Name)
	}
	return err
}
