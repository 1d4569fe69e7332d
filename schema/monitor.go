package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// ignorable are what ignore_changes of a monitor may name.
var ignorable = []string{"name", "description", "enabled", "rbac_roles", "schedule", "extraction_query", "graph", "document_queries", "cluster_metrics", "trigger"}

// monitorBlock is one instance of a monitor block.
type monitorBlock struct {
	reading
	address address.Address
	blocks  hcl.Blocks
	def     hcl.Range

	// dynamic are the expressions of dynamic blocks that have been found wrong.
	dynamic []hcl.Range

	query *queryFacts

	// documents are the queries of a document-level monitor; nil for others.
	documents *documentFacts

	// grouped: the query makes the buckets itself, by group_by.
	grouped bool

	// composite: the trigger's buckets are those of a composite aggregation, which a
	// run reads page by page.
	composite bool

	// dialects are those of the configuration's clusters.
	dialects []string

	// muted are the destinations that are switched off.
	muted map[address.Address]bool

	// kind is the monitor's type.
	kind monitors.Type

	// least is the smallest number of hits with which the trigger fires, -1 where
	// that is not known.
	least int64

	// silent are the quiet times of all triggers.
	silent quietTimes

	// visual: the monitor is kept so that the visual editor of the Dashboards opens it.
	visual bool

	// written is the raw body; nil where the monitor is written out.
	written *orderedjson.Object

	// isDelegate: a workflow may name the monitor, and tell what it finds.
	isDelegate bool

	// inBody is a JSON pointer to where the monitor lies in its raw body.
	inBody string
}

func (l *loader) decodeMonitors(blocks hcl.Blocks) {
	for _, block := range blocks {
		if l.declared.monitors[block.Labels[0]] != block {
			continue // told already
		}
		at := l.here(address.ForMonitor(block.Labels[0]))
		header, _, _ := block.Body.PartialContent(forEachOnly)
		forEach, keyed := header.Attributes["for_each"]
		if !keyed {
			l.decodeMonitor(block, l.scope, at)
			continue
		}
		instances, ok := l.scope.instancesOf(forEach, l.scope.wholeBlock(block))
		if !ok {
			l.addresses.broken[at] = true
			continue
		}
		l.protectEmpty(block, at, len(instances))
		for _, key := range slices.Sorted(maps.Keys(instances)) {
			l.decodeMonitor(block, l.scope.with("each", each(key, instances[key])), at.WithKey(key))
		}
	}
}

func (l *loader) decodeMonitor(block *hcl.Block, s *scope, at address.Address) {
	l.addresses.ranges[at] = block.DefRange
	errorsBefore := l.errors
	b := &monitorBlock{address: at, muted: l.off, isDelegate: l.delegated[at.Block()], least: -1, def: block.DefRange, dynamic: s.checkDynamic(block.Body, nil)}
	for _, c := range l.config.Clusters {
		b.dialects = append(b.dialects, c.Dialect)
	}
	body := dynblock.Expand(block.Body, s.ctx, dynblock.OptCheckForEach(s.checkDynamicForEach))
	b.reading, b.blocks = s.openBody(block, body, grammar.Monitor.Schema(), b.dynamic)
	m := Monitor{Address: at, Lifecycle: l.decodeLifecycle(b.blocks, ignorable), DeclRange: block.DefRange}
	var ok bool
	if b.has("body") {
		m.Monitor, ok = b.raw()
	} else {
		m.Monitor, ok = b.monitor()
		if b.query != nil {
			m.Written = b.query.written
		}
	}
	if !ok {
		return
	}
	if l.errors == errorsBefore {
		b.askServer(m.Monitor, l.options.Refusal)
	}
	check := func() {
		b.checkName(m, l.monitorNames)
		b.checkTriggers(m.Monitor)
	}
	if b.written != nil {
		b.mildly(mildInRaw, check)
	} else {
		check()
	}
	l.config.Monitors = append(l.config.Monitors, m)
}

