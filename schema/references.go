package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// checkReferences tells what is wrong with references in the user's words,
// before HCL would in its own.
func (s *scope) checkReferences(traversals []hcl.Traversal, block hcl.Range) bool {
	good := true
	for _, t := range traversals {
		if !s.checkReference(t, block) {
			good = false
		}
	}
	return good
}

var rootNames = []string{"var", "local", "destination", "existing", "pack", "each"}

func (s *scope) checkReference(t hcl.Traversal, block hcl.Range) bool {
	name := t.RootName()
	at := place{t.SourceRange(), block}
	if slices.Contains(s.extra, name) && name != "var" {
		return name != "monitor" || s.checkMonitor(t, at)
	}
	switch name {
	case "var":
		return s.checkNamed(t, at, "variable", slices.Sorted(maps.Keys(s.declared.variables)))
	case "local":
		return s.checkNamed(t, at, "local value", slices.Sorted(maps.Keys(s.declared.locals)))
	case "destination", "existing":
		return s.checkBlock(t, at)
	case "pack":
		return s.checkPack(t, at)
	case "each":
		s.report("unknown-reference", at, "each is known only inside a block that has for_each. Give the block one, or write the value itself.")
	case "monitor":
		s.report("unknown-reference", at, "Monitors can't be referred to here: nothing needs another monitor's values. What two share goes into locals.")
	case "workflow":
		s.report("unknown-reference", at, "Workflows can't be referred to: a workflow can be no delegate, and tests are of monitors. Test its delegates, each by itself; a sandbox (`alertplan sandbox`) runs it as a whole.")
	default:
		s.report("unknown-reference", at, "There is nothing named %q to refer to.%s%s", name, s.suggestRoot(name), textHint(t))
	}
	return false
}

func (s *scope) suggestRoot(name string) string {
	for _, block := range []string{"destination", "existing"} {
		for n := range s.declared.blocks(block) {
			if n.kind == name {
				return fmt.Sprintf(" Did you mean \"%s.%s\"?", block, name)
			}
		}
	}
	if _, ok := s.declared.variables[name]; ok {
		return fmt.Sprintf(" Did you mean \"var.%s\"?", name)
	}
	if _, ok := s.declared.locals[name]; ok {
		return fmt.Sprintf(" Did you mean \"local.%s\"?", name)
	}
	return didYouMean(name, slices.Concat(rootNames, s.extra))
}

func textHint(t hcl.Traversal) string {
	if len(t) > 1 {
		return ""
	}
	return " A text needs quotes."
}

// checkNamed checks var.NAME and local.NAME.
func (s *scope) checkNamed(t hcl.Traversal, at place, what string, names []string) bool {
	name, ok := step(t, 1)
	if !ok {
		s.report("unknown-reference", at, "%s needs a name behind it: %s.NAME.", t.RootName(), t.RootName())
		return false
	}
	if slices.Contains(names, name) {
		return true
	}
	s.report("unknown-reference", at, "There is no %s %q.%s", what, name, orDeclared(didYouMean(name, names), what))
	return false
}

func orDeclared(suggestion, what string) string {
	if suggestion != "" {
		return suggestion
	}
	return " Declare it, or refer to another " + what + "."
}

// checkBlock checks destination.KIND.LABEL[KEY] and existing.KIND.LABEL.
func (s *scope) checkBlock(t hcl.Traversal, at place) bool {
	root := t.RootName()
	names := s.declared.blocks(root)
	kind, okKind := step(t, 1)
	label, okLabel := step(t, 2)
	if !okKind || !okLabel {
		s.report("unknown-reference", at, "A reference to a destination has three parts: %s.KIND.LABEL, such as %s.slack.soc.", root, root)
		return false
	}
	name := blockName{kind, label}
	if names[name] == nil {
		s.report("unknown-reference", at, "There is no %s %s %q%s.%s", root, kind, label, s.inPrefix(), s.suggestBlock(root, name))
		return false
	}
	keys, keyed := s.instances[blockPath{root, name}]
	if len(t) == 3 {
		return true
	}
	key, okKey := indexStep(t, 3)
	written := fmt.Sprintf("%s%s.%s.%s", s.prefix, root, kind, label)
	switch {
	case !okKey:
		s.report("unknown-reference", at, "%s stands for the whole destination; it has no attributes to refer to.", written)
		return false
	case !keyed:
		s.report("unknown-instance", at, "%s has no for_each, so there is no key to choose. Write %s.", written, written)
		return false
	case !slices.Contains(keys, key):
		s.report("unknown-instance", at, "%s has no instance %q.%s", written, key, keysHint(key, keys))
		return false
	}
	return true
}

