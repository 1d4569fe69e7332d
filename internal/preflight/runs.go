package preflight

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/internal/crash"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// runs makes the dry runs, in rounds: as many monitors as the budget has room for even
// if every trigger of theirs fires. What did not fire gives its templates back, which
// makes room for the next round. So which monitors are run depends on the answers
// alone, never on which came first.
type runs struct {
	cluster Cluster
	options Options
	budget  *budget
	report  *plan.Preflight

	mu   sync.Mutex
	stop plan.Reason // why no more runs are begun
}

// ask runs what can be run.
func (r *runs) ask(ctx context.Context, all []*candidate) error {
	limited, cancel := context.WithTimeout(ctx, r.options.All)
	defer cancel()
	r.lookForIndices(limited, all)
	waiting := slices.DeleteFunc(slices.Clone(all), func(c *candidate) bool { return c.why != "" })
	// The first goes alone: it tells whether the user may at all, and on a cluster that
	// never ran a monitor it makes the alerting plugin's indices (observed: others beside
	// it fail).
	for most := 1; ; most = len(waiting) {
		batch := r.batch(&waiting, most)
		if len(batch) == 0 {
			break
		}
		r.runAll(limited, batch)
		if err := ctx.Err(); err != nil {
			return err
		}
		if limited.Err() != nil {
			r.end(plan.TimeUp)
		}
	}
	for _, c := range waiting {
		c.why = plan.RateSpent
		if r.stop != "" {
			c.why = r.stop
		}
	}
	return ctx.Err()
}

// batch takes what fits out of those that wait, and reserves what they need.
func (r *runs) batch(waiting *[]*candidate, most int) []*candidate {
	var batch, rest []*candidate
	for _, c := range *waiting {
		if len(batch) < most && r.stop == "" && r.budget.fits(c.scripts) {
			r.budget.take(c.scripts)
			batch = append(batch, c)
			continue
		}
		rest = append(rest, c)
	}
	*waiting = rest
	return batch
}

func (r *runs) runAll(ctx context.Context, batch []*candidate) {
	var group errgroup.Group
	group.SetLimit(r.options.Parallel)
	for _, c := range batch {
		group.Go(crash.Carry(func() error {
			if c.why = r.stopped(ctx); c.why == "" {
				r.run(ctx, c)
			}
			return nil
		}))
	}
	crash.Again(group.Wait()) // failures are findings, or reasons
	var used []Compiled
	for _, c := range batch {
		r.budget.giveBack(c.scripts)
		r.budget.take(c.used)
		used = append(used, c.used...)
	}
	used = slices.DeleteFunc(distinct(used), func(c Compiled) bool { return r.budget.past[c] })
	r.options.Memory.Note(used)
}

func (r *runs) stopped(ctx context.Context) plan.Reason {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop == "" && ctx.Err() != nil {
		r.stop = plan.TimeUp
	}
	return r.stop
}

// end begins no more runs; the first reason counts.
func (r *runs) end(why plan.Reason) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop == "" {
		r.stop = why
	}
}

// run makes one dry run, and says what it means.
func (r *runs) run(ctx context.Context, c *candidate) {
	each, cancel := context.WithTimeout(ctx, r.options.Each)
	defer cancel()
	if composite(c.monitor) != nil && !r.onePage(each, c) {
		return
	}
	c.used = c.scripts
	answer, err := r.cluster.DryRun(each, c.monitor)
	if err != nil {
		r.failed(ctx, c, err)
		return
	}
	c.ran, c.used = true, scriptsOf(fired(c.monitor, answer))
	told := reading{monitor: c.monitor, run: answer, why: func() cause { return r.cause(each, c.monitor, answer) }}
	c.found = append(told.findings(), heard(c.monitor, answer, r.options)...)
	if told.limited {
		c.ran, c.why, c.found = false, plan.LimitReached, nil
		r.end(plan.LimitReached)
	}
}

// failed is a run without an answer.
func (r *runs) failed(ctx context.Context, c *candidate, err error) {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		refusal = &Refusal{Kind: Unavailable, Reason: err.Error()}
	}
	switch {
	case ctx.Err() != nil:
		c.why = plan.TimeUp
	case refusal.Kind == Forbidden:
		c.why, c.used = plan.NotPermitted, nil
		r.tell(func(p *plan.Preflight) { p.Permissions = union(p.Permissions, refusal.Permissions) })
	case tooManyScripts(refusal.Reason):
		c.why = plan.LimitReached
	case refusal.Kind == Rejected:
		c.ran = true
		c.found = []plan.Finding{{Element: whole, Kind: plan.RunRefused, Error: true, Reason: refusal.Reason}}
		return
	case refusal.Kind == TooSlow:
		c.why = plan.NoAnswer
		c.found = []plan.Finding{{Element: plan.Element{Part: plan.QueryPart}, Kind: plan.SlowSearch, Count: int(r.options.Each.Seconds())}}
	default:
		c.why = plan.NoAnswer
		r.tell(func(p *plan.Preflight) {
			if p.Trouble == "" {
				p.Trouble = refusal.Reason
			}
		})
	}
	r.end(c.why)
}

func (r *runs) tell(change func(*plan.Preflight)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r.report)
}

var whole = plan.Element{Part: plan.WholeMonitor}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// tooManyScripts tells that the cluster compiles no more for now (from source:
// ScriptCache of the core).
func tooManyScripts(text string) bool {
	return strings.Contains(text, "Too many dynamic script compilations")
}

// fired is a monitor without the actions of triggers that did not fire: the cluster has
// not looked at their templates.
func fired(m monitors.Monitor, run wire.Run) monitors.Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		if !slices.ContainsFunc(run.Triggers, func(x wire.TriggerRun) bool { return x.ID == t.ID && x.Triggered }) {
			m.Triggers[i].Actions = nil
		}
	}
	return m
}
