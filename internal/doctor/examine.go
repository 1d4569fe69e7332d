package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
)

// Options say how a cluster is looked at.
type Options struct {
	Now     time.Time
	Desired plan.Desired // what the configuration declares

	// For is the command whose permissions are asked for, Needs are those on a cluster
	// with legacy destinations, or with channels. "": none.
	For   string
	Needs func(legacy bool) []Need
}

// examination gathers findings.
type examination struct {
	cluster Cluster
	options Options
	report  *Report
	version Version
	who     Who
	estate  estate

	condition Condition
}

// errEnd ends a look early.
var errEnd = errors.New("the look ends here")

// Examine looks at a cluster. The error is that of a cluster that stopped to answer on
// the way; the report then holds what was found before.
func Examine(ctx context.Context, c Cluster, o Options) (Report, error) {
	e := &examination{cluster: c, options: o, report: &Report{}}
	err := e.all(ctx)
	if e.report.Broken = err != nil; errors.Is(err, errEnd) {
		err = nil
	}
	sortByArea(e.report.Findings)
	return *e.report, err
}

// all looks at everything, one after the other.
func (e *examination) all(ctx context.Context) error {
	for _, look := range []func(context.Context) error{e.connection, e.login, e.plugins, e.health, e.monitors, e.channels, e.limits, e.rights} {
		if err := look(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (e *examination) add(f Finding) { e.report.Findings = append(e.report.Findings, f) }

// unasked notes that something can't be looked at; the error is that nothing more can.
func (e *examination) unasked(f Finding, err error) error {
	var refusal *preflight.Refusal
	if !errors.As(err, &refusal) || refusal.Kind == preflight.Unavailable || refusal.Kind == preflight.TooSlow {
		return err
	}
	f.Grade, f.Reason, f.Permissions = Unasked, refusal.Reason, refusal.Permissions
	e.add(f)
	return nil
}
