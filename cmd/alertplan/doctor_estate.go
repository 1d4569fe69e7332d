package main

import (
	"context"
	"errors"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func (p patient) Monitors(ctx context.Context) ([]monitors.Live, error) {
	all, err := p.client.Monitors(ctx)
	return all, asAnswer(err)
}

func (p patient) Channels(ctx context.Context) ([]destinations.Live, error) {
	all, err := p.client.Channels(ctx)
	return all, asAnswer(err)
}

func (p patient) Alerts(ctx context.Context) ([]wire.Alert, error) {
	all, err := p.client.Alerts(ctx, wire.AlertError)
	return all, asAnswer(err)
}

func (p patient) Runs(ctx context.Context) (wire.Runs, error) {
	runs, err := p.client.Runs(ctx)
	return runs, asAnswer(err)
}

func (p patient) Rules(ctx context.Context) (doctor.Rules, error) {
	told, err := p.client.Rules(ctx)
	r := doctor.Rules{
		Scripts: told.Scripts, ShardsPerNode: told.ShardsPerNode, DeniedHosts: told.DeniedHosts, Destinations: told.Destinations, Filtered: told.Filtered,
	}
	if told.MaxMonitors != nil {
		r.MaxMonitors = *told.MaxMonitors
	}
	return r, asAnswer(err)
}

func (p patient) Looks(ctx context.Context, all []doctor.Look) ([]*orderedjson.Object, error) {
	looks := make([]alertapi.Look, len(all))
	for i, l := range all {
		looks[i] = alertapi.Look(l)
	}
	answers, err := p.client.Looks(ctx, looks)
	return answers, asAnswer(err)
}

func (p patient) FieldTypes(ctx context.Context, indices, fields []string) (map[string]map[string][]string, error) {
	types, err := p.client.FieldTypes(ctx, indices, fields)
	return types, asAnswer(err)
}

func (p patient) May(ctx context.Context, permission string, indices []string, hasIndex bool) (doctor.Right, error) {
	right, err := p.client.Ask(ctx, permission, indices, hasIndex)
	if errors.Is(err, alertapi.ErrUnasked) {
		return doctor.Right{Unasked: true}, nil
	}
	return doctor.Right{Has: right.Has, Reason: right.Reason}, asAnswer(err)
}

// needsOf are the permissions that a command needs on a cluster.
func needsOf(command string, legacy bool) (needs []doctor.Need) {
	for _, p := range alertapi.Permissions() {
		if slices.Contains(p.Commands, command) && !(legacy && p.New()) && !(!legacy && p.Old()) {
			roles := p.Roles()
			if own := "alertplan_" + command; slices.Contains(roles, own) {
				roles = []string{own}
			}
			needs = append(needs, doctor.Need{Name: p.Name, For: p.For, Roles: roles, OnIndices: p.Indices != ""})
		}
	}
	return needs
}
