package schema

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema/grammar"
)

// triggerFields and actionFields are what ignore_changes may name below
// trigger.LABEL and trigger.LABEL.action.LABEL.
var (
	triggerFields = []string{"name", "severity", "condition", "hits", "above", "below", "equals", "count", "buckets", "action"}
	actionFields  = []string{"name", "destination", "subject", "message", "throttle", "action_execution_policy"}
)

// decodeLifecycle reads the lifecycle block of a block that has these fields.
func (l *loader) decodeLifecycle(blocks hcl.Blocks, fields []string) Lifecycle {
	var lifecycle Lifecycle
	found := blocks.OfType("lifecycle")
	for i, block := range found {
		if i > 0 {
			l.twice(block.DefRange, "block", "lifecycle", found[0].DefRange)
			continue
		}
		r, _ := l.scope.open(block, grammar.Lifecycle.Schema())
		lifecycle.PreventDestroy, _ = r.flag("prevent_destroy")
		if attribute, ok := r.attributes["ignore_changes"]; ok {
			lifecycle.IgnoreChanges = l.ignoredChanges(attribute, fields, r.block)
		}
	}
	return lifecycle
}

// lifecycleOnly is what is read of a block whose for_each is empty.
var lifecycleOnly = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "lifecycle"}}}

// protectEmpty notes that a block is to keep what it has made. One with instances
// says so in each of them; one whose for_each has become empty has none.
func (l *loader) protectEmpty(block *hcl.Block, at address.Address, instances int) {
	if instances > 0 {
		return
	}
	fields := ignorable
	if at.Kind() == address.Workflow {
		fields = ignorableInWorkflow
	}
	inner, _, _ := block.Body.PartialContent(lifecycleOnly)
	if l.decodeLifecycle(inner.Blocks, fields).PreventDestroy {
		l.config.Protected = append(l.config.Protected, at)
	}
}

// ignoredChanges reads names as they are written: ignore_changes = [enabled,
// trigger.any_login.severity], or all.
func (l *loader) ignoredChanges(attribute *hcl.Attribute, fields []string, block hcl.Range) []string {
	if hcl.ExprAsKeyword(attribute.Expr) == "all" {
		return slices.Clone(fields)
	}
	items, diags := hcl.ExprList(attribute.Expr)
	if diags.HasErrors() {
		l.report("invalid-ignore-changes", place{attribute.Expr.Range(), block}, "ignore_changes must be a list of names, such as [enabled, schedule], or the word all.")
		return nil
	}
	var names []string
	for _, item := range items {
		name, ok := fieldName(item)
		if !ok {
			l.report("invalid-ignore-changes", place{item.Range(), block}, "ignore_changes lists the names of fields as they are, such as enabled or trigger.any_login.severity.")
			continue
		}
		if problem := unknownField(name, fields); problem != "" {
			l.report("invalid-ignore-changes", place{item.Range(), block}, "%s", problem)
			continue
		}
		names = append(names, strings.Join(name, "."))
	}
	return names
}

func fieldName(e hcl.Expression) ([]string, bool) {
	traversal, diags := hcl.AbsTraversalForExpr(e)
	if diags.HasErrors() {
		v, diags := e.Value(nil)
		if diags.HasErrors() {
			return nil, false
		}
		text, ok := keyText(v)
		return strings.Split(text, "."), ok
	}
	name := []string{traversal.RootName()}
	for i := 1; i < len(traversal); i++ {
		text, ok := step(traversal, i)
		if !ok {
			return nil, false
		}
		name = append(name, text)
	}
	return name, true
}

func unknownField(name, fields []string) string {
	no := func(given string, known []string) string {
		return "There is no field " + given + " to ignore changes of." + didYouMean(given, known) + " It can be " + oneOf(known) + "."
	}
	switch {
	case !slices.Contains(fields, name[0]):
		return no(name[0], fields)
	case name[0] != "trigger" && len(name) > 1:
		return "Changes of " + name[0] + " can be ignored as a whole only: write " + name[0] + "."
	case len(name) > 2 && isQuietBlock(name[2]):
		return "Changes of " + name[2] + " can be ignored together with the condition only, which they are a part of: write trigger." + name[1] + ".condition."
	case len(name) > 2 && !slices.Contains(triggerFields, name[2]):
		return no(name[2], triggerFields)
	case len(name) > 3 && name[2] != "action":
		return "Changes of " + name[2] + " can be ignored as a whole only."
	case len(name) > 4 && !slices.Contains(actionFields, name[4]):
		return no(name[4], actionFields)
	case len(name) > 5:
		return "Changes of " + name[4] + " can be ignored as a whole only."
	}
	return ""
}
