package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// inputBlocks are the blocks of which a monitor has one.
var inputBlocks = []string{grammar.ExtractionQuery.Name, grammar.Graph.Name, grammar.DocumentQueries.Name, grammar.ClusterMetrics.Name}

// input reads what the monitor looks at, and notes what triggers are held against.
func (b *monitorBlock) input(m *monitors.Monitor, times scheduleTimes) {
	switch b.kind {
	case monitors.DocumentLevel:
		inner := b.inBlock(b.onlyInput(grammar.DocumentQueries.Name), grammar.DocumentQueries.Schema())
		m.Options = inner.documentOptions()
		m.Input, b.documents = inner.documentQueries()
	case monitors.ClusterMetrics:
		m.Input = b.inBlock(b.onlyInput(grammar.ClusterMetrics.Name), grammar.ClusterMetrics.Schema()).clusterMetrics()
	default:
		if search, facts := b.search(times); facts != nil {
			m.Input, b.query = search, facts
		}
	}
}

// onlyInput is the first block of the kind that decides the monitor's type; others
// beside it are told.
func (b *monitorBlock) onlyInput(kind string) *hcl.Block {
	own := b.blocks.OfType(kind)[0]
	for _, block := range b.blocks {
		if block != own && slices.Contains(inputBlocks, block.Type) {
			b.report("duplicate-block", place{block.DefRange, b.block}, "A monitor looks at one thing: there is %s in line %d already. Keep one of the two, and make another monitor for the other.", withArticle(kind), own.DefRange.Start.Line)
		}
	}
	return own
}
