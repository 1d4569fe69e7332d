package main

import (
	"context"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// restoring is the cluster as apply wants it, but what is written is the body that was
// kept: what alertplan would make of it may lack a field that it does not know.
type restoring struct {
	cluster
	original wire.Original
	known    []string // ids of the monitors that were there before
}

var _ apply.Cluster = restoring{}

func (r restorer) cluster(ctx context.Context, live plan.Live) restoring {
	known := make([]string, len(live.Monitors))
	for i, m := range live.Monitors {
		known[i] = m.ID
	}
	return restoring{cluster: cluster{r.client, ctx}, original: r.record.Original, known: known}
}

// FindMonitors lists what CreateMonitor may have made: one without a mark is told by
// its name, and by not having been there.
func (r restoring) FindMonitors(ctx context.Context, name string, mark monitors.Mark) ([]monitors.Live, error) {
	if mark.Workspace != "" {
		return r.cluster.FindMonitors(ctx, name, mark)
	}
	all, err := r.client.MonitorsNamed(r.patient(ctx), name)
	made := slices.DeleteFunc(all, func(m monitors.Live) bool { return m.Mark != nil || slices.Contains(r.known, m.ID) })
	for i := range made {
		made[i].Mark = &mark
	}
	return made, err
}

func (r restoring) CreateMonitor(ctx context.Context, _ monitors.Monitor, mark monitors.Mark) (monitors.Live, error) {
	live, err := r.client.CreateAgain(ctx, r.original, mark.Roles)
	return live, inApplysWords(err)
}

func (r restoring) UpdateMonitor(ctx context.Context, live monitors.Live, _ monitors.Monitor, _ *monitors.Mark) (monitors.Live, error) {
	stored, err := r.client.PutBack(ctx, live, r.original)
	return stored, inApplysWords(err)
}

func (r restoring) CreateWorkflow(ctx context.Context, _ monitors.Monitor) (string, error) {
	live, err := r.client.CreateAgain(ctx, r.original, nil)
	return live.ID, inApplysWords(err)
}

func (r restoring) UpdateWorkflow(ctx context.Context, live monitors.Live, _ monitors.Monitor) error {
	_, err := r.client.PutBack(ctx, live, r.original)
	return inApplysWords(err)
}

func (r restoring) CreateChannel(ctx context.Context, _ string, _ destinations.Destination, _ address.Address) (string, error) {
	id, err := r.client.CreateDestinationAgain(ctx, r.original)
	return id, inApplysWords(err)
}

func (r restoring) UpdateChannel(ctx context.Context, live destinations.Live, _ destinations.Destination, _ address.Address) error {
	return inApplysWords(r.client.PutDestinationBack(ctx, live, r.original))
}
