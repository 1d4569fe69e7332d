package schema

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
)

// referable are the blocks of a pack that can be referred to from outside of it.
var referable = []string{"destination", "existing", "monitor", "pack"}

// checkPack checks pack.LABEL.… : what lies in a pack, by its own names.
func (s *scope) checkPack(t hcl.Traversal, at place) bool {
	label, ok := step(t, 1)
	labels := slices.Sorted(maps.Keys(s.declared.packs))
	if !ok || s.declared.packs[label] == nil {
		s.report("unknown-reference", at, "There is no pack %q%s.%s", label, s.inPrefix(), orDeclared(didYouMean(label, labels), "pack"))
		return false
	}
	inner := s.inner[label]
	if inner == nil {
		return true // it could not be read, which has been told
	}
	written := s.prefix + "pack." + label
	name, ok := step(t, 2)
	switch {
	case !ok:
		s.report("unknown-reference", at, "%s stands for a whole pack, and has no value. Name what lies in it: %s.monitor.LABEL or %s.destination.KIND.LABEL.", written, written, written)
		return false
	case name == "var" || name == "local":
		s.report("unknown-reference", at, "Variables and local values of a pack are its own. Give both the same value: by a local value of this configuration, which is an input of the pack.")
		return false
	case !slices.Contains(referable, name):
		s.report("unknown-reference", at, "Of a pack, destinations and monitors can be referred to: %s.monitor.LABEL or %s.destination.KIND.LABEL.%s", written, written, didYouMean(name, referable))
		return false
	}
	below := *inner
	below.reporter, below.prefix = s.reporter, written+"."
	_, rest := cutPack(t)
	return below.checkReference(rest, at.context)
}

// inPrefix says in which pack something is looked for.
func (s *scope) inPrefix() string {
	if s.prefix == "" {
		return ""
	}
	return fmt.Sprintf(" in %s", s.prefix[:len(s.prefix)-1])
}

// cutPack takes pack.LABEL off the front of a reference, which has a name behind it.
func cutPack(t hcl.Traversal) (label string, rest hcl.Traversal) {
	label, _ = step(t, 1)
	name, _ := step(t, 2)
	return label, append(hcl.Traversal{hcl.TraverseRoot{Name: name, SrcRange: t.SourceRange()}}, t[3:]...)
}

// splitPacks are the packs that a reference leads through, outermost first, and what it
// names there.
func splitPacks(t hcl.Traversal) (packs []string, rest hcl.Traversal) {
	for t.RootName() == "pack" && len(t) > 2 {
		var label string
		label, t = cutPack(t)
		packs = append(packs, label)
	}
	return packs, t
}

// inPacks is an address as it is seen from outside of the packs around it.
func inPacks(a address.Address, packs []string) address.Address {
	for _, label := range slices.Backward(packs) {
		a = a.InPack(label)
	}
	return a
}

// addPackMonitors makes the monitors of packs known to a scope in which those of the
// directory are.
func (l *loader) addPackMonitors(s *scope) {
	if len(l.declared.packs) == 0 {
		return
	}
	packs := map[string]cty.Value{}
	s.inner = map[string]*scope{}
	for label := range l.declared.packs {
		inner := l.packs[label]
		if inner == nil || inner.scope == nil {
			packs[label] = failed
			continue
		}
		below := inner.withMonitors()
		values := map[string]cty.Value{"monitor": below.ctx.Variables["monitor"]}
		for _, name := range []string{"destination", "existing", "pack"} {
			values[name] = lookUp(below.ctx, name)
		}
		packs[label], s.inner[label] = cty.ObjectVal(values), below
	}
	s.ctx.Variables["pack"] = cty.ObjectVal(packs)
}

// lookUp finds a name in a context or those around it.
func lookUp(ctx *hcl.EvalContext, name string) cty.Value {
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[name]; ok {
			return v
		}
	}
	return failed
}
