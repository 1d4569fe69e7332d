// Package address names what a configuration declares:
//
//	monitor.console_login
//	workflow.both
//	destination.slack.team["eu"]
//	existing.sns.oncall
//	pack.cis.monitor.root_usage["eu"]
//	pack.cis
//
// It parses, prints and compares addresses, and derives from them the ids that
// alertplan gives to what it creates. It knows neither HCL nor the cluster.
package address

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is what an address points to.
type Kind string

// The kinds of address. Existing names a channel that somebody else owns.
const (
	Monitor     Kind = "monitor"
	Destination Kind = "destination"
	Existing    Kind = "existing"
	Workflow    Kind = "workflow"

	// Pack is all that lies in a pack: no object, but what objects are chosen by.
	Pack Kind = "pack"
)

// hasType tells whether addresses of this kind have a type before the label
// (destination.slack.soc), as opposed to monitor.console_login.
func (k Kind) hasType() bool { return k == Destination || k == Existing }

// Address is the place of one object in a configuration. It is comparable, so
// it can be a map's key. The zero value is no address.
type Address struct {
	pack  string // labels of the packs that it lies in, outermost first, joined by "."
	kind  Kind
	typ   string
	label string
	key   string
	keyed bool
}

// ForMonitor is the address of a monitor block.
func ForMonitor(label string) Address { return Address{kind: Monitor, label: label} }

// ForWorkflow is the address of a workflow block.
func ForWorkflow(label string) Address { return Address{kind: Workflow, label: label} }

// ForDestination is the address of a destination block of a type such as slack.
func ForDestination(typ, label string) Address {
	return Address{kind: Destination, typ: typ, label: label}
}

// ForExisting is the address of an existing block of a type such as slack.
func ForExisting(typ, label string) Address {
	return Address{kind: Existing, typ: typ, label: label}
}

// ForPack is the address of a pack block: of all that it holds.
func ForPack(label string) Address { return Address{kind: Pack, label: label} }

// WithKey is the instance of a for_each block under key.
func (a Address) WithKey(key string) Address {
	a.key, a.keyed = key, true
	return a
}

// Block is the address without its for_each key.
func (a Address) Block() Address {
	a.key, a.keyed = "", false
	return a
}

// InPack is the address seen from outside the pack with this label.
func (a Address) InPack(label string) Address {
	if a.pack == "" {
		a.pack = label
	} else {
		a.pack = label + "." + a.pack
	}
	return a
}

// Within is the address seen from where a pack's address is seen from; without a pack
// (the zero value) it stays as it is.
func (a Address) Within(pack Address) Address {
	if pack.IsZero() {
		return a
	}
	a.pack = strings.TrimSuffix(pack.inside()+"."+a.pack, ".")
	return a
}

// Pack is the pack that it lies in; the zero value for what lies in none.
func (a Address) Pack() Address {
	packs := a.Packs()
	if len(packs) == 0 {
		return Address{}
	}
	last := len(packs) - 1
	return Address{pack: strings.Join(packs[:last], "."), kind: Pack, label: packs[last]}
}

// Holds tells whether the address is of a pack in which the other lies, however deep.
func (a Address) Holds(other Address) bool {
	return a.kind == Pack && (other.pack == a.inside() || strings.HasPrefix(other.pack, a.inside()+"."))
}

// Names tells whether the address stands for the other: it is the same, or its whole
// block, or a pack around it.
func (a Address) Names(other Address) bool {
	return a == other || a == other.Block() || a.Holds(other)
}

// From is the address as it is seen from within a pack that holds it.
func (a Address) From(pack Address) Address {
	if !pack.Holds(a) {
		return a
	}
	a.pack = strings.TrimPrefix(strings.TrimPrefix(a.pack, pack.inside()), ".")
	return a
}

// inside is where what a pack holds says that it lies.
func (a Address) inside() string { return strings.TrimPrefix(a.pack+"."+a.label, ".") }

// Packs lists the labels of the packs around it, outermost first.
func (a Address) Packs() []string {
	if a.pack == "" {
		return nil
	}
	return strings.Split(a.pack, ".")
}

// Kind tells what it points to; "" for the zero value.
func (a Address) Kind() Kind { return a.kind }

// Type is the destination's type (slack, sns, …), "" for a monitor.
func (a Address) Type() string { return a.typ }

// Label is the block's label.
func (a Address) Label() string { return a.label }

// Key is the for_each key, and whether there is one.
func (a Address) Key() (string, bool) { return a.key, a.keyed }

// IsZero tells whether it is no address.
func (a Address) IsZero() bool { return a == Address{} }

// String prints the address as Parse reads it.
func (a Address) String() string {
	if a.IsZero() {
		return ""
	}
	var parts []string
	for _, p := range a.Packs() {
		parts = append(parts, "pack", p)
	}
	parts = append(parts, string(a.kind))
	if a.kind.hasType() {
		parts = append(parts, a.typ)
	}
	parts = append(parts, a.label)
	text := strings.Join(parts, ".")
	if a.keyed {
		text += "[" + quote(a.key) + "]"
	}
	return text
}

// MarshalText prints it, so that an address is a JSON string and map key.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText parses it; empty text is the zero value.
func (a *Address) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Address{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

// rank sorts destinations before monitors before workflows, as they are made.
var rank = []Kind{Pack, Existing, Destination, Monitor, Workflow}

// Compare orders addresses for output: those outside packs first, then by kind,
// type, label and key.
func Compare(a, b Address) int {
	return cmp.Or(
		cmp.Compare(a.pack, b.pack),
		cmp.Compare(slices.Index(rank, a.kind), slices.Index(rank, b.kind)),
		cmp.Compare(a.typ, b.typ),
		cmp.Compare(a.label, b.label),
		cmp.Compare(a.key, b.key),
	)
}