func keysHint(key string, keys []string) string {
	if suggestion := didYouMean(key, keys); suggestion != "" {
		return suggestion
	}
	if len(keys) == 0 {
		return " Its for_each is empty."
	}
	return " Its for_each has " + strings.Join(quoted(keys), ", ") + "."
}

func quoted(list []string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = fmt.Sprintf("%q", text)
	}
	return out
}

// checkMonitor checks monitor.LABEL[KEY], which tests refer to.
func (s *scope) checkMonitor(t hcl.Traversal, at place) bool {
	label, ok := step(t, 1)
	switch {
	case len(t) == 1:
		return true // monitor[each.key]
	case !ok || s.declared.monitors[label] == nil:
		labels := slices.Sorted(maps.Keys(s.declared.monitors))
		s.report("unknown-reference", at, "There is no monitor %q%s.%s", label, s.inPrefix(), orDeclared(didYouMean(label, labels), "monitor"))
		return false
	case len(t) == 2:
		return true
	}
	written := s.prefix + "monitor." + label
	keys, keyed := s.instances[blockPath{"monitor", blockName{label: label}}]
	key, okKey := indexStep(t, 2)
	switch {
	case !okKey || len(t) > 3:
		s.report("unknown-reference", at, "%s stands for the whole monitor; it has no attributes to refer to.", written)
		return false
	case !keyed:
		s.report("unknown-instance", at, "%s has no for_each, so there is no key to choose. Write %s.", written, written)
		return false
	case keys != nil && !slices.Contains(keys, key):
		s.report("unknown-instance", at, "%s has no instance %q.%s", written, key, keysHint(key, keys))
		return false
	}
	return true
}

// suggestBlock looks for the label among other kinds, then for one spelt
// alike, then for the other sort of block.
func (s *scope) suggestBlock(root string, wanted blockName) string {
	var all []string
	for _, r := range []string{root, "destination", "existing"} {
		for n := range s.declared.blocks(r) {
			all = append(all, r+"."+n.kind+"."+n.label)
		}
	}
	slices.Sort(all)
	for _, candidate := range all {
		if strings.HasSuffix(candidate, "."+wanted.label) {
			return fmt.Sprintf(" Did you mean %s?", s.prefix+candidate)
		}
	}
	if best := nearest(root+"."+wanted.kind+"."+wanted.label, all); best != "" {
		return fmt.Sprintf(" Did you mean %s?", s.prefix+best)
	}
	if s.prefix != "" {
		return ""
	}
	return fmt.Sprintf(" Declare it: %s %q %q { … }.", root, wanted.kind, wanted.label)
}

// step is the name of an attribute step of a traversal, or of an index step
// that is a text.
func step(t hcl.Traversal, i int) (string, bool) {
	if len(t) <= i {
		return "", false
	}
	if attribute, ok := t[i].(hcl.TraverseAttr); ok {
		return attribute.Name, true
	}
	return indexStep(t, i)
}

func indexStep(t hcl.Traversal, i int) (string, bool) {
	if len(t) <= i {
		return "", false
	}
	index, ok := t[i].(hcl.TraverseIndex)
	if !ok {
		return "", false
	}
	return keyText(index.Key)
}

// keyText is a key as a text, be it written as a number.
func keyText(key cty.Value) (string, bool) {
	key, _ = key.Unmark()
	switch {
	case key == cty.NilVal || !key.IsKnown() || key.IsNull():
		return "", false
	case key.Type() == cty.String:
		return key.AsString(), true
	case key.Type() == cty.Number:
		return numberText(key), true
	case key.Type() == cty.Bool && key.True():
		return "true", true
	case key.Type() == cty.Bool:
		return "false", true
	default:
		return "", false
	}
}
