package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

var monitorChecks = []Check{
	{"duplicate-monitor-name", "Duplicate monitor name", hcl.DiagError, "The server takes two monitors of one name; people and alerts can't tell them apart."},
	{"duplicate-trigger-name", "Duplicate trigger name", hcl.DiagError, "The server takes two triggers of one name; Dashboards mixes them up."},
	{"duplicate-label", "Duplicate label", hcl.DiagError, "Two triggers of a monitor or two actions of a trigger have one label, by which ids are kept."},
	{"name-too-long", "Name too long", hcl.DiagError, "A name of more than 256 characters can't be found or sorted by on the server."},
	{"missing-block", "Missing block", hcl.DiagError, "A monitor has no schedule or no query."},
	{"duplicate-block", "Duplicate block", hcl.DiagError, "A block that can stand once stands twice."},
	{"raw-body", "Invalid monitor body", hcl.DiagError, "A raw body is no monitor as the API takes it, or stands beside what it already says."},
	{"missing-trigger", "Monitor without triggers", hcl.DiagWarning, "A monitor without triggers runs and never alerts."},
	{"too-many-triggers", "Too many triggers", hcl.DiagError, "The server takes ten triggers at most."},
	{"invalid-severity", "Invalid severity", hcl.DiagError, "The server takes any text; Dashboards and people know 1 (highest) to 5."},
	{"missing-condition", "Missing condition", hcl.DiagError, "A trigger needs hits or condition, and not both."},
	{"invalid-hits", "Invalid hits", hcl.DiagError, "hits is no comparison with a whole number."},
	{"constant-hits", "Constant condition", hcl.DiagWarning, "A comparison with the number of hits is always true or never."},
	{"invalid-destination", "Invalid destination", hcl.DiagError, "An action's destination is no reference to one. The server takes any id, and fails when it sends."},
	{"invalid-throttle", "Invalid throttle", hcl.DiagError, "The server refuses a throttle outside 1 minute to 24 hours, and cuts fractions of a minute off."},
	{"missing-action", "Trigger without actions", hcl.DiagWarning, "A trigger without actions opens alerts and tells nobody."},
	{"invalid-interval", "Invalid interval", hcl.DiagError, "The server takes whole minutes, hours and days; seconds from 3.2 on only."},
	{"invalid-cron", "Invalid cron expression", hcl.DiagError, "The server parses cron expressions strictly: five fields, names of three letters, no nicknames."},
	{"cron-never-fires", "Cron expression that never fires", hcl.DiagError, "The server takes a date that there is not, and never runs the monitor."},
	{"invalid-timezone", "Unknown time zone", hcl.DiagError, "The server refuses a zone that Java does not know; it has no default."},
	{"conflicting-schedule", "Conflicting schedule", hcl.DiagError, "A schedule has an interval or a cron expression with a time zone, one of them."},
}

var monitorAttributes = []string{"name", "description", "enabled", "body"}

var monitorSchema = &hcl.BodySchema{
	Attributes: attributes(nil, append([]string{"for_each"}, monitorAttributes...)...),
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "schedule"}, {Type: "extraction_query"}, {Type: "lifecycle"},
		{Type: "trigger", LabelNames: []string{"label"}},
	},
}

// ignorable are what ignore_changes of a monitor may name.
var ignorable = []string{"name", "description", "enabled", "schedule", "extraction_query", "trigger"}

// monitorBlock is one instance of a monitor block.
type monitorBlock struct {
	reading
	address address.Address
	blocks  hcl.Blocks
	def     hcl.Range

	// dynamic are the expressions of dynamic blocks that have been found wrong.
	dynamic []hcl.Range

	query *queryFacts

	// kind is the type of a raw monitor, "" for one that is written out.
	kind monitors.Type

	// inBody is a JSON pointer to where the monitor lies in its raw body.
	inBody string
}

