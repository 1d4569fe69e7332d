package plan

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// in is what is desired, as a generation of clusters holds it.
func (d Desired) in(g generation.Generation) Desired {
	if !g.NumberOfHits {
		return d
	}
	d.Monitors = slices.Clone(d.Monitors)
	for i := range d.Monitors {
		d.Monitors[i].Monitor = withNumberOfHits(d.Monitors[i].Monitor)
	}
	return d
}

// countsHits is a condition that compares the number of hits: what hits = "> 0", a
// graph's threshold, or a hand writes.
var countsHits = pattern.New(`^(ctx\.results\[0\]\.hits\.total)\.value( (?:>|>=|<|<=|==|!=) -?[0-9.e+]+)$`)

// withNumberOfHits writes conditions for servers whose hits.total is a number.
func withNumberOfHits(m monitors.Monitor) monitors.Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		if c, ok := t.Condition.(*monitors.ScriptCondition); ok && countsHits.MatchString(c.Script.Source) {
			bare := *c
			bare.Script.Source = countsHits.ReplaceAllString(c.Script.Source, "$1$2")
			m.Triggers[i].Condition = &bare
		}
	}
	return m
}

// stored is a destination as the cluster holds it. A legacy one has no place for a
// description, and its name says whose it is.
func (p *planner) stored(d DesiredDestination) destinations.Destination {
	stored := d.Destination
	if !p.live.Generation.LegacyDestinations {
		return stored
	}
	stored.Name, stored.Description = p.handles[d.Address], ""
	if stored.Kind == destinations.SMTPAccount {
		stored.Name = address.AccountName(stored.Name)
	}
	return stored
}

// handleOf is what is to say whose a live destination is. The name of a legacy one
// is made anew where it has moved: it is all that tells its address.
func (p *planner) handleOf(live *destinations.Live, at address.Address, taken map[string]bool) string {
	if !live.IsLegacy() || address.ChannelPartOf(live.Handle()) == address.ChannelPart(at) {
		return live.Handle()
	}
	return p.freeChannelID(at, taken)
}

// isOf tells whether what the change found belongs to a workspace.
func (d *DestinationChange) isOf(id, workspace string) bool {
	if d.Live != nil {
		id = d.Live.Handle()
	}
	return address.IsChannelOf(id, workspace)
}

// lacksFeatures tells of what a monitor uses and the cluster's generation has not.
func (p *planner) lacksFeatures(d DesiredMonitor) bool {
	return p.lack(d.Address, d.Declared, p.live.Generation.Lacks(d.Monitor))
}

func (p *planner) lack(at address.Address, declared string, lacking []generation.Feature) bool {
	for _, f := range lacking {
		p.problem(Problem{Kind: NoSuchFeature, Address: at, Word: declared, Feature: f.String(), Cluster: p.live.Generation.Name, First: generation.FirstWith(f)})
	}
	return len(lacking) > 0
}

// lacksKind tells of a destination whose kind the cluster's generation has not.
func (p *planner) lacksKind(d DesiredDestination) bool {
	g, kind := p.live.Generation, d.Destination.Kind
	if g.HasDestinations(kind) {
		return p.lack(d.Address, d.Declared, g.LacksOf(d.Destination))
	}
	first := generation.FirstWithDestinations(kind)
	if g.LegacyDestinations && kind == destinations.SNS {
		first = "Amazon's service, and with " + first
	}
	p.problem(Problem{Kind: NoSuchKind, Address: d.Address, Word: d.Declared, Cluster: g.Name, First: first})
	return true
}
