package schema

import (
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// writtenType is the type of a monitor that is written out: it follows from its
// blocks.
func (b *monitorBlock) writtenType() monitors.Type {
	switch {
	case len(b.blocks.OfType(grammar.DocumentQueries.Name)) > 0:
		return monitors.DocumentLevel
	case len(b.blocks.OfType(grammar.ClusterMetrics.Name)) > 0:
		return monitors.ClusterMetrics
	}
	return monitors.QueryLevel
}
