package main

import (
	"context"
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// muter puts mutes onto live monitors, or takes them off.
type muter struct {
	app     *app
	options *muteOptions
	client  *alertapi.Client
	mute    *monitors.Mute // nil: mutes go
	muting  plan.Muting
}

// openMuter reads the files, which say which cluster and workspace, then the monitors,
// and plans.
func (a *app) openMuter(ctx context.Context, o *muteOptions, mute *monitors.Mute) (*muter, error) {
	cfg, err := a.mustLoadToLook(o.configuration)
	if err != nil {
		return nil, err
	}
	if mute != nil && a.out.Masked(mute.Why) != mute.Why {
		return nil, fmt.Errorf("--why holds a secret of the configuration: whoever sees the monitor would see it")
	}
	client, err := a.connect(o.connection, cfg)
	if err != nil {
		return nil, err
	}
	defer a.working("Reading the cluster")()
	client.KeepOriginals()
	if _, err := client.Detect(ctx); err != nil {
		return nil, err
	}
	live, err := client.Monitors(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the monitors: %w", err)
	}
	m := &muter{app: a, options: o, client: client, mute: mute}
	m.muting = plan.MakeMute(plan.MuteWish{Workspace: cfg.Workspace, Targets: o.targets, Mute: mute, CanMute: wire.CanMute}, plan.Live{Monitors: live})
	suggest(m.muting.Refusals)
	return m, nil
}

// suggest leaves of the names that there are the one that may have been meant.
func suggest(refusals []plan.MuteRefusal) {
	for i := range refusals {
		if r := &refusals[i]; r.Kind == plan.MuteNotThere {
			r.Word, r.Names = didYouMean(r.Target.Address.String(), r.Names), nil
		}
	}
}

func (m *muter) run(ctx context.Context, asJSON bool) error {
	became, err := m.carryOut(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		err = view.WriteJSON(m.app.out, view.NewMutingJSON(became))
	} else {
		m.app.human.Muted(became)
	}
	if err != nil {
		return err
	}
	m.app.human.Advise(adviceOn(failures(apply.Result{Outcomes: became.Outcomes})))
	if became.Failed() {
		return exit(view.Failed)
	}
	return nil
}

// carryOut writes what is planned, unless a refusal forbids it.
func (m *muter) carryOut(ctx context.Context) (view.Muting, error) {
	made := m.muting.Plan
	became := view.Muting{Workspace: made.Workspace, Refusals: m.muting.Refusals, Silent: m.muting.Silent}
	if m.mute != nil {
		became.Until, became.Why = m.mute.Until, m.mute.Why
	}
	if m.muting.Refused() {
		became.Silent = nil
		return became, nil
	}
	if len(made.Changes) == 0 {
		return became, nil
	}
	defer m.app.working("Writing")()
	keeper, err := m.app.openKeeper(ctx, m.client, m.options.keeping, made)
	if err != nil {
		return became, err
	}
	keeper.did = "mute"
	if m.mute == nil {
		keeper.did = "unmute"
	}
	defer keeper.end()
	m.warnOfCompiles(ctx)
	m.client.AtOnce(mutedAtOnce)
	result, err := apply.Run(ctx, cluster{m.client, ctx}, made, apply.Options{
		Parallelism: mutedAtOnce, Keep: keeper.keep, Clock: m.app.clock, Waiting: m.app.waiting.tell,
	})
	became.Outcomes = result.Outcomes
	if err == nil && m.mute != nil {
		became.Open = m.openAlerts(ctx)
		m.warnOfClocks(ctx)
	}
	return became, err
}

// mutedAtOnce is how many monitors are written at once.
const mutedAtOnce = 4

// openAlerts counts the open alerts of the triggers that were muted, nil where this user
// may not read them, or they can't be read now: that stops nothing.
func (m *muter) openAlerts(ctx context.Context) map[address.Address]int {
	alerts, err := m.client.OpenAlerts(ctx)
	if err != nil {
		m.app.messages.Warn("which alerts are open can't be read: those of what is muted complete with the next run. %v", err)
		return nil
	}
	counts := map[address.Address]int{}
	for _, c := range m.muting.Plan.Changes {
		counts[c.Address] = 0
		for _, alert := range alerts {
			t := c.Monitor.Desired.TriggerByID(alert.TriggerID)
			if alert.MonitorID == c.ID && t != nil && t.Mute != nil {
				counts[c.Address]++
			}
		}
	}
	return counts
}

// farApart is how much clocks may differ without a word: a mute is said in minutes.
const farApart = time.Minute

// warnOfClocks: until when somebody wants silence is told by this machine's clock, and when
// it ends by the cluster's. Where that can't be told, it stops nothing.
func (m *muter) warnOfClocks(ctx context.Context) {
	now, err := m.client.Now(ctx)
	if err != nil || now.IsZero() {
		return
	}
	if ahead := now.Sub(m.app.clock.Now()); ahead.Abs() >= farApart {
		m.app.messages.Warn("%s: the mute ends by the cluster's.", view.ClocksApart(ahead))
	}
}
