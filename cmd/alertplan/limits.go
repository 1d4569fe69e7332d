package main

import (
	"context"
	"fmt"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/plan"
)

// considerLimits holds a plan against the cluster's limits, which are read only where
// they may matter. Where they can't be read, the defaults are taken.
func (p *planner) considerLimits(ctx context.Context, made *plan.Plan) error {
	if p.options.Destroy {
		return nil
	}
	after := made.After(p.live)
	if !made.NeedsLimits(after) {
		return nil
	}
	limits, err := p.readLimits(ctx)
	if err != nil {
		return err
	}
	made.Consider(p.desired, p.live, after, limits)
	return nil
}

// readLimits reads the cluster's limits, once for what the last plan was made of.
func (p *planner) readLimits(ctx context.Context) (plan.Limits, error) {
	if p.limits != nil {
		return *p.limits, nil
	}
	limits := plan.DefaultLimits()
	settings, err := p.client.LimitSettings(ctx)
	switch {
	case alertapi.IsUnavailable(err):
		return limits, fmt.Errorf("reading the cluster's limits: %w", err)
	case err == nil:
		limits.Scripts, limits.Assumed = compiles.Read(settings.Scripts), false
		if settings.MaxMonitors != nil {
			limits.MaxMonitors = *settings.MaxMonitors
		}
	}
	p.limits = &limits
	return limits, nil
}
