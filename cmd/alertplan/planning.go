package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
)

// planningOptions are those of the commands that plan: plan, apply and destroy.
type planningOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	targets       []string
	adopt         bool
	deletes       deletesOption
	preflight     preflightOption
}

func (o *planningOptions) addFlags(a *app, c *cobra.Command) {
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	c.Flags().StringArrayVar(&o.targets, "target", nil, "only this `ADDRESS` and what it needs; may be repeated")
	c.RegisterFlagCompletionFunc("target", a.completeAddresses(isAny))
}

// deletesAllowed is how many objects the plan may delete. The error is that it may
// not be made at all.
func (o *planningOptions) deletesAllowed(t clusterChoice, options plan.Options) (*plan.DeleteLimit, error) {
	if options.Destroy {
		if err := allowDestroy(t.policies); err != nil {
			return nil, err
		}
	}
	return o.deletes.limit(t.policies)
}

// addChangeFlags adds those of the commands that change what is there.
func (o *planningOptions) addChangeFlags(c *cobra.Command) {
	o.deletes.addFlags(c, "let up to `N` objects be deleted; without it 30 % of what the workspace owns, 3 in any case, never more than 10")
	o.preflight.addFlags(c)
	c.Flags().BoolVar(&o.adopt, "adopt", false, "take over unmarked monitors of the same name")
}

// planner makes plans of one configuration against one cluster, as often as they
// are asked for.
type planner struct {
	client  *alertapi.Client
	desired plan.Desired
	options plan.Options
	working func(what string) (done func()) // shows that it takes a while

	config *schema.Config
	block  string    // name of the cluster block whose settings hold; "" where there is none
	live   plan.Live // what the last plan was made of

	limits      *plan.Limits // of the cluster; nil: they were not read
	preflighter *preflighter // nil: nothing is checked beforehand
}

func newPlanner(client *alertapi.Client, cfg *schema.Config, options plan.Options) *planner {
	silent := func(string) func() { return func() {} }
	return &planner{client: client, config: cfg, desired: desiredOf(cfg), options: options, working: silent}
}

// openPlanner reads the configuration, chooses the cluster, and runs the tests that
// it requires; nothing is sent yet.
func (a *app) openPlanner(ctx context.Context, o planningOptions, options plan.Options) (*planner, error) {
	var err error
	options.Now = a.clock.Now().UnixMilli()
	if options.Targets, err = parseTargets(o.targets); err != nil {
		return nil, err
	}
	cfg, err := a.mustLoad(o.configuration)
	if err != nil {
		return nil, err
	}
	t, err := o.connection.choose(cfg, a.env(envURL))
	if err != nil {
		return nil, err
	}
	if options.Deletes, err = o.deletesAllowed(t, options); err != nil {
		return nil, err
	}
	client, err := a.connectTo(t, o.connection)
	if err != nil {
		return nil, err
	}
	if !options.Destroy {
		if err := a.requireTests(ctx, t, cfg, options.Targets); err != nil {
			return nil, err
		}
	}
	p := newPlanner(client, cfg, options)
	p.working, p.block = a.working, t.block.Name
	if !options.Destroy {
		p.preflighter = a.newPreflighter(o.preflight, client, cfg)
	}
	return p, nil
}

// planAfter plans once more for an apply that has made something, to find doubles: the
// cluster's limits have nothing to say there.
func (p *planner) planAfter(ctx context.Context, made plan.Made) (*plan.Plan, error) {
	defer p.working("Reading the cluster")()
	again := *p
	again.options.Made = made
	return again.compare(ctx)
}

// plan reads the cluster and compares, and holds what is to be done against the
// cluster's limits.
func (p *planner) plan(ctx context.Context) (*plan.Plan, error) {
	defer p.working("Reading the cluster")()
	made, err := p.compare(ctx)
	if err != nil {
		return nil, err
	}
	return made, p.considerLimits(ctx, made)
}

// compare makes a plan of what the cluster has now. One that depends on open alerts is
// made twice; they are read only then.
func (p *planner) compare(ctx context.Context) (*plan.Plan, error) {
	live, err := readLive(ctx, p.client, p.desired, p.options)
	if err != nil {
		return nil, err
	}
	p.live, p.limits = live, nil
	made := plan.Make(p.desired, live, p.options)
	if !made.WantsAlerts {
		return made, nil
	}
	alerts, err := p.client.OpenAlerts(ctx)
	switch {
	case alertapi.LacksPermission(err):
		live.Sight.NoAlerts = alertapi.LackingIn(err).Permissions
	case err != nil:
		return nil, fmt.Errorf("reading the open alerts: %w", err)
	default:
		live.AlertsKnown = true
	}
	for _, alert := range alerts {
		live.Alerts = append(live.Alerts, plan.Alert{MonitorID: cmp.Or(alert.MonitorID, alert.WorkflowID), TriggerID: alert.TriggerID})
	}
	p.live = live
	return plan.Make(p.desired, live, p.options), nil
}