func (l *loader) decodeMonitors(blocks hcl.Blocks) {
	names := map[string]Monitor{}
	for _, block := range blocks {
		if l.declared.monitors[block.Labels[0]] != block {
			continue // told already
		}
		header, _, _ := block.Body.PartialContent(&hcl.BodySchema{Attributes: attributes(nil, "for_each")})
		forEach, keyed := header.Attributes["for_each"]
		if !keyed {
			l.decodeMonitor(block, l.scope, address.ForMonitor(block.Labels[0]), names)
			continue
		}
		instances, ok := l.scope.instancesOf(forEach, l.scope.wholeBlock(block))
		if !ok {
			l.addresses.broken[address.ForMonitor(block.Labels[0])] = true
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(instances)) {
			l.decodeMonitor(block, l.scope.with("each", each(key, instances[key])), address.ForMonitor(block.Labels[0]).WithKey(key), names)
		}
	}
}

func (l *loader) decodeMonitor(block *hcl.Block, s *scope, at address.Address, names map[string]Monitor) {
	l.addresses.ranges[at] = block.DefRange
	b := &monitorBlock{address: at, def: block.DefRange, dynamic: s.checkDynamic(block.Body, nil)}
	body := dynblock.Expand(block.Body, s.ctx, dynblock.OptCheckForEach(s.checkDynamicForEach))
	b.reading, b.blocks = s.openBody(block, body, monitorSchema, b.dynamic)
	m := Monitor{Address: at, Lifecycle: l.decodeLifecycle(b.blocks, ignorable), DeclRange: block.DefRange}
	var ok bool
	if b.has("body") {
		m.Monitor, ok = b.raw()
	} else {
		m.Monitor, ok = b.monitor()
	}
	if !ok {
		return
	}
	b.checkName(m, names)
	b.checkTriggers(m.Monitor)
	l.config.Monitors = append(l.config.Monitors, m)
}

// monitor reads a monitor that is written out.
func (b *monitorBlock) monitor() (monitors.Monitor, bool) {
	m := monitors.Monitor{Type: monitors.QueryLevel, Triggers: []monitors.Trigger{}}
	name, ok := b.publicText("name")
	if ok && b.notBlank("name", name) {
		m.Name = name
	}
	if b.lacks("name") {
		b.report("null-value", place{b.def, b.block}, "A monitor needs a name: what people see in Dashboards and in alerts. Add name = \"…\".")
	}
	b.needed("name")
	m.Description, _ = b.publicText("description")
	m.Enabled, _ = b.flag("enabled", true)
	schedule, query := b.single("schedule"), b.single("extraction_query")
	var times scheduleTimes
	if schedule != nil {
		m.Schedule, times = b.inBlock(schedule, scheduleSchema).schedule()
	}
	if query != nil {
		search, facts := b.inBlock(query, querySchema).extractionQuery(times)
		m.Input, b.query = search, facts
	}
	for _, trigger := range b.labelled(b.blocks.OfType("trigger")) {
		m.Triggers = append(m.Triggers, b.inBlock(trigger, triggerSchema).trigger(trigger, b.query))
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
			return withoutQuery(m), true // an unknown text may stand where a number is due
		}
		b.queryProblem(err)
		return m, true
	}
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

