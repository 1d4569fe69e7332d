package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// statusLook is what looking at the state of monitors needs.
type statusLook struct {
	app     *app
	client  *alertapi.Client
	desired plan.Desired
	targets []address.Address
	live    plan.Live                   // of the last look
	warned  struct{ runs, hidden bool } // what was said already
}

func (a *app) statusLook(o *statusOptions, targets []address.Address) (*statusLook, error) {
	cfg, err := a.mustLoadToLook(o.configuration)
	if err != nil {
		return nil, err
	}
	for _, at := range targets {
		if !declares(cfg, at) {
			return nil, notDeclared(cfg, at)
		}
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return nil, err
	}
	return &statusLook{app: a, client: client, desired: desiredOf(cfg), targets: targets}, nil
}

// declares tells whether a target chooses a monitor or workflow.
func declares(cfg *schema.Config, target address.Address) bool {
	return slices.ContainsFunc(slices.Concat(cfg.Monitors, cfg.Workflows), func(m schema.Monitor) bool { return target.Names(m.Address) })
}

// once looks at the cluster: at its monitors, its open alerts, and its runs.
func (l *statusLook) once(ctx context.Context) (view.Status, error) {
	live, err := l.read(ctx)
	if err != nil {
		return view.Status{}, err
	}
	owned := l.owned(live)
	if err := l.warnOfHidden(ctx, owned); err != nil {
		return view.Status{}, err
	}
	alerts, err := l.openAlerts(ctx)
	if err != nil {
		return view.Status{}, err
	}
	seen := health.Seen{Alerts: alerts}
	switch runs, err := l.client.Runs(ctx); {
	case err == nil:
		seen.Runs = &runs
	case !alertapi.LacksPermission(err):
		return view.Status{}, fmt.Errorf("reading when monitors have run: %w", err)
	case !l.warned.runs:
		l.app.messages.Warn("when monitors have run can't be read: this user lacks %s, which the role alertplan_drift has.", strings.Join(alertapi.LackingIn(err).Permissions, ", "))
		l.warned.runs = true
	}
	if seen.Now, err = l.now(ctx); err != nil {
		return view.Status{}, err
	}
	return view.Status{Workspace: l.desired.Workspace, Monitors: health.Of(owned, seen), Now: seen.Now, RunsKnown: seen.Runs != nil}, nil
}

// now is what time it is on the cluster, by whose clock alerts and runs have their times;
// this machine's where there is nothing that could have one.
func (l *statusLook) now(ctx context.Context) (time.Time, error) {
	now, err := l.client.Now(ctx)
	if err != nil {
		return now, fmt.Errorf("reading what time it is on the cluster: %w", err)
	}
	if now.IsZero() {
		now = l.app.clock.Now()
	}
	return now, nil
}

// read reads the monitors, and nothing of channels.
func (l *statusLook) read(ctx context.Context) (plan.Live, error) {
	features, err := l.client.Detect(ctx)
	if err != nil {
		return plan.Live{}, err
	}
	live := plan.Live{Generation: features.Generation}
	if live.Monitors, err = l.client.Monitors(ctx); err != nil {
		return plan.Live{}, fmt.Errorf("reading the monitors: %w", err)
	}
	return live, nil
}

// warnOfHidden says that what seems to be missing may be hidden from this user.
func (l *statusLook) warnOfHidden(ctx context.Context, owned []health.Owned) error {
	missing := slices.ContainsFunc(owned, func(o health.Owned) bool { return o.Live == nil })
	if !missing || l.warned.hidden {
		return nil
	}
	l.warned.hidden = true
	all, err := l.client.SeesAll(ctx, nil)
	if err == nil && !all {
		l.app.warnOfHidden()
	}
	return err
}

// owned are the monitors of the workspace: those that are there, and those that are
// declared and missing.
func (l *statusLook) owned(live plan.Live) []health.Owned {
	recognised := plan.Recognised(l.desired, live)
	there := map[address.Address]bool{}
	var owned []health.Owned
	for i := range live.Monitors {
		m := &live.Monitors[i]
		if at, ours := recognised[m.ID]; ours {
			there[at] = true
			if isTarget(l.targets, at) {
				owned = append(owned, health.Owned{Address: at, Live: m})
			}
		}
	}
	for _, d := range l.desired.Monitors {
		if !there[d.Address] && isTarget(l.targets, d.Address) {
			owned = append(owned, health.Owned{Address: d.Address, Name: d.Monitor.Name})
		}
	}
	return owned
}
