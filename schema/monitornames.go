package schema

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/monitors"
)

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
		} else if before.DeclRange == m.DeclRange {
			hint = fmt.Sprintf(" It is one block, and its pack is used twice: the name needs a variable of the pack, such as \"${var.name_prefix}…\", with a value of its own in %s.", m.Address.Pack())
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
	if m.Enabled && len(m.Triggers) == 0 && len(triggers) == 0 && !b.misspelt["trigger"] && len(b.dynamic) == 0 {
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
