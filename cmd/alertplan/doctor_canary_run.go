package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/schema"
)

// canaryOptions say whether and how a canary is sent.
type canaryOptions struct {
	wanted  bool
	listen  string
	reached string
	to      string
	wait    time.Duration
}

// canaryWait is how long a run by schedule is waited for: monitors run each minute, and
// a node that has missed one looks for it each five.
const canaryWait = 3 * time.Minute

// canaryGrace is how long a message may take that the cluster says was sent.
const canaryGrace = 5 * time.Second

// canaryFlags are those that mean nothing without --canary.
var canaryFlags = []string{"listen", "canary-url", "canary-to", "canary-wait"}

func (o *canaryOptions) addFlags(c *cobra.Command, a *app) {
	f := c.Flags()
	f.BoolVar(&o.wanted, "canary", false, "prove the path from an event to a message, and take all away that it needs")
	f.StringVar(&o.listen, "listen", "", "with --canary, where to wait for the message: `ADDR`, such as 10.0.0.7:8080")
	f.StringVar(&o.reached, "canary-url", "", "with --canary, how the cluster's nodes reach that: `URL`")
	f.StringVar(&o.to, "canary-to", "", "with --canary, send to the destination at `ADDRESS`, and believe the cluster")
	f.DurationVar(&o.wait, "canary-wait", canaryWait, "with --canary, wait so long for a run by schedule: `DURATION`; 0s: run it by hand")
	c.RegisterFlagCompletionFunc("listen", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("canary-url", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("canary-wait", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("canary-to", a.completeAddresses(sends))
}

func (o *canaryOptions) check(c *cobra.Command) error {
	for _, name := range canaryFlags {
		if c.Flags().Changed(name) && !o.wanted {
			return fmt.Errorf("--%s says something of the canary: say --canary, too", name)
		}
	}
	switch {
	case o.to != "" && o.listen+o.reached != "":
		return errors.New("--canary-to sends to a destination of the configuration: leave out --listen and --canary-url, or that")
	case o.wait < 0:
		return errors.New("--canary-wait takes a time of 0s or more, such as 3m")
	}
	return nil
}

// fly sends a canary over a cluster that was looked at, and adds to the report what
// became of it.
func (a *app) fly(ctx context.Context, o canaryOptions, client *alertapi.Client, cfg *schema.Config, report *doctor.Report) error {
	k := newCanary(client, a.clock.Now())
	if o.to != "" {
		id, err := destinationOf(ctx, client, cfg, o.to)
		if err != nil {
			return err
		}
		k.channel = id
	} else {
		u, err := url.Parse(client.Endpoint())
		if err != nil {
			return err
		}
		if k.listener, err = listenForCanary(o.listen, o.reached, isLoopback(u.Hostname())); err != nil {
			return err
		}
		defer k.listener.close()
		a.hide(k.listener.url)
	}
	done := a.working("Waiting for the canary; an interrupt takes it away, too")
	found, err := doctor.Canary(ctx, k, doctor.CanaryOptions{Wait: o.wait, Grace: canaryGrace, Now: a.clock.Now, Pause: a.clock.Wait})
	done()
	report.AddCanary(found)
	return err
}

// destinationOf is the id of a destination that the configuration declares.
func destinationOf(ctx context.Context, client *alertapi.Client, cfg *schema.Config, text string) (string, error) {
	at, err := address.Parse(text)
	if err != nil {
		return "", fmt.Errorf("--canary-to: %w", err)
	}
	if _, err := client.Detect(ctx); err != nil {
		return "", err
	}
	channels, err := client.Channels(ctx)
	if err != nil {
		return "", fmt.Errorf("reading the channels: %w", err)
	}
	id := plan.ChannelIDs(desiredOf(cfg), plan.Live{Channels: channels})[at]
	if slices.ContainsFunc(channels, func(c destinations.Live) bool { return c.ID == id && id != "" }) {
		return id, nil
	}
	return "", fmt.Errorf("--canary-to: %s is not on the cluster: apply it first, or name another destination of the configuration", at)
}
