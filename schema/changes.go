package schema

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema/grammar"
)

var changeChecks = []Check{
	{"invalid-address", "Invalid address", hcl.DiagError, "An import, moved or removed block names something that is no address, or not of the kind it can treat."},
	{"unknown-address", "Unknown address", hcl.DiagError, "An import block leads to something that is not declared, or a moved block to something that is neither declared nor removed."},
	{"foreign-channel", "Import of a foreign channel", hcl.DiagError, "A channel without this workspace's prefix can't be taken over: its id can't be changed. An existing block names it."},
	{"duplicate-import", "Duplicate import", hcl.DiagError, "Two import blocks have one address or one id."},
	{"still-declared", "Still declared", hcl.DiagError, "A moved or removed block starts from something that is declared still."},
	{"conflicting-move", "Conflicting moves", hcl.DiagError, "Two blocks move or remove one thing, two things move to one address, or moves go round in a circle."},
}

// instances are the addresses that the configuration declares.
type instances struct {
	ranges map[address.Address]hcl.Range

	// broken are blocks whose for_each can't be told: nothing is said of their
	// instances.
	broken map[address.Address]bool
}

func newInstances() instances {
	return instances{ranges: map[address.Address]hcl.Range{}, broken: map[address.Address]bool{}}
}

// keysOf are the for_each keys of a block.
func (i instances) keysOf(block address.Address) []string {
	var keys []string
	for a := range i.ranges {
		if key, keyed := a.Key(); keyed && a.Block() == block {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func (i instances) names() []string {
	var names []string
	for a := range i.ranges {
		names = append(names, a.String())
	}
	slices.Sort(names)
	return names
}

func (l *loader) decodeChanges(blocks root) {
	if l.pack == nil {
		l.decodeImports(blocks.of("import"))
	}
	l.decodeMoved(blocks.of("moved"))
	l.decodeRemoved(blocks.of("removed"))
}

// address reads an argument that names an object, which need not be there:
// to = monitor.x["eu"].
func (r reading) address(name string) (address.Address, bool) {
	a, ok := r.addressOrPack(name)
	if ok && a.Kind() == address.Pack {
		r.report("invalid-address", r.at(name), "%s is a whole pack. Name an object in it: %s.monitor.LABEL or %s.destination.KIND.LABEL.", a, a, a)
		return address.Address{}, false
	}
	return a, ok
}

// addressOrPack is address where that of a pack stands for all that the pack holds.
func (r reading) addressOrPack(name string) (address.Address, bool) {
	attribute, ok := r.attributes[name]
	if !ok {
		return address.Address{}, false
	}
	at := r.at(name)
	traversal, diags := hcl.AbsTraversalForExpr(attribute.Expr)
	if diags.HasErrors() {
		r.report("invalid-address", at, "%s must name an object as it is, without quotes: monitor.LABEL, workflow.LABEL or destination.KIND.LABEL, with [\"KEY\"] behind it for one of a for_each.", name)
		return address.Address{}, false
	}
	parts, key, keyed := []string{traversal.RootName()}, "", false
	for i := 1; i < len(traversal); i++ {
		if keyed {
			r.report("invalid-address", at, "Nothing can follow the key in %s.", name)
			return address.Address{}, false
		}
		if attribute, ok := traversal[i].(hcl.TraverseAttr); ok {
			parts = append(parts, attribute.Name)
			continue
		}
		key, keyed = indexStep(traversal, i)
	}
	a, err := address.ParseTarget(strings.Join(parts, "."))
	if err != nil || a.Kind() == address.Existing {
		r.report("invalid-address", at, "%s must name a monitor or a destination: monitor.LABEL or destination.KIND.LABEL, with [\"KEY\"] behind it for one of a for_each.", name)
		return address.Address{}, false
	}
	if keyed {
		a = a.WithKey(key)
	}
	return a.Within(r.within), true
}

// isUnread tells whether a pack, or one around it, could not be read, which has been told.
func (l *loader) isUnread(pack address.Address) bool {
	for ; !pack.IsZero(); pack = pack.Pack() {
		if l.unread[pack] {
			return true
		}
	}
	return false
}

// isDeclared tells of an address that is not, and the way out, unless that can't be known.
func (l *loader) isDeclared(a address.Address, at place, wayOut string) bool {
	if _, ok := l.addresses.ranges[a]; ok {
		return true
	}
	if l.addresses.broken[a.Block()] || l.isUnread(a.Pack()) {
		return false
	}
	keys := l.addresses.keysOf(a.Block())
	if key, keyed := a.Key(); len(keys) > 0 {
		if !keyed {
			l.report("unknown-address", at, "%s has for_each, so one of its instances must be named.%s", a, keysHint("", keys))
			return false
		}
		l.report("unknown-address", at, "%s has no instance %q.%s", a.Block(), key, keysHint(key, keys))
		return false
	}
	suggestion := ""
	if s := nearest(a.String(), l.addresses.names()); s != "" {
		suggestion = " Did you mean " + s + "?"
	}
	l.report("unknown-address", at, "%s is not declared.%s %s", a, suggestion, wayOut)
	return false
}

func (l *loader) decodeImports(blocks hcl.Blocks) {
	to, ids := map[address.Address]hcl.Range{}, map[string]hcl.Range{}
	for _, block := range blocks {
		r, _ := l.scope.open(block, grammar.Import.Schema())
		a, okAddress := r.address("to")
		id, okID := r.plainText("id")
		r.needed("id")
		if !okAddress || !okID || !r.notBlank("id", id) {
			continue
		}
		if !l.isDeclared(a, r.at("to"), "Declare it first.") {
			continue
		}
		if before, twice := to[a]; twice {
			l.report("duplicate-import", r.at("to"), "There is an import of %s already, in line %d. One object can adopt one thing.", a, before.Start.Line)
			continue
		}
		if before, twice := ids[string(a.Kind())+id]; twice {
			l.report("duplicate-import", r.at("id"), "There is an import of the id %q already, in line %d. Two objects can't adopt one thing.", id, before.Start.Line)
			continue
		}
		if a.Kind() == address.Destination && l.config.Workspace != "" && !strings.HasPrefix(id, address.ChannelPrefix(l.config.Workspace)) {
			l.report("foreign-channel", r.at("id"), "A channel can be imported only if its id begins with %q: an id can't be changed, and that prefix says that it is this workspace's. Name it by a block existing %q %q { id = %q }, and send to that.", address.ChannelPrefix(l.config.Workspace), a.Type(), a.Label(), id)
			continue
		}
		to[a], ids[string(a.Kind())+id] = block.DefRange, block.DefRange
		l.config.Imports = append(l.config.Imports, Import{To: a, ID: id, Range: block.DefRange})
	}
}

func (l *loader) decodeRemoved(blocks hcl.Blocks) {
	seen := map[address.Address]hcl.Range{}
	for _, block := range blocks {
		r, inner := l.scope.open(block, grammar.Removed.Schema())
		from, ok := r.addressOrPack("from")
		if !ok {
			continue
		}
		removed := Removed{From: from, Destroy: true, Range: block.DefRange}
		if lifecycle := l.onlyOne(inner); lifecycle != nil {
			in, _ := l.scope.open(lifecycle, grammar.Removed.Block("lifecycle").Schema())
			removed.Destroy = in.unlessFalse("destroy")
		}
		if at, there := l.stillDeclared(from); there {
			l.report("still-declared", r.at("from"), "%s is declared still, in %s:%d. Take it out there, or take this block out.", from, at.Filename, at.Start.Line)
			continue
		}
		if before, twice := seen[from]; twice {
			l.report("conflicting-move", r.at("from"), "%s is removed already, in line %d. Keep one of the blocks.", from, before.Start.Line)
			continue
		}
		if i := slices.IndexFunc(l.config.Moved, func(m Moved) bool { return m.From == from }); i >= 0 {
			l.report("conflicting-move", r.at("from"), "%s moves to %s, in line %d, so it can't be removed too. Keep one of the blocks.", from, l.config.Moved[i].To, l.config.Moved[i].Range.Start.Line)
			continue
		}
		seen[from] = block.DefRange
		l.config.Removed = append(l.config.Removed, removed)
	}
}

// declaredAt tells where an object is declared; of a pack, where its block stands, or one
// of what it holds.
func (l *loader) declaredAt(a address.Address) (hcl.Range, bool) {
	if at, ok := l.addresses.ranges[a]; ok {
		return at, true
	}
	i := slices.IndexFunc(l.config.Packs, func(p Pack) bool { return p.Address == a })
	if i < 0 {
		return hcl.Range{}, false
	}
	return l.config.Packs[i].DeclRange, true
}

// stillDeclared tells where an address, or an instance of the block that it is,
// is declared.
func (l *loader) stillDeclared(a address.Address) (hcl.Range, bool) {
	if at, ok := l.declaredAt(a); ok {
		return at, true
	}
	if _, keyed := a.Key(); !keyed {
		for other, at := range l.addresses.ranges {
			if other.Block() == a {
				return at, true
			}
		}
	}
	return hcl.Range{}, false
}
