package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

var workflowChecks = []Check{
	{"missing-delegate", "Workflow without delegates", hcl.DiagError, "The server refuses a workflow without delegates."},
	{"invalid-delegate", "Invalid delegate", hcl.DiagError, "What should be a monitor of a workflow is none, or can be no id of one."},
	{"duplicate-delegate", "Duplicate delegate", hcl.DiagError, "The server refuses a monitor that is a delegate twice."},
	{"too-many-delegates", "Too many delegates", hcl.DiagError, "The server says that it takes 25 delegates, but finds ten of them, and refuses the rest."},
	{"invalid-findings", "Invalid findings", hcl.DiagError, "Findings can be taken only of delegates that come before, are not query-level, and search no other indices."},
	{"missing-chained-trigger", "Workflow without triggers", hcl.DiagError, "The ids of its triggers are all that tells a workflow of ours: without one it would be made again by each apply."},
	{"broken-chain", "Broken condition of a workflow", hcl.DiagError, "The server saves any text as the condition of a workflow's trigger; a broken or empty one fails in every run, and an unknown monitor never alerts."},
	{"unclear-chain", "Unclear condition of a workflow", hcl.DiagWarning, "&& and || bind alike, from the left: a || b && c is (a || b) && c."},
	{"silent-delegate", "Delegate that never alerts", hcl.DiagWarning, "A delegate without triggers leaves no alert, so that a condition over it never changes."},
	{"delegate-runs-alone", "Delegate that also runs by itself", hcl.DiagWarning, "A delegate that is enabled runs by its own schedule, too, and sends its own messages then."},
	{"unaudited-delegates", "Workflow that judges nothing", hcl.DiagWarning, "Only alerts of the state AUDIT count for a workflow's triggers, and with audit_delegate_alerts = false there are none."},
	{"quiet-workflow", "Quiet times of a workflow", hcl.DiagError, "Quiet times are written into a condition as Painless, and a workflow's conditions are none."},
}

// ignorableInWorkflow are what ignore_changes of a workflow may name.
var ignorableInWorkflow = []string{"name", "enabled", "schedule", "delegates", "trigger"}

// workflowBlock is one instance of a workflow block.
type workflowBlock struct {
	*monitorBlock

	// declared are the monitors that delegates may be.
	declared map[address.Address]*Monitor

	// delegates are those of the workflow as far as they could be read, and where each
	// stands.
	delegates []monitors.Delegate
	places    []place

	// incomplete: a delegate could not be read, which has been told.
	incomplete bool
}

func (l *loader) decodeWorkflows(blocks hcl.Blocks) {
	scope := l.withMonitors()
	declared := map[address.Address]*Monitor{}
	for i := range l.config.Monitors {
		declared[l.config.Monitors[i].Address] = &l.config.Monitors[i]
	}
	for _, block := range blocks {
		if l.declared.workflows[block.Labels[0]] != block {
			continue // told already
		}
		at := l.here(address.ForWorkflow(block.Labels[0]))
		header, _, _ := block.Body.PartialContent(forEachOnly)
		forEach, keyed := header.Attributes["for_each"]
		if !keyed {
			l.decodeWorkflow(block, scope, workflowBlock{monitorBlock: &monitorBlock{address: at}, declared: declared})
			continue
		}
		instances, ok := scope.instancesOf(forEach, scope.wholeBlock(block))
		if !ok {
			l.addresses.broken[at] = true
			continue
		}
		l.protectEmpty(block, at, len(instances))
		for _, key := range slices.Sorted(maps.Keys(instances)) {
			w := workflowBlock{monitorBlock: &monitorBlock{address: at.WithKey(key)}, declared: declared}
			l.decodeWorkflow(block, scope.with("each", each(key, instances[key])), w)
		}
	}
}

// noteDelegates notes the monitors that workflows name as delegates.
func (l *loader) noteDelegates(blocks hcl.Blocks) {
	for _, block := range blocks {
		if body, ok := block.Body.(*hclsyntax.Body); ok {
			l.noteMonitors(body)
		}
	}
}

func (l *loader) noteMonitors(body *hclsyntax.Body) {
	for _, attribute := range body.Attributes {
		for _, t := range attribute.Expr.Variables() {
			packs, rest := splitPacks(t)
			if label, ok := step(rest, 1); ok && rest.RootName() == "monitor" {
				l.delegated[l.here(inPacks(address.ForMonitor(label), packs))] = true
			}
		}
	}
	for _, inner := range body.Blocks {
		l.noteMonitors(inner.Body)
	}
}

