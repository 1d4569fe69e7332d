package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/stagger"
	"github.com/alertplan/alertplan/monitors"
)

// Limits are what a cluster allows, as far as a plan can run into it.
type Limits struct {
	Scripts compiles.Settings

	// MaxMonitors is how many monitors there may be, workflows not counted; a server
	// refuses every creation where it is 0 or less (2.19.4: limits/max_monitors_zero).
	MaxMonitors int

	// Assumed: they could not be read, and are the defaults.
	Assumed bool
}

// DefaultLimits are those of a cluster whose settings nobody has changed.
func DefaultLimits() Limits {
	return Limits{Scripts: compiles.Read(nil), MaxMonitors: 1000, Assumed: true}
}

// MonitorCount is how many monitors a cluster would have.
type MonitorCount struct {
	Live, Creates, Deletes int
	Limit                  int
	Setting                string // that holds the limit
}

// Crowding is that an estate uses more scripts than a cluster compiles.
type Crowding struct {
	Shortages []compiles.Shortage
	Monitors  int // that run

	// Offers are schedules of the configuration's monitors that would spread their
	// runs; Left is what is short then, nothing where that is enough.
	Offers []Offer
	Left   []compiles.Shortage

	Assumed bool // the limits are the defaults
}

// Offer is another schedule for a monitor, which is due as often: stagger(Every, Key),
// with Rest in place of all but its minutes where Rest isn't "".
type Offer struct {
	Address  address.Address
	Declared string // where: main.hcl:12
	Cron     monitors.Cron

	Every, Key, Rest string
}

// nearly is which part of max_monitors is worth a warning.
const nearly = 0.9

// NeedsLimits tells whether the cluster's limits matter for a plan: it saves monitors,
// or what runs is too much by the defaults.
func (p *Plan) NeedsLimits(after Estate) bool {
	return p.savesMonitors() || lasting(compiles.Judge(members(after.standing), DefaultLimits().Scripts))
}

func (p *Plan) savesMonitors() bool {
	return slices.ContainsFunc(p.Changes, func(c Change) bool {
		return c.Monitor != nil && c.Action != Delete && c.Action != Forget
	})
}

func lasting(shortages []compiles.Shortage) bool {
	return slices.ContainsFunc(shortages, func(s compiles.Shortage) bool { return s.Lasting })
}

// Consider adds to a plan what a cluster's limits say about it. A plan that saves no
// monitor is warned of nothing that passes by itself.
func (p *Plan) Consider(desired Desired, live Live, after Estate, limits Limits) {
	p.countMonitors(live, limits.MaxMonitors)
	estate := after.standing
	shortages := compiles.Judge(members(estate), limits.Scripts)
	if len(shortages) == 0 || !p.savesMonitors() && !lasting(shortages) {
		return
	}
	c := &Crowding{Shortages: shortages, Assumed: limits.Assumed}
	for _, s := range estate {
		if s.runs() {
			c.Monitors++
		}
	}
	c.offer(desired, estate, limits)
	p.Warnings = append(p.Warnings, Warning{Kind: CompileRate, Crowding: c})
}

// countMonitors compares with what the server counts when it creates one: everybody's
// monitors, and no workflows. Deletions come after creations, so they make no room; a
// replacement deletes first, unless workflows have the monitor.
func (p *Plan) countMonitors(live Live, limit int) {
	n := MonitorCount{Limit: limit, Setting: "plugins.alerting.monitor.max_monitors"}
	if live.Generation.OpendistroPaths { // which knows no other name
		n.Setting = "opendistro.alerting.monitor.max_monitors"
	}
	for _, m := range live.Monitors {
		if m.Monitor.Type != monitors.Composite {
			n.Live++
		}
	}
	replaces := 0
	for _, c := range p.Changes {
		switch {
		case c.Monitor == nil || c.Address.Kind() == address.Workflow:
		case c.Action == Create || c.Action == Replace && c.Monitor.IsDelegate:
			n.Creates++
		case c.Action == Replace:
			replaces++
		case c.Action == Delete:
			n.Deletes++
		}
	}
	switch after := n.Live + n.Creates; {
	case n.Creates+replaces == 0:
	case after > limit:
		p.Problems = append(p.Problems, Problem{Kind: TooManyMonitors, Monitors: &n})
	case n.Creates > 0 && float64(after) >= nearly*float64(limit):
		p.Warnings = append(p.Warnings, Warning{Kind: ManyMonitors, Monitors: &n})
	}
}

// offer finds schedules that spread what is declared, if that helps.
func (c *Crowding) offer(desired Desired, estate []standing, limits Limits) {
	alike := map[string]int{}
	for _, d := range desired.Monitors {
		if cron := d.Monitor.Schedule.Cron; cron != nil {
			alike[cron.Expression]++
		}
	}
	declared := map[address.Address]string{}
	for _, d := range desired.Monitors {
		declared[d.Address] = d.Declared
	}
	spread := slices.Clone(estate)
	for i, s := range spread {
		at, ours := declared[s.address]
		if !ours || !s.monitor.Enabled {
			continue
		}
		if offer, ok := spreadOut(s, alike); ok {
			offer.Declared = at
			c.Offers = append(c.Offers, offer)
			spread[i].monitor.Schedule = monitors.Schedule{Cron: &offer.Cron}
		}
	}
	slices.SortFunc(c.Offers, func(a, b Offer) int { return address.Compare(a.Address, b.Address) })
	c.Left = compiles.Judge(members(spread), limits.Scripts)
	if !lessThan(c.Left, c.Shortages) {
		c.Offers, c.Left = nil, nil
	}
}

// spreadOut is a schedule that is due as often, at moments that the address decides on.
func spreadOut(s standing, alike map[string]int) (Offer, bool) {
	offer := Offer{Address: s.address, Key: staggerKey(s.address)}
	ok := false
	switch now := s.monitor.Schedule; {
	case now.Interval != nil:
		offer.Every, offer.Cron.Timezone = now.Interval.String(), "UTC"
	case now.Cron != nil && alike[now.Cron.Expression] > 1:
		if offer.Every, offer.Rest, ok = stagger.Within(now.Cron.Expression); !ok {
			return offer, false
		}
		offer.Cron.Timezone = now.Cron.Timezone
	default:
		return offer, false
	}
	expression, err := stagger.Cron(offer.Every, offer.Key)
	if minutes, _, _ := strings.Cut(expression, " "); offer.Rest != "" {
		expression = minutes + " " + offer.Rest
	}
	offer.Cron.Expression = expression
	return offer, err == nil && (s.monitor.Schedule.Cron == nil || expression != s.monitor.Schedule.Cron.Expression)
}

// staggerKey is a key that an instance has for itself, and that a block can write:
// "root", "root ${each.key}".
func staggerKey(at address.Address) string {
	if key, keyed := at.Key(); keyed {
		return at.Label() + " " + key
	}
	return at.Label()
}

// lessThan tells whether fewer scripts are refused, or the refusals pass that lasted.
func lessThan(a, b []compiles.Shortage) bool {
	sum := func(shortages []compiles.Shortage) (refused, lasting int) {
		for _, s := range shortages {
			refused += s.Refused
			if s.Lasting {
				lasting++
			}
		}
		return refused, lasting
	}
	refusedA, lastingA := sum(a)
	refusedB, lastingB := sum(b)
	return cmp.Or(cmp.Compare(lastingA, lastingB), cmp.Compare(refusedA, refusedB)) < 0
}
