package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
)

// resolver computes what blocks refer to: local values, and the addresses of
// destinations, whose keys depend on for_each. Each may depend on the others in
// any order, so they are computed when they are first needed; what is needed
// while it is being computed is a cycle.
type resolver struct {
	*loader
	values map[string]cty.Value // of variables

	locals  map[string]cty.Value
	blocks  map[blockPath]cty.Value
	keys    map[blockPath][]string
	forEach map[blockPath]map[string]cty.Value
	used    map[string]cty.Value // what pack.LABEL stands for

	// path is what is being computed, outermost first.
	path []string
}

// resolveAll returns the scope of all blocks.
func (r *resolver) resolveAll() *scope {
	r.locals, r.blocks = map[string]cty.Value{}, map[blockPath]cty.Value{}
	r.used = map[string]cty.Value{}
	r.keys, r.forEach = map[blockPath][]string{}, map[blockPath]map[string]cty.Value{}
	for _, name := range slices.Sorted(maps.Keys(r.declared.locals)) {
		r.local(name)
	}
	for _, p := range r.blockPaths() {
		r.block(p)
	}
	for _, label := range slices.Sorted(maps.Keys(r.declared.packs)) {
		r.use(label)
	}
	return r.scopeOf(needs{r.values, r.locals, r.blocks, r.used})
}

func (r *resolver) blockPaths() []blockPath {
	var all []blockPath
	for name := range r.declared.destinations {
		all = append(all, blockPath{"destination", name})
	}
	for name := range r.declared.existing {
		all = append(all, blockPath{"existing", name})
	}
	slices.SortFunc(all, func(a, b blockPath) int {
		return strings.Compare(a.block+"."+a.name.kind+"."+a.name.label, b.block+"."+b.name.kind+"."+b.name.label)
	})
	return all
}

// needs are the values that expressions use.
type needs struct {
	variables, locals map[string]cty.Value
	blocks            map[blockPath]cty.Value
	packs             map[string]cty.Value
}

func (r *resolver) scopeOf(n needs) *scope {
	tree := map[string]map[string]map[string]cty.Value{"destination": {}, "existing": {}}
	for p, v := range n.blocks {
		kinds := tree[p.block]
		if kinds[p.name.kind] == nil {
			kinds[p.name.kind] = map[string]cty.Value{}
		}
		kinds[p.name.kind][p.name.label] = v
	}
	values := map[string]cty.Value{"var": cty.ObjectVal(n.variables), "local": cty.ObjectVal(n.locals), "pack": cty.ObjectVal(n.packs)}
	for block, kinds := range tree {
		objects := map[string]cty.Value{}
		for kind, labels := range kinds {
			objects[kind] = cty.ObjectVal(labels)
		}
		values[block] = cty.ObjectVal(objects)
	}
	s := *r.root
	s.ctx = &hcl.EvalContext{Variables: values, Functions: r.root.ctx.Functions}
	s.instances = r.keys
	s.inner = map[string]*scope{}
	for label, inner := range r.packs {
		if inner.scope != nil {
			s.inner[label] = inner.scope
		}
	}
	return &s
}

// scopeFor is a scope with no more than some references need.
func (r *resolver) scopeFor(traversals []hcl.Traversal) *scope {
	n := needs{map[string]cty.Value{}, map[string]cty.Value{}, map[blockPath]cty.Value{}, map[string]cty.Value{}}
	for _, t := range traversals {
		name, _ := step(t, 1)
		switch t.RootName() {
		case "var":
			if v, ok := r.values[name]; ok {
				n.variables[name] = v
			}
		case "local":
			if r.declared.locals[name] != nil {
				n.locals[name] = r.local(name)
			}
		case "destination", "existing":
			label, _ := step(t, 2)
			p := blockPath{t.RootName(), blockName{name, label}}
			if r.declaredBlock(p) != nil {
				n.blocks[p] = r.block(p)
			}
		case "pack":
			if r.declared.packs[name] != nil {
				n.packs[name] = r.use(name)
			}
		}
	}
	return r.scopeOf(n)
}

func (r *resolver) declaredBlock(p blockPath) *hcl.Block {
	return r.declared.blocks(p.block)[p.name]
}

// enter begins computing something; false if that is going on already.
func (r *resolver) enter(what string, at hcl.Range) bool {
	if i := slices.Index(r.path, what); i >= 0 {
		cycle := append(slices.Clone(r.path[i:]), what)
		r.report("reference-cycle", place{subject: at}, "%s depends on itself: %s. Take one of these references out.", what, strings.Join(cycle, " needs "))
		return false
	}
	r.path = append(r.path, what)
	return true
}

func (r *resolver) leave() { r.path = r.path[:len(r.path)-1] }

// local is the value of local.NAME; a failed one is cty.DynamicVal.
func (r *resolver) local(name string) cty.Value {
	if v, done := r.locals[name]; done {
		return v
	}
	attribute := r.declared.locals[name]
	if !r.enter("local."+name, attribute.NameRange) {
		return failed
	}
	defer r.leave()
	v, ok := r.scopeFor(attribute.Expr.Variables()).evaluate(attribute.Expr, attribute.Range)
	if !ok {
		v = failed
	}
	r.locals[name] = v
	return v
}

// block is the value that destination.KIND.LABEL has: an address, or with
// for_each an object of addresses by key.
func (r *resolver) block(p blockPath) cty.Value {
	if v, done := r.blocks[p]; done {
		return v
	}
	what := p.block + "." + p.name.kind + "." + p.name.label
	block := r.declaredBlock(p)
	if !r.enter(what, block.DefRange) {
		return failed
	}
	defer r.leave()
	at := r.here(address.ForDestination(p.name.kind, p.name.label))
	if p.block == "existing" {
		at = r.here(address.ForExisting(p.name.kind, p.name.label))
	}
	attributes, _ := block.Body.JustAttributes()
	forEach, ok := attributes["for_each"]
	if !ok || p.block == "existing" {
		r.blocks[p] = addressValue(at)
		return r.blocks[p]
	}
	each, ok := r.scopeFor(forEach.Expr.Variables()).instancesOf(forEach, r.root.wholeBlock(block))
	if !ok {
		r.blocks[p] = failed
		return failed
	}
	instances := map[string]cty.Value{}
	for key := range each {
		instances[key] = addressValue(at.WithKey(key))
	}
	r.forEach[p], r.keys[p] = each, slices.Sorted(maps.Keys(each))
	r.blocks[p] = cty.ObjectVal(instances)
	return r.blocks[p]
}
