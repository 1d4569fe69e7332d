package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

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
	case b.grouped || slices.ContainsFunc(b.blocks.OfType("trigger"), looksAtBuckets):
		return monitors.BucketLevel
	}
	return monitors.QueryLevel
}

// ofBuckets are the parts of a trigger that only bucket-level ones have.
var ofBuckets = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "count"}},
	Blocks:     []hcl.BlockHeaderSchema{{Type: "buckets"}},
}

// looksAtBuckets tells whether a trigger is written as a bucket-level one.
func looksAtBuckets(trigger *hcl.Block) bool {
	content, _, _ := trigger.Body.PartialContent(ofBuckets)
	return content != nil && (len(content.Attributes) > 0 || len(content.Blocks) > 0)
}

var groupByOnly = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "group_by"}}}

// isGrouped tells whether the query or the graph makes the buckets itself.
func (b *monitorBlock) isGrouped() bool {
	return slices.ContainsFunc(b.blocks.OfType("graph"), b.groupsGraph) ||
		slices.ContainsFunc(b.blocks.OfType("extraction_query"), func(query *hcl.Block) bool {
			content, _, _ := query.Body.PartialContent(groupByOnly)
			return content != nil && len(content.Attributes) > 0
		})
}

// checkTriggerKinds tells of triggers that say nothing of buckets beside others
// that do: the server takes one kind only.
func (b *monitorBlock) checkTriggerKinds() {
	triggers := b.blocks.OfType("trigger")
	first := slices.IndexFunc(triggers, looksAtBuckets)
	switch {
	case first < 0 || b.grouped:
		return
	case b.kind != monitors.BucketLevel:
		b.report("mixed-triggers", place{triggers[first].DefRange, b.block}, "The trigger %q looks at buckets, and this monitor asks no search, so there are none. Take its count or buckets out, or write an extraction_query with group_by.", triggers[first].Labels[0])
		return
	}
	for _, t := range triggers {
		if !looksAtBuckets(t) {
			b.report("mixed-triggers", place{t.DefRange, b.block}, "The trigger %q says nothing of buckets, and %q in line %d does: all triggers of a monitor look at buckets, or none. Add a block buckets { }, or move it to a monitor of its own.", t.Labels[0], triggers[first].Labels[0], triggers[first].DefRange.Start.Line)
		}
	}
}
