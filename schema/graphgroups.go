package schema

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// graphGroups reads group_by: a text is counted beside the figure, a list makes the
// monitor a bucket-level one.
func (b *monitorBlock) graphGroups(g *monitors.Graph) {
	if !b.grouped {
		if text, ok := b.publicText("group_by"); ok && b.notBlank("group_by", text) {
			g.GroupBy = text
		}
		return
	}
	groups, _ := b.groups()
	for i, field := range groups {
		if i == monitors.MostGroups {
			b.report("invalid-graph", field.at, "The visual editor groups by %d fields at most. Write the search as an extraction_query to group by more.", monitors.MostGroups)
			return
		}
		g.Groups = append(g.Groups, field.text)
	}
}

var painlessName = pattern.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkFigureName: the editor names the figure of a group after its field, and reads
// it so in the condition, which then does not compile for every field.
func (b *monitorBlock) checkFigureName(g *monitors.Graph) bool {
	if _, unknown := monitors.Unknown(g.Field); unknown || !b.grouped || painlessName.MatchString(g.FigureName()) {
		return true
	}
	b.report("invalid-graph", b.at("field"), "The visual editor names this figure %q, and a condition can't read params.%s: no trigger would ever alert. Write the search as an extraction_query with group_by, and an aggregation of another name.", g.FigureName(), g.FigureName())
	return false
}

// groupsGraph tells whether group_by of a graph is a list.
func (b *monitorBlock) groupsGraph(graph *hcl.Block) bool {
	content, _, _ := graph.Body.PartialContent(groupByOnly)
	if content == nil || content.Attributes["group_by"] == nil {
		return false
	}
	v, _ := content.Attributes["group_by"].Expr.Value(b.ctx)
	return isList(v.Type())
}

// graphBuckets reads the condition of a trigger over the groups of a graph.
func (b *monitorBlock) graphBuckets(query *queryFacts) monitors.Condition {
	b.composite = true
	if !b.grouped {
		b.report("graph-condition", place{b.def, b.block}, "This trigger looks at buckets, and the graph has none: group_by as a list of one or two fields makes them, and above = 5 is then held against the figure of each.")
		return nil
	}
	for _, block := range b.blocks.OfType("buckets") {
		b.report("graph-condition", place{block.DefRange, b.block}, "The visual editor makes the buckets of a graph, and their condition, of its own. Filter the documents by where, or write the search as an extraction_query to say more.")
		return nil
	}
	if b.has("count") {
		b.report("graph-condition", b.at("count"), "The triggers of a graph have above, below or equals with a number. Without a field the figure is the number of documents: above = 5.")
		return nil
	}
	return b.threshold(query)
}