// single is the only block of a type, nil where it is missing, which is told.
func (b *monitorBlock) single(kind string) *hcl.Block {
	found := b.blocks.OfType(kind)
	if len(found) == 0 {
		if b.misspelt[kind] {
			return nil
		}
		b.report("missing-block", place{b.def, b.block}, "A monitor needs a block %s { … }, or a body that says it all.", kind)
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

const longestName = 256

func (b *monitorBlock) checkName(m Monitor, names map[string]Monitor) {
	name := m.Monitor.Name
	at := b.at("name")
	if !b.has("name") {
		at = place{b.def, b.block}
	}
	if name == "" || isUnknown(name) {
		return
	}
	if len([]rune(name)) > longestName {
		b.report("name-too-long", at, "A name can have %d characters; this has %d. The server takes more, but can't find or sort such a monitor.", longestName, len([]rune(name)))
	}
	if before, twice := names[name]; twice {
		hint := ""
		if _, keyed := m.Address.Key(); keyed && m.Address.Block() == before.Address.Block() {
			hint = " Put ${each.key} into it."
		}
		b.report("duplicate-monitor-name", at, "%s has this name already (%s:%d). Give %s another name.%s", before.Address, before.DeclRange.Filename, before.DeclRange.Start.Line, m.Address, hint)
		return
	}
	names[name] = m
}

const mostTriggers = 10

func (b *monitorBlock) checkTriggers(m monitors.Monitor) {
	declared := map[string]hcl.Range{}
	triggers := b.blocks.OfType("trigger")
	for _, block := range triggers {
		declared[block.Labels[0]] = block.DefRange
	}
	at := place{b.def, b.block}
	if len(m.Triggers) == 0 && len(triggers) == 0 && !b.misspelt["trigger"] && len(b.dynamic) == 0 {
		b.report("missing-trigger", at, "%s has no trigger: it runs and never alerts. Add one, or set enabled = false until it has one.", b.address.Block())
	}
	if len(m.Triggers) > mostTriggers {
		b.report("too-many-triggers", b.atTrigger(m.Triggers[mostTriggers], declared), "%s has %d triggers; the server takes %d. Move some into another monitor.", b.address.Block(), len(m.Triggers), mostTriggers)
	}
	names := map[string]string{}
	for _, t := range m.Triggers {
		if before, twice := names[t.Name]; twice && t.Name != "" && !isUnknown(t.Name) {
			b.report("duplicate-trigger-name", b.atTrigger(t, declared), "The trigger %q has the name %q already. Give one of the two another name.", before, t.Name)
		}
		names[t.Name] = t.Label
	}
}

// atTrigger is where a trigger is declared: its block, or the body.
func (b *monitorBlock) atTrigger(t monitors.Trigger, declared map[string]hcl.Range) place {
	if at, ok := declared[t.Label]; ok {
		return place{at, b.block}
	}
	return b.at("body")
}

// checkDynamic checks the references of dynamic blocks, which are expanded out
// of our sight. iterators are the names that outer ones add.
// It returns the expressions that are wrong.
func (s *scope) checkDynamic(body hcl.Body, iterators []string) []hcl.Range {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	var wrong []hcl.Range
	for _, block := range native.Blocks {
		inner := iterators
		if block.Type == "dynamic" && len(block.Labels) == 1 {
			iterator := block.Labels[0]
			if attribute, ok := block.Body.Attributes["iterator"]; ok {
				iterator = hcl.ExprAsKeyword(attribute.Expr)
			}
			inner = append(slices.Clone(iterators), iterator)
			for name, visible := range map[string][]string{"for_each": iterators, "labels": inner} {
				attribute, ok := block.Body.Attributes[name]
				if ok && !s.seeing(visible).checkReferences(attribute.Expr.Variables(), block.Range()) {
					wrong = append(wrong, attribute.Expr.Range())
				}
			}
		}
		wrong = append(wrong, s.checkDynamic(block.Body, inner)...)
	}
	return wrong
}

// seeing is the scope with more names to refer to, for checks alone.
func (s *scope) seeing(names []string) *scope {
	inner := *s
	inner.extra = slices.Concat(s.extra, names)
	return &inner
}

func (s *scope) checkDynamicForEach(v cty.Value, expr hcl.Expression, _ *hcl.EvalContext) hcl.Diagnostics {
	s.secrets.addMarked(v)
	problem := ""
	plain, _ := v.Unmark()
	_, marks := v.UnmarkDeep()
	switch {
	case hasFailed(v):
		problem = "What it depends on can't be computed."
	case v.HasMark(sensitiveMark{}) || plain.Type().IsSetType() && hasSecret(marks):
		problem = "for_each must not be made of a secret. If it is none, use nonsensitive()."
	case !plain.IsKnown():
		problem = "for_each must be known, but depends on " + missingIn(v) + ". Give it a value."
	case plain.IsNull():
		problem = "for_each is null. For no block at all write []."
	case !plain.CanIterateElements():
		problem = "for_each must be a list, a set or a map, and this is " + article(plain.Type()) + "."
	default:
		return nil
	}
	return hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: checkByName("invalid-for-each").Summary, Detail: problem,
		Subject: expr.Range().Ptr(), Extra: checkName("invalid-for-each"),
	}}
}
