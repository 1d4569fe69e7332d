package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// sandboxTime is the sandbox's time: where it begins and how fast it goes.
type sandboxTime struct {
	speed string
	at    string
}

func (t *sandboxTime) define(c *cobra.Command) {
	c.Flags().StringVar(&t.speed, "speed", "1x", "how fast the sandbox's time goes: `SPEED` such as 60x, to watch an hour in a minute")
	c.Flags().StringVar(&t.at, "at", "", "the `TIME` at which the sandbox's time begins, such as 2024-08-02T08:50:00Z (default now)")
	c.RegisterFlagCompletionFunc("speed", cobra.FixedCompletions([]string{"1x", "60x", "600x", "3600x"}, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("at", cobra.NoFileCompletions)
}

func (t *sandboxTime) apply(o *sandbox.Options) error {
	speed, err := clock.ParseSpeed(t.speed)
	if err != nil {
		return fmt.Errorf("--speed: %w", err)
	}
	start := time.Now()
	if t.at != "" {
		if start, err = time.Parse(time.RFC3339, t.at); err != nil {
			return fmt.Errorf("--at: %q is no time such as 2024-08-02T08:50:00Z", t.at)
		}
	}
	o.Clock = clock.NewScaled(start, speed)
	return nil
}
