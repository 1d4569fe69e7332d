package main

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
)

// envPreflight switches preflights off, where it is "off".
const envPreflight = "ALERTPLAN_PREFLIGHT"

// preflightOption is that of the commands that plan changes.
type preflightOption struct{ off bool }

func (o *preflightOption) addFlags(c *cobra.Command) {
	c.Flags().BoolVar(&o.off, "no-preflight", false, "make no dry runs of what is created or changed ($ALERTPLAN_PREFLIGHT=off)")
}

// preflighter looks at the monitors of a plan before anything is written.
type preflighter struct {
	app    *app
	client *alertapi.Client
	cfg    *schema.Config
}

// newPreflighter is nil where none is wanted.
func (a *app) newPreflighter(o preflightOption, client *alertapi.Client, cfg *schema.Config) *preflighter {
	if o.off || a.env(envPreflight) == "off" {
		return nil
	}
	a.human.Sources(cfg.Files)
	return &preflighter{app: a, client: client, cfg: cfg}
}

// checked is a plan with what a preflight has found.
func (p *planner) checked(ctx context.Context) (*plan.Plan, error) {
	made, err := p.plan(ctx)
	if err != nil {
		return nil, err
	}
	return made, p.check(ctx, made)
}

// check adds to a plan what a preflight finds. One that can't be applied anyway is not
// looked at further.
func (p *planner) check(ctx context.Context, made *plan.Plan) (err error) {
	if p.preflighter == nil || len(made.Problems) > 0 {
		return nil
	}
	defer p.working("Checking the monitors")()
	made.Preflight, err = p.preflighter.look(ctx, made, func() preflight.Allowance { return p.allowance(ctx) })
	return err
}

// allowance is what a preflight may have the cluster compile. Where its limits can't be
// read now, the defaults are taken.
func (p *planner) allowance(ctx context.Context) preflight.Allowance {
	limits, err := p.readLimits(ctx)
	if err != nil {
		limits = plan.DefaultLimits()
	}
	var running []monitors.Monitor
	for _, live := range p.live.Monitors {
		running = append(running, live.Monitor)
	}
	return preflight.Allow(limits.Scripts, running)
}

func (f *preflighter) look(ctx context.Context, made *plan.Plan, allow func() preflight.Allowance) (*plan.Preflight, error) {
	report, err := preflight.Run(ctx, made, dryRuns{f.client}, preflight.Options{
		Allow: allow, Memory: f.app.preflightMemory(f.client.Endpoint()), Dialect: f.dialect(ctx),
	})
	if err != nil {
		return nil, err
	}
	if report != nil {
		for i := range report.Findings {
			report.Findings[i].At = f.place(report.Findings[i].Element)
		}
	}
	return report, nil
}

// dialect is that of the cluster, as far as what is checked offline may differ by it.
func (f *preflighter) dialect(ctx context.Context) dialect.Dialect {
	features, err := f.client.Detect(ctx) // known already
	if err != nil || !features.LegacyDestinations {
		return dialect.Dialect{}
	}
	older, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		return dialect.Dialect{}
	}
	return older
}

// arguments hold a part of a monitor.
var arguments = map[plan.Part][]string{
	plan.IndicesPart:   {"indices"},
	plan.QueryPart:     {"body", "query", "filter", "aggregations", "path"},
	plan.ConditionPart: {"condition", "hits", "above", "below", "equals"},
	plan.SubjectPart:   {"subject"},
	plan.MessagePart:   {"message"},
	"destination":      {"destination"},
}

func (f *preflighter) place(e plan.Element) plan.Place { return elementPlace(f.cfg, e) }

// elementPlace is where a part of a monitor or workflow stands in the files; zero where it is
// declared nowhere.
func elementPlace(cfg *schema.Config, e plan.Element) plan.Place {
	at, ok := cfg.Place(e.Address, schema.Spot{Trigger: e.Trigger, Action: e.Action, Arguments: arguments[e.Part]})
	if !ok {
		return plan.Place{}
	}
	position := func(p hcl.Pos) plan.Position { return plan.Position(p) }
	return plan.Place{File: at.Filename, Start: position(at.Start), End: position(at.End)}
}

// dryRuns is a cluster as a preflight asks it.
type dryRuns struct{ client *alertapi.Client }

var _ preflight.Cluster = dryRuns{}

func (d dryRuns) DryRun(ctx context.Context, m monitors.Monitor) (wire.Run, error) {
	run, err := d.client.ExecuteInline(ctx, m, alertapi.Execution{DryRun: true, Once: true})
	return run, asRefusal(err)
}

func (d dryRuns) Search(ctx context.Context, indices []string, body *orderedjson.Object) (*orderedjson.Object, error) {
	answer, err := d.client.Search(ctx, indices, body)
	return answer, asRefusal(err)
}

// asRefusal says in a preflight's words why a request failed.
func asRefusal(err error) error {
	if err == nil {
		return nil
	}
	told := &preflight.Refusal{Reason: err.Error()}
	var e *alertapi.Error
	if errors.As(err, &e) && e.Status != 0 {
		told.Reason = e.Reason
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		told.Kind = preflight.TooSlow
	case alertapi.IsForbidden(err), alertapi.IsUnauthorized(err):
		told.Kind, told.Permissions = preflight.Forbidden, alertapi.LackingIn(err).Permissions
	case alertapi.IsUnavailable(err):
		told.Kind = preflight.Unavailable
	case alertapi.IsRejected(err):
		told.Kind = preflight.Rejected
		if name, found := strings.CutPrefix(told.Reason, "no such index ["); found {
			told.Missing = strings.TrimSuffix(name, "]")
		}
	}
	return told
}