// readLive reads all monitors and channels, in a handful of requests. What the user
// may not read is in Live.Sight where a plan can do without; the rest is an error
// that names all that is missing. So is a cluster that hides the workspace from the
// user: taken for an empty one, everything would be made a second time.
func readLive(ctx context.Context, client *alertapi.Client, desired plan.Desired, options plan.Options) (plan.Live, error) {
	features, err := client.Detect(ctx)
	if err != nil {
		return plan.Live{}, err
	}
	live := plan.Live{Generation: features.Generation}
	var noChannels error
	if live.Monitors, err = client.Monitors(ctx); err != nil {
		err = fmt.Errorf("reading the monitors: %w", err)
		if !alertapi.LacksPermission(err) {
			return plan.Live{}, err
		}
	}
	if live.Channels, noChannels = client.Channels(ctx); noChannels != nil {
		noChannels = fmt.Errorf("reading the notification channels: %w", noChannels)
		if err != nil || !alertapi.LacksPermission(noChannels) || features.LegacyDestinations {
			err = errors.Join(err, noChannels)
		}
		live.Sight.NoChannels = alertapi.LackingIn(noChannels).Permissions
	}
	if err != nil {
		return plan.Live{}, err
	}
	if live.NoWorkflows, err = lacksWorkflows(ctx, client, desired, live); err != nil {
		return plan.Live{}, err
	}
	empty, channels := plan.LooksEmpty(desired, live, options)
	if !empty {
		return live, nil
	}
	seesAll, err := client.SeesAll(ctx, channels)
	live.Sight.MayHide = !seesAll
	return live, err
}

// lacksWorkflows asks whether the cluster knows workflows, where some are declared and
// none is to be seen.
func lacksWorkflows(ctx context.Context, client *alertapi.Client, desired plan.Desired, live plan.Live) (bool, error) {
	declared := slices.ContainsFunc(desired.Monitors, func(d plan.DesiredMonitor) bool { return d.Address.Kind() == address.Workflow })
	seen := slices.ContainsFunc(live.Monitors, func(m monitors.Live) bool { return m.Monitor.Type == monitors.Composite })
	switch {
	case !declared || seen:
		return false, nil
	case !live.Generation.Has(generation.Workflows):
		return true, nil
	case live.Generation.Name != "": // its version is known
		return false, nil
	}
	has, err := client.HasWorkflows(ctx)
	return !has, err
}

// lineOf is where a block begins, as FILE:LINE.
func lineOf(block hcl.Range) string { return fmt.Sprintf("%s:%d", block.Filename, block.Start.Line) }

// desiredOf is a configuration as a plan takes it.
func desiredOf(cfg *schema.Config) plan.Desired {
	d := plan.Desired{Workspace: cfg.Workspace}
	for _, v := range cfg.Variables {
		if v.Sensitive {
			d.Secrets = append(d.Secrets, "var."+v.Name)
		}
	}
	for _, x := range cfg.Destinations {
		d.Destinations = append(d.Destinations, plan.DesiredDestination{Address: x.Address, Destination: x.Destination, Lifecycle: plan.Lifecycle(x.Lifecycle), Declared: lineOf(x.DeclRange)})
	}
	for _, x := range cfg.Existing {
		d.Existing = append(d.Existing, plan.ExistingDestination{Address: x.Address, ID: x.ID, Name: x.Name})
	}
	for _, x := range slices.Concat(cfg.Monitors, cfg.Workflows) {
		d.Monitors = append(d.Monitors, plan.DesiredMonitor{Address: x.Address, Monitor: x.Monitor, Lifecycle: plan.Lifecycle(x.Lifecycle), Declared: lineOf(x.DeclRange)})
	}
	for _, x := range cfg.Imports {
		d.Imports = append(d.Imports, plan.Import{To: x.To, ID: x.ID})
	}
	for _, x := range cfg.Moved {
		d.Moved = append(d.Moved, plan.Moved{From: x.From, To: x.To})
	}
	d.Protected = cfg.Protected
	for _, x := range cfg.Removed {
		d.Removed = append(d.Removed, plan.Removed{From: x.From, Destroy: x.Destroy})
	}
	return d
}

// parseTargets reads --target.
func parseTargets(texts []string) ([]address.Address, error) {
	return parseAddresses("--target", texts, address.ParseTarget)
}

// parseAddresses reads the addresses of a flag.
func parseAddresses(flag string, texts []string, parse func(string) (address.Address, error)) ([]address.Address, error) {
	var list []address.Address
	for _, text := range texts {
		at, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		list = append(list, at)
	}
	return list, nil
}
