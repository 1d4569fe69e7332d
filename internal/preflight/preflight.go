// Package preflight looks at the monitors that a plan saves before anything is
// written: it decides which of them are run on the cluster, dry, so that monitors
// that run there don't pay for it; checks the others without the cluster; and says
// what the answers mean.
//
// The cluster is an interface. The package must not know HTTP, HCL, files, or how
// anything is worded.
package preflight

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// Cluster is what a preflight asks of a cluster. An error may be a *Refusal.
type Cluster interface {
	// DryRun runs a monitor that is not stored, and sends nothing.
	DryRun(ctx context.Context, m monitors.Monitor) (wire.Run, error)

	// Search searches as the caller.
	Search(ctx context.Context, indices []string, body *orderedjson.Object) (*orderedjson.Object, error)
}

// Refusal is an answer of a cluster that is no run.
type Refusal struct {
	Kind        RefusalKind
	Reason      string   // in the cluster's words, one line
	Permissions []string // that are missing, for Forbidden
	Missing     string   // the index that is not there, for Rejected; "" for other reasons
}

func (r *Refusal) Error() string { return r.Reason }

// RefusalKind is why a cluster did not answer with a run.
type RefusalKind int

// The kinds of refusal.
const (
	Unavailable RefusalKind = iota // it can't be reached, is overloaded, or failed
	Forbidden                      // the user may not
	Rejected                       // it does not take the body
	TooSlow                        // it did not answer in time
)

// Options say how a preflight is made.
type Options struct {
	// Allow says what may be compiled; it is asked once, where there is something to run.
	Allow  func() Allowance
	Memory Memory

	Each     time.Duration // for one run; zero: 15 s
	All      time.Duration // for all of them; zero: one minute
	Parallel int           // runs at once; zero: 2

	// Now is the clock; nil: the machine's.
	Now func() time.Time

	// Dialect is what a check without the cluster is made in.
	Dialect dialect.Dialect
}

const (
	eachRun  = 15 * time.Second
	allRuns  = time.Minute
	parallel = 2
)

func (o Options) withDefaults() Options {
	if o.Each == 0 {
		o.Each = eachRun
	}
	if o.All == 0 {
		o.All = allRuns
	}
	if o.Parallel == 0 {
		o.Parallel = parallel
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Memory == nil {
		o.Memory = forgetful{}
	}
	return o
}

// Memory keeps what preflights had compiled, over several of them.
type Memory interface {
	// Since lists what was noted from then on.
	Since(time.Time) []Compiled
	// Note keeps what is about to be compiled.
	Note([]Compiled)
}

// Compiled is a script that a preflight had the cluster compile. Of the script there
// is a digest only.
type Compiled struct {
	Context compiles.Context
	Digest  string
}

type forgetful struct{}

func (forgetful) Since(time.Time) []Compiled { return nil }
func (forgetful) Note([]Compiled)            {}

// Run makes the preflight of a plan; nil where no monitor has a change that is worth
// one. The error is that ctx has ended: nothing else ends a preflight, whatever the
// cluster answers.
func Run(ctx context.Context, p *plan.Plan, c Cluster, o Options) (*plan.Preflight, error) {
	all := candidates(p)
	if len(all) == 0 {
		return nil, nil
	}
	o = o.withDefaults()
	allowance := o.Allow()
	r := &runs{
		cluster: c, options: o, report: &plan.Preflight{},
		budget: newBudget(allowance, o.Memory.Since(o.Now().Add(-allowance.window()))),
	}
	for _, one := range all {
		one.offline = checkOffline(one.monitor, o)
	}
	if err := r.ask(ctx, all); err != nil {
		return nil, err
	}
	return r.finish(all), nil
}

// candidate is a monitor to look at.
type candidate struct {
	address address.Address
	monitor monitors.Monitor
	scripts []Compiled // of a run in which every trigger fires
	used    []Compiled // of the run that was made

	offline []plan.Finding
	found   []plan.Finding
	why     plan.Reason // why it was not run; "" where it was
	ran     bool
}

// finish brings the results together. What was found on the cluster counts before what
// was found without.
func (r *runs) finish(all []*candidate) *plan.Preflight {
	out := r.report
	slices.SortFunc(all, func(a, b *candidate) int { return address.Compare(a.address, b.address) })
	for _, c := range all {
		switch {
		case c.ran:
			out.Ran = append(out.Ran, c.address)
		default:
			out.Offline = append(out.Offline, plan.Unasked{Address: c.address, Why: c.why})
		}
		for _, f := range c.offline {
			if !slices.ContainsFunc(c.found, func(g plan.Finding) bool { return covers(g, f) }) {
				c.found = append(c.found, f)
			}
		}
		for _, f := range c.found {
			f.Address, f.Off = c.address, !c.monitor.Enabled
			f.Error = f.Error && !(f.Off && passes(f))
			out.Findings = append(out.Findings, f)
		}
	}
	if out.OfflineFor(plan.RateSpent) > 0 {
		out.Scripts, out.Minutes = r.budget.most(), int(r.budget.allowance.window()/time.Minute)
	}
	return out
}

// passes tells whether a finding is of what the cluster holds now: of a monitor that is
// switched off it may be another before that runs.
func passes(f plan.Finding) bool {
	switch f.Kind {
	case plan.MissingIndex, plan.RunRefused:
		return false
	default:
		return !strings.HasPrefix(f.Reason, compileError)
	}
}

// compileError begins the reasons of scripts that do not compile.
const compileError = "compile error"

// covers tells whether a finding makes another one needless: a search that fails
// whatever stands behind it, a part that fails already.
func covers(has, other plan.Finding) bool {
	return has.Error && (has.Part == plan.QueryPart || has.Part == plan.IndicesPart || has.Part == plan.WholeMonitor) ||
		has.Part == other.Part && has.Trigger == other.Trigger && has.Action == other.Action
}
