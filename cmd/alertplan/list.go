package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type listOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	live          bool
}

func newListCommand(a *app) *cobra.Command {
	o := &listOptions{}
	c := &cobra.Command{
		Use:   "list [DIR]",
		Short: "List what a configuration declares, or what it owns on the cluster",
		Long: `List the addresses that the configuration in DIR (by default the current
directory) declares, with their names. With --live, list instead what its
workspace owns on the cluster, with ids.
` + connectionHelp + `

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan list
  alertplan list --live --cluster prod alerts
  alertplan list --format json | jq -r '.objects[].address'`,
		Args:              atMost(1, "one directory at most"),
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			o.configuration.takeDir(args)
			o.configuration.part = schema.AnyPart
			return runList(c.Context(), a, o)
		},
	}
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	c.Flags().BoolVar(&o.live, "live", false, "list what is on the cluster")
	return c
}

func runList(ctx context.Context, a *app, o *listOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	cfg, err := a.mustLoadToLook(o.configuration)
	if err != nil {
		return err
	}
	entries := declaredEntries(cfg)
	if o.live {
		if entries, err = a.liveEntries(ctx, o.connection, cfg); err != nil {
			return err
		}
	}
	if asJSON {
		return view.WriteJSON(a.out, view.NewListJSON(cfg.Workspace, entries))
	}
	a.human.List(entries)
	return nil
}

func declaredEntries(cfg *schema.Config) []view.Entry {
	var entries []view.Entry
	for _, d := range cfg.Destinations {
		entries = append(entries, view.DestinationEntry(d.Address, "", d.Destination))
	}
	for _, e := range cfg.Existing {
		entries = append(entries, view.Entry{Address: e.Address, ID: e.ID, Name: e.Name, Facts: "someone else's"})
	}
	for _, m := range slices.Concat(cfg.Monitors, cfg.Workflows) {
		entries = append(entries, view.MonitorEntry(m.Address, "", m.Monitor))
	}
	return sortEntries(entries)
}

func sortEntries(entries []view.Entry) []view.Entry {
	slices.SortStableFunc(entries, func(a, b view.Entry) int { return address.Compare(a.Address, b.Address) })
	return entries
}

// liveEntries are what the workspace owns on the cluster.
func (a *app) liveEntries(ctx context.Context, o connectionOptions, cfg *schema.Config) ([]view.Entry, error) {
	client, err := a.connect(o, cfg)
	if err != nil {
		return nil, err
	}
	done := a.working("Reading the cluster")
	desired := desiredOf(cfg)
	live, err := readLive(ctx, client, desired, plan.Options{})
	done()
	if err != nil {
		return nil, err
	}
	if lacking := live.Sight.NoChannels; len(lacking) > 0 {
		a.messages.Warn("the channels can't be read, and are not listed: this user lacks %s, which the role alertplan_drift has.", strings.Join(lacking, ", "))
	}
	if live.Sight.MayHide {
		a.warnOfHidden()
	}
	var entries []view.Entry
	for _, c := range live.Channels {
		if address.IsChannelOf(c.Handle(), cfg.Workspace) {
			entries = append(entries, view.DestinationEntry(c.Address, c.ID, c.Destination))
		}
	}
	workflows := plan.RecognisedWorkflows(desired, live)
	for _, m := range live.Monitors {
		if at, ours := workflows[m.ID]; ours {
			entries = append(entries, view.MonitorEntry(at, m.ID, m.Monitor))
		}
		if m.Mark != nil && m.Mark.Workspace == cfg.Workspace {
			entries = append(entries, view.MonitorEntry(m.Mark.Address, m.ID, m.Monitor))
		}
	}
	return sortEntries(entries), nil
}

// warnOfHidden says that what is not seen may be there.
func (a *app) warnOfHidden() {
	a.messages.Warn("it can't be told whether the cluster hides monitors of this workspace from this user: he may not read plugins.alerting.filter_by_backend_roles (cluster:monitor/state, which the role alertplan_drift has), or it is on.")
}
