package schema

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/generation"
)

var generationChecks = []Check{
	{"not-in-dialect", "More than the cluster has", hcl.DiagWarning, "A cluster block's dialect says of what generation the cluster is, and the block uses what that has not: a plan for this cluster ends in an error."},
}

// checkGenerations holds what is declared to the clusters whose dialect is said. It
// only warns: the same files may be for other clusters, and a plan asks the cluster
// itself.
func (l *loader) checkGenerations() {
	for _, c := range l.config.Clusters {
		g, ok := generation.Named(c.Dialect)
		if !ok {
			continue
		}
		g.Amazon = c.AWS != nil
		for _, d := range l.config.Destinations {
			if kind := d.Destination.Kind; !g.HasDestinations(kind) {
				l.beyond(c, d.DeclRange, string(kind), firstWithKind(g, kind))
				continue
			}
			for _, f := range g.LacksOf(d.Destination) {
				l.beyond(c, d.DeclRange, f.String(), generation.FirstWith(f))
			}
		}
		for _, m := range l.config.Monitors {
			for _, f := range g.Lacks(m.Monitor) {
				l.beyond(c, m.DeclRange, f.String(), generation.FirstWith(f))
			}
		}
		for _, w := range l.config.Workflows {
			if !g.Has(generation.Workflows) {
				l.beyond(c, w.DeclRange, generation.Workflows.String(), generation.FirstWith(generation.Workflows))
			}
		}
	}
}

func firstWithKind(g generation.Generation, kind destinations.Kind) string {
	first := generation.FirstWithDestinations(kind)
	if g.LegacyDestinations && kind == destinations.SNS {
		return "Amazon's service, and with " + first
	}
	return first
}

func (l *loader) beyond(c Cluster, at hcl.Range, what, first string) {
	l.report("not-in-dialect", place{subject: at}, "The dialect of cluster %q is %s, and %s came with %s: a plan for that cluster ends in an error. Take this out, or correct the dialect.", c.Name, c.Dialect, what, first)
}
