package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	run    context.Context // ends pauses between tries, but no request
}

// patient is a context whose requests are finished whatever happens, but not sent
// again once the run is stopped.
func (c cluster) patient(ctx context.Context) context.Context { return alertapi.StopTrying(ctx, c.run) }

var _ apply.Cluster = cluster{}

// inApplysWords makes the errors that apply acts on recognisable for it.
func inApplysWords(err error) error {
	switch {
	case err == nil:
		return nil
	case alertapi.IsStopped(err):
		return apply.ErrStopped
	case alertapi.IsAmbiguous(err), alertapi.IsUnsent(err):
		return troubleOf(err)
	case alertapi.IsConflict(err):
		return fmt.Errorf("%w: %w", apply.ErrConflict, err)
	case alertapi.IsNotFound(err):
		return fmt.Errorf("%w: %w", apply.ErrNotFound, err)
	default:
		return err
	}
}

// troubleOf is the error of a write that may be sent again, when it is known what
// became of it.
func troubleOf(err error) *apply.Trouble {
	t := &apply.Trouble{
		Uncertain: alertapi.IsAmbiguous(err), Late: alertapi.IsLate(err), TimedOut: alertapi.TimedOut(err),
		Once: !alertapi.IsTransient(err), Err: err,
	}
	var e *alertapi.Error
	if errors.As(err, &e) {
		t.After = e.RetryAfter
	}
	return t
}

func (c cluster) CreateMonitor(ctx context.Context, m monitors.Monitor, mark monitors.Mark) (monitors.Live, error) {
	live, err := c.client.CreateMonitor(c.patient(ctx), m, wire.MergeUIMetadata(nil, m, mark))
	return live, inApplysWords(err)
}

func (c cluster) UpdateMonitor(ctx context.Context, live monitors.Live, m monitors.Monitor, mark *monitors.Mark) (monitors.Live, error) {
	ui := wire.WithoutMark(live.UIMetadata)
	if mark != nil {
		ui = wire.MergeUIMetadata(live.UIMetadata, m, *mark)
	}
	stored, err := c.client.UpdateMonitor(c.patient(ctx), live, m, ui)
	return stored, inApplysWords(err)
}

func (c cluster) ReadMonitor(ctx context.Context, id string) (monitors.Live, error) {
	live, err := c.client.Monitor(c.patient(ctx), id)
	return live, inApplysWords(err)
}

func (c cluster) DeleteMonitor(ctx context.Context, id string) error {
	return inApplysWords(c.client.DeleteMonitor(c.patient(ctx), id))
}

func (c cluster) FindMonitors(ctx context.Context, name string, mark monitors.Mark) ([]monitors.Live, error) {
	all, err := c.client.MonitorsNamed(c.patient(ctx), name)
	return slices.DeleteFunc(all, func(m monitors.Live) bool {
		return m.Mark == nil || m.Mark.Workspace != mark.Workspace || m.Mark.Address != mark.Address
	}), err
}

func (c cluster) FindWorkflows(ctx context.Context, wanted monitors.Monitor) ([]monitors.Live, error) {
	all, err := c.client.Workflows(c.patient(ctx))
	return slices.DeleteFunc(all, func(m monitors.Live) bool { return !shareTriggerIDs(m.Monitor, wanted) }), err
}

func shareTriggerIDs(a, b monitors.Monitor) bool {
	return slices.ContainsFunc(a.Triggers, func(t monitors.Trigger) bool {
		return slices.ContainsFunc(b.Triggers, func(other monitors.Trigger) bool { return other.ID == t.ID && t.ID != "" })
	})
}

func (c cluster) CreateWorkflow(ctx context.Context, m monitors.Monitor) (string, error) {
	live, err := c.client.CreateWorkflow(c.patient(ctx), m)
	return live.ID, inApplysWords(err)
}

func (c cluster) UpdateWorkflow(ctx context.Context, live monitors.Live, m monitors.Monitor) error {
	_, err := c.client.UpdateWorkflow(c.patient(ctx), live, m)
	return inApplysWords(err)
}

func (c cluster) ReadWorkflow(ctx context.Context, id string) (monitors.Live, error) {
	live, err := c.client.Workflow(c.patient(ctx), id)
	return live, inApplysWords(err)
}

func (c cluster) DeleteWorkflow(ctx context.Context, id string) error {
	return inApplysWords(c.client.DeleteWorkflow(c.patient(ctx), id))
}

func (c cluster) CreateChannel(ctx context.Context, id string, d destinations.Destination, at address.Address) (string, error) {
	given, err := c.client.CreateChannel(c.patient(ctx), id, d, at)
	return given, inApplysWords(err)
}

func (c cluster) UpdateChannel(ctx context.Context, live destinations.Live, d destinations.Destination, at address.Address) error {
	return inApplysWords(c.client.UpdateChannel(c.patient(ctx), live, d, at))
}

func (c cluster) ReadChannel(ctx context.Context, seen destinations.Live) (destinations.Live, error) {
	live, err := c.client.Reread(c.patient(ctx), seen)
	return live, inApplysWords(err)
}

// FindChannels reads a channel by its id; a legacy destination, whose id the server
// chose, is looked for by its name.
func (c cluster) FindChannels(ctx context.Context, id string, d destinations.Destination) ([]destinations.Live, error) {
	ctx = c.patient(ctx)
	if id != "" && !c.client.HasLegacyDestinations() {
		live, err := c.client.Channel(ctx, id)
		if alertapi.IsNotFound(err) {
			return nil, nil
		}
		return []destinations.Live{live}, err
	}
	all, err := c.client.Channels(ctx)
	return slices.DeleteFunc(all, func(live destinations.Live) bool { return live.Destination.Name != d.Name }), err
}

func (c cluster) DeleteChannel(ctx context.Context, live destinations.Live) error {
	return inApplysWords(c.client.DeleteChannel(c.patient(ctx), live))
}

func (c cluster) Channels(ctx context.Context) ([]destinations.Live, error) {
	return c.client.Channels(c.patient(ctx))
}

func (c cluster) AwaitChannels(ctx context.Context, written, deleted []string) error {
	return c.client.WaitForChannels(c.patient(ctx), written, deleted)
}
