package doctor

import (
	"context"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// estate is what a cluster has, as far as the user may read it.
type estate struct {
	live     plan.Live
	channels map[string]destinations.Live // by id; nil: they can't be read
	alerts   []wire.Alert
	runs     *wire.Runs // nil: they can't be read
	rules    *Rules     // nil: they can't be read
	ours     map[string]address.Address
}

// read reads monitors, channels, alerts, runs and rules: a request each, however many
// there are.
func (e *examination) read(ctx context.Context) error {
	found := &e.estate
	found.live.Generation = e.version.Generation
	var err error
	if found.live.Monitors, err = e.cluster.Monitors(ctx); err != nil {
		if err := e.unasked(Finding{Area: Monitors, Kind: NotTold}, err); err != nil {
			return err
		}
	}
	if found.live.Channels, err = e.cluster.Channels(ctx); err == nil {
		found.channels = map[string]destinations.Live{}
		for _, c := range found.live.Channels {
			found.channels[c.ID] = c
		}
	} else if err := e.unasked(Finding{Area: Channels, Kind: NotTold}, err); err != nil {
		return err
	}
	if found.alerts, err = e.cluster.Alerts(ctx); err != nil {
		if err := e.unasked(Finding{Area: Monitors, Kind: AlertsNotTold}, err); err != nil {
			return err
		}
	}
	if err := e.readRules(ctx); err != nil {
		return err
	}
	found.ours = plan.Recognised(e.options.Desired, found.live)
	return nil
}

func (e *examination) readRules(ctx context.Context) error {
	runs, err := e.cluster.Runs(ctx)
	if err == nil {
		e.estate.runs = &runs
	} else if err := e.unasked(Finding{Area: Monitors, Kind: RunsNotTold}, err); err != nil {
		return err
	}
	rules, err := e.cluster.Rules(ctx)
	if err == nil {
		e.estate.rules = &rules
		return nil
	}
	return e.unasked(Finding{Area: Limits, Kind: NotTold}, err)
}

// of is a finding about a monitor, or a part of one.
func (e *examination) of(m monitors.Live, area Area, kind Kind, grade Grade, part plan.Element) Finding {
	part.Address = e.estate.ours[m.ID]
	return Finding{Area: area, Kind: kind, Grade: grade, Element: part, ID: m.ID, Title: m.Monitor.Name}
}

// about is a finding about a channel or destination.
func (e *examination) about(c destinations.Live, kind Kind, grade Grade) Finding {
	f := Finding{Area: Channels, Kind: kind, Grade: grade, ID: c.ID, Title: c.Destination.Name}
	for _, d := range e.options.Desired.Destinations {
		if d.Address == c.Address {
			f.Address = d.Address
		}
	}
	return f
}
