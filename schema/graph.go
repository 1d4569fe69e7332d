package schema

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// defaultLast is the time range that the visual editor begins with.
var defaultLast = monitors.Interval{Value: 1, Unit: monitors.Hours}

// search reads what the monitor looks at: a query or a graph.
func (b *monitorBlock) search(times scheduleTimes) (*monitors.Search, *queryFacts) {
	queries, graphs := b.blocks.OfType("extraction_query"), b.blocks.OfType("graph")
	switch {
	case len(queries) > 0 && len(graphs) > 0:
		b.report("duplicate-block", place{graphs[0].DefRange, b.block}, "A monitor has an extraction_query or a graph, and here are both. Keep one of the two.")
		return nil, nil
	case len(graphs) > 0:
		return b.inBlock(b.single("graph"), grammar.Graph.Schema()).graph(times)
	case len(queries) == 0 && b.misspelt["graph"]:
		return nil, nil
	}
	query := b.single("extraction_query")
	if query == nil {
		return nil, nil
	}
	return b.inBlock(query, grammar.ExtractionQuery.Schema()).extractionQuery(times)
}

// graph compiles the block into the search that the visual editor makes of it.
func (b *monitorBlock) graph(times scheduleTimes) (*monitors.Search, *queryFacts) {
	facts := &queryFacts{compiled: true, reading: b.reading, written: testcase.AsGraph}
	g := &monitors.Graph{TimeField: defaultTimeField, Last: b.lastOfGraph(times), Aggregation: monitors.Count}
	facts.graph = g
	search := &monitors.Search{Indices: b.indices(), Graph: g}
	if text, ok := b.plainText("time_field"); ok && b.notBlank("time_field", text) {
		g.TimeField = text
	}
	b.graphGroups(g)
	aggregated := b.figure(g) && b.checkFigureName(g)
	filtered := true
	for i, where := range b.blocks.OfType("where") {
		filter, source, ok := b.inBlock(where, grammar.Where.Schema()).where()
		g.Where = append(g.Where, filter)
		facts.sources = append(facts.sources, source.under(i+1))
		filtered = filtered && ok
	}
	b.checkTimeField(search.Indices)
	if !aggregated || !filtered {
		facts.refused = true
		return search, facts
	}
	facts.body = g.Body()
	search.Body = facts.body
	b.checkBody(facts, search.Indices)
	return search, facts
}

// figure reads aggregation and field.
func (b *monitorBlock) figure(g *monitors.Graph) bool {
	text, given := b.plainText("aggregation")
	if b.has("aggregation") && !given {
		return false
	}
	switch {
	case !given:
	case slices.Contains(monitors.Aggregations, text):
		g.Aggregation = monitors.Aggregation(text)
	default:
		suggestion := didYouMean(text, monitors.Aggregations)
		if strings.EqualFold(text, "average") || strings.EqualFold(text, "mean") {
			suggestion = " Did you mean \"avg\"?"
		}
		b.report("invalid-graph", b.at("aggregation"), "aggregation must be %s.%s", oneOf(quoted(monitors.Aggregations)), suggestion)
		return false
	}
	field, ok := b.publicText("field")
	switch {
	case b.has("field") && !ok:
		return false
	case ok && !b.notBlank("field", field):
		return false
	case !ok && g.Aggregation != monitors.Count:
		if b.lacks("field") {
			b.report("invalid-graph", b.at("aggregation"), "%s needs a field to be made of: field = \"…\". Only count goes without, and counts documents.", text)
		}
		return false
	}
	g.Field = field
	return true
}

// lastOfGraph reads the time range, for which the editor has three units.
func (b *monitorBlock) lastOfGraph(times scheduleTimes) monitors.Interval {
	last := b.span("last")
	switch {
	case last.missing != "":
		return monitors.Interval{Unit: monitors.Unit(last.missing)}
	case !last.known():
		last.span = span{count: defaultLast.Value, unit: defaultLast.Unit, math: 'h'}
	case last.unit == monitors.Seconds:
		b.report("invalid-duration", b.at("last"), "The visual editor knows minutes, hours and days; %s is none of them. Write %s.", last.span, last.inMinutes())
		return defaultLast
	case last.count > maxInt32:
		b.report("invalid-duration", b.at("last"), "The time range is longer than the server can count.")
		return defaultLast
	}
	if times.gap > last.length() {
		b.report("short-window", b.at("last"), "A run looks at the last %s, but there are %s between two runs: what happens in between is never seen. Make last as long at least.", last.span, spanOf(times.gap))
	}
	return monitors.Interval{Value: last.count, Unit: last.unit}
}