// monitor reads a monitor that is written out.
func (b *monitorBlock) monitor() (monitors.Monitor, bool) {
	b.grouped = b.isGrouped()
	b.kind = b.writtenType()
	m := monitors.Monitor{Type: b.kind, Triggers: []monitors.Trigger{}}
	name, ok := b.publicText("name")
	if ok && b.notBlank("name", name) {
		m.Name = name
	}
	if b.lacks("name") {
		b.report("null-value", place{b.def, b.block}, "A monitor needs a name: what people see in Dashboards and in alerts. Add name = \"…\".")
	}
	b.needed("name")
	m.Description, _ = b.publicText("description")
	m.Enabled = b.unlessFalse("enabled")
	m.Roles = b.roles()
	if b.has("destinations") {
		b.report("raw-body", b.at("destinations"), "destinations stands for ids in a body, and there is none: here each action names its destination. Take it out.")
	}
	schedule := b.single("schedule")
	var times scheduleTimes
	if schedule != nil {
		m.Schedule, times = b.inBlock(schedule, grammar.Schedule.Schema()).schedule()
	}
	b.input(&m, times)
	b.checkTriggerKinds()
	b.silent, b.visual = b.quietTimes(), len(b.blocks.OfType("graph")) > 0
	for _, trigger := range b.labelled(b.blocks.OfType("trigger")) {
		m.Triggers = append(m.Triggers, b.inBlock(trigger, grammar.Trigger.Schema()).trigger(trigger, b.query))
	}
	if search, ok := m.Input.(*monitors.Search); ok && b.query.compiled && b.query.needsTotal {
		search.Body = withTotal(search.Body)
	}
	return b.canonical(m)
}

// canonical ends in the form that the server stores. Where the query was
// refused that has been told.
func (b *monitorBlock) canonical(m monitors.Monitor) (monitors.Monitor, bool) {
	if b.query != nil && b.query.refused {
		return m, true
	}
	canonical, err := m.Canonical()
	if err != nil {
		if search, ok := m.Input.(*monitors.Search); ok && holdsUnknown(search.Body) {
			canonical := withoutQuery(m)
			if body, ok := canonicalOfUnknown(search.Body); ok {
				canonical.Input = &monitors.Search{Indices: search.Indices, Body: body, Graph: search.Graph}
			}
			return canonical, true
		}
		b.queryProblem(err)
		return m, true
	}
	b.checkForeign(canonical)
	b.checkForgotten(m)
	return canonical, true
}

// withoutQuery is the canonical form of all but the input.
func withoutQuery(m monitors.Monitor) monitors.Monitor {
	input := m.Input
	m.Input = nil
	canonical, err := m.Canonical()
	if err != nil {
		canonical = m
	}
	canonical.Input = input
	return canonical
}

// orInstead are the blocks that may stand in the place of another.
var orInstead = map[string]string{"extraction_query": ", or graph, document_queries or cluster_metrics"}

// single is the only block of a type, nil where it is missing, which is told.
func (b *monitorBlock) single(kind string) *hcl.Block {
	block := b.atMostOne(kind)
	if block == nil && !b.misspelt[kind] {
		b.report("missing-block", place{b.def, b.block}, "A %s needs a block %s { … }%s, or a body that says it all.", b.address.Kind(), kind, orInstead[kind])
	}
	return block
}

// atMostOne is the first block of a kind, nil where there is none; others are told.
func (b *monitorBlock) atMostOne(kind string) *hcl.Block {
	found := b.blocks.OfType(kind)
	if len(found) == 0 {
		return nil
	}
	for _, again := range found[1:] {
		b.report("duplicate-block", place{again.DefRange, b.block}, "There is a block %s in line %d already. Make one of the two.", kind, found[0].DefRange.Start.Line)
	}
	return found[0]
}

// inBlock reads a nested block.
func (b *monitorBlock) inBlock(block *hcl.Block, schema *hcl.BodySchema) *monitorBlock {
	inner := *b
	inner.reading, inner.blocks = b.openBody(block, block.Body, schema, b.dynamic)
	inner.def = block.DefRange
	return &inner
}

// labelled drops blocks whose label can't be used or is taken.
func (b *monitorBlock) labelled(blocks hcl.Blocks) hcl.Blocks {
	var good hcl.Blocks
	taken := map[string]hcl.Range{}
	for _, block := range blocks {
		label := block.Labels[0]
		at := place{block.LabelRanges[0], b.block}
		if !address.ValidLabel(label) {
			b.report("invalid-label", at, "%q is no label: labels hold letters, digits, _ and -, begin with a letter or _, and are 64 characters at most. What people read goes into name.", label)
			continue
		}
		if before, twice := taken[label]; twice {
			b.report("duplicate-label", at, "There is %s %q in line %d already. Its alerts are kept by this label; give one of the two another.", withArticle(block.Type), label, before.Start.Line)
			continue
		}
		taken[label] = block.LabelRanges[0]
		good = append(good, block)
	}
	return good
}