func (l *loader) decodeWorkflow(block *hcl.Block, s *scope, w workflowBlock) {
	l.addresses.ranges[w.address] = block.DefRange
	told := append(s.checkDynamic(block.Body, nil), s.refuseQuietTimes(block)...)
	w.muted, w.least, w.def, w.kind, w.dynamic = l.off, -1, block.DefRange, monitors.Composite, told
	body := dynblock.Expand(block.Body, s.ctx, dynblock.OptCheckForEach(s.checkDynamicForEach))
	w.reading, w.blocks = s.openBody(block, body, grammar.Workflow.Schema(), told)
	m := Monitor{Address: w.address, Lifecycle: l.decodeLifecycle(w.blocks, ignorableInWorkflow), DeclRange: block.DefRange}
	var ok bool
	if w.has("body") {
		m.Monitor, ok = w.rawWorkflow()
	} else {
		m.Monitor, ok = w.workflow()
	}
	if !ok {
		return
	}
	w.checkName(m, l.workflowNames)
	if len(m.Monitor.Triggers) == 0 && len(w.blocks.OfType("trigger")) == 0 && !w.misspelt["trigger"] && len(w.monitorBlock.dynamic) == 0 {
		w.report("missing-chained-trigger", place{w.def, w.block}, "%s has no trigger. Add one: by the ids of its triggers a workflow is known again, as the server keeps nothing else of ours in it.", w.address.Block())
	} else {
		w.checkTriggers(m.Monitor)
	}
	l.config.Workflows = append(l.config.Workflows, m)
}

// refuseQuietTimes tells of blocks that a monitor may have and a workflow may not, and
// where they are.
func (s *scope) refuseQuietTimes(block *hcl.Block) []hcl.Range {
	body, ok := block.Body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	var found []hcl.Range
	for _, inner := range body.Blocks {
		within := hclsyntax.Blocks{inner}
		if inner.Type == "trigger" {
			within = inner.Body.Blocks
		}
		for _, b := range within {
			if isQuietBlock(b.Type) {
				s.report("quiet-workflow", place{b.DefRange(), s.wholeBlock(block)}, "A workflow can have no %s: they are written into a condition as Painless, and its conditions are none. Give them to the delegates, which then leave no alerts at these times.", b.Type)
				found = append(found, b.TypeRange)
			}
		}
	}
	return found
}

// workflow reads a workflow that is written out.
func (w *workflowBlock) workflow() (monitors.Monitor, bool) {
	m := monitors.Monitor{Type: monitors.Composite, Triggers: []monitors.Trigger{}}
	name, ok := w.publicText("name")
	if ok && w.notBlank("name", name) {
		m.Name = name
	}
	if w.lacks("name") {
		w.report("null-value", place{w.def, w.block}, "A workflow needs a name: what people see in Dashboards and in alerts. Add name = \"…\".")
	}
	w.needed("name")
	w.publicText("description")
	m.Enabled = w.unlessFalse("enabled")
	if schedule := w.single("schedule"); schedule != nil {
		m.Schedule, _ = w.inBlock(schedule, grammar.Schedule.Schema()).schedule()
	}
	sequence := &monitors.Sequence{Audit: w.unlessFalse("audit_delegate_alerts")}
	w.readDelegates()
	sequence.Delegates = w.delegates
	m.Input = sequence
	w.checkSequence(sequence)
	for _, block := range w.labelled(w.blocks.OfType("trigger")) {
		inner := *w
		inner.monitorBlock = w.inBlock(block, grammar.ChainedTrigger.Schema())
		m.Triggers = append(m.Triggers, inner.trigger(block))
	}
	if !sequence.Audit && len(m.Triggers) > 0 {
		w.report("unaudited-delegates", w.at("audit_delegate_alerts"), "Only alerts of the state AUDIT count for the triggers of a workflow, and with audit_delegate_alerts = false its delegates leave none: no trigger of it ever holds. Take the line out.")
	}
	return w.canonical(m)
}

func (w *workflowBlock) trigger(block *hcl.Block) monitors.Trigger {
	t := monitors.Trigger{Label: block.Labels[0], Name: block.Labels[0], Actions: []monitors.Action{}}
	if name, ok := w.publicText("name"); ok && w.notBlank("name", name) {
		t.Name = name
	}
	t.Severity = w.severity()
	t.Condition = w.chained()
	for _, action := range w.labelled(w.blocks.OfType("action")) {
		t.Actions = append(t.Actions, w.inBlock(action, grammar.Trigger.Block("action").Schema()).action(action, nil))
	}
	if len(w.blocks.OfType("action")) == 0 && !w.misspelt["action"] && len(w.monitorBlock.dynamic) == 0 {
		w.report("missing-action", place{w.def, w.monitorBlock.block}, "The trigger %q has no action: it opens alerts and tells nobody. Add an action block.", t.Label)
	}
	return t
}
