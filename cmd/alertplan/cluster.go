package main

import (
	"context"
	"fmt"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// cluster is a client as apply wants a cluster: apply does not know the API.
type cluster struct {
	client *alertapi.Client
}

var _ apply.Cluster = cluster{}

// inApplysWords makes the errors that apply acts on recognisable for it.
func inApplysWords(err error) error {
	switch {
	case err == nil:
		return nil
	case alertapi.IsConflict(err):
		return fmt.Errorf("%w: %w", apply.ErrConflict, err)
	case alertapi.IsNotFound(err):
		return fmt.Errorf("%w: %w", apply.ErrNotFound, err)
	case alertapi.IsAmbiguous(err):
		return fmt.Errorf("%w; the cluster may have done it all the same: plan again to see", err)
	default:
		return err
	}
}

func (c cluster) CreateMonitor(ctx context.Context, m monitors.Monitor, mark monitors.Mark) (monitors.Live, error) {
	live, err := c.client.CreateMonitor(ctx, m, wire.MergeUIMetadata(nil, m, mark))
	return live, inApplysWords(err)
}

func (c cluster) UpdateMonitor(ctx context.Context, live monitors.Live, m monitors.Monitor, mark *monitors.Mark) (monitors.Live, error) {
	ui := wire.WithoutMark(live.UIMetadata)
	if mark != nil {
		ui = wire.MergeUIMetadata(live.UIMetadata, m, *mark)
	}
	stored, err := c.client.UpdateMonitor(ctx, live, m, ui)
	return stored, inApplysWords(err)
}

func (c cluster) ReadMonitor(ctx context.Context, id string) (monitors.Live, error) {
	live, err := c.client.Monitor(ctx, id)
	return live, inApplysWords(err)
}

func (c cluster) DeleteMonitor(ctx context.Context, id string) error {
	return inApplysWords(c.client.DeleteMonitor(ctx, id))
}

func (c cluster) CreateWorkflow(ctx context.Context, m monitors.Monitor) (string, error) {
	live, err := c.client.CreateWorkflow(ctx, m)
	return live.ID, inApplysWords(err)
}

func (c cluster) UpdateWorkflow(ctx context.Context, live monitors.Live, m monitors.Monitor) error {
	_, err := c.client.UpdateWorkflow(ctx, live, m)
	return inApplysWords(err)
}

func (c cluster) ReadWorkflow(ctx context.Context, id string) (monitors.Live, error) {
	live, err := c.client.Workflow(ctx, id)
	return live, inApplysWords(err)
}

func (c cluster) DeleteWorkflow(ctx context.Context, id string) error {
	return inApplysWords(c.client.DeleteWorkflow(ctx, id))
}

func (c cluster) CreateChannel(ctx context.Context, id string, d destinations.Destination, at address.Address) (string, error) {
	given, err := c.client.CreateChannel(ctx, id, d, at)
	return given, inApplysWords(err)
}

func (c cluster) UpdateChannel(ctx context.Context, live destinations.Live, d destinations.Destination, at address.Address) error {
	return inApplysWords(c.client.UpdateChannel(ctx, live, d, at))
}

func (c cluster) ReadChannel(ctx context.Context, seen destinations.Live) (destinations.Live, error) {
	live, err := c.client.Reread(ctx, seen)
	return live, inApplysWords(err)
}

func (c cluster) DeleteChannel(ctx context.Context, live destinations.Live) error {
	return inApplysWords(c.client.DeleteChannel(ctx, live))
}

func (c cluster) AwaitChannels(ctx context.Context, written, deleted []string) error {
	return c.client.WaitForChannels(ctx, written, deleted)
}
