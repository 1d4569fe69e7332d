// Package estate makes the files of a configuration of what a cluster holds: which
// address each monitor, workflow and channel gets, what refers to what, which file it
// stands in, and how it becomes the configuration's.
//
// It is given what was read, and must not know how; nor does it write files. Whether the
// files mean what is there, the caller finds out by reading them: what does not is said
// in another form (Retreat).
package estate

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/monitors"
)

// Reading is what becomes code.
type Reading struct {
	Monitors []monitors.Live     // those that were chosen, workflows too
	Channels []destinations.Live // all of the cluster

	// Whole says that everything was chosen: channels of the workspace are then written
	// though no monitor sends to them.
	Whole bool

	// Labels are what objects are called already, by id; others are called by their names.
	Labels map[string]string
}

// Place is what is there already where the files go.
type Place struct {
	Workspace string
	Begun     bool   // the files say the workspace already
	URL       string // of the cluster; "" where files say it, or need not

	Taken     []address.Address          // of blocks that are there
	Variables []string                   // names that are there
	Declared  map[string]address.Address // ids of what they declare, channels of others included
	Files     func(name string) bool     // tells whether there is a file of a name

	// Unmade are channels that are on no cluster yet, by the ids that stand for them: a
	// block declares them, whether a monitor sends to them or not.
	Unmade map[string]bool

	// Copies: channels of others become destinations of our own, beside them.
	Copies bool

	// Invalid are channels of others of which a copy would not be valid, by their ids.
	Invalid map[string]bool

	// Secret is the variable that a secret of a channel comes from already; "" where there
	// is none. nil: there are none.
	Secret func(destinations.Secret) string
}

// Estate is what becomes code, in the forms that hold so far.
type Estate struct {
	place     Place
	called    map[string]string // Reading.Labels
	objects   []*Object
	variables []Variable
	addresses map[string]address.Address // by id
	channels  map[string]destinations.Live
	labels    map[string]generate.Names // by kind and type
	Uncopied  []destinations.Live       // channels that no block can declare, although that was asked
	Kept      []destinations.Live       // accounts that stay theirs, although copies were asked for: see keeps
}

// Object is one that becomes a block.
type Object struct {
	Address address.Address
	ID      string
	Name    string
	Live    *monitors.Live     // nil for a channel
	Channel *destinations.Live // nil for a monitor

	// Moved is the address that its mark says, where no block can have it; else zero.
	Moved address.Address

	// Imports says that an import block makes it ours; else it is already.
	Imports bool

	forms  []generate.Form
	chosen int
}

// Form is what stands in the files, and why it is raw where it is.
func (o *Object) Form() generate.Form { return o.forms[o.chosen] }

// Variable is one that a secret comes from.
type Variable struct {
	Name string
	Of   address.Address // whose secret it is
	What string          // such as url
}

// Objects are all that become blocks.
func (e *Estate) Objects() []*Object { return e.objects }

// Variables are those whose values are secrets.
func (e *Estate) Variables() []Variable { return e.variables }

// Retreat says an object in its next form; false where there is none left.
func (e *Estate) Retreat(o *Object, why generate.Reason) bool {
	if o.chosen+1 >= len(o.forms) {
		return false
	}
	o.chosen++
	if form := &o.forms[o.chosen]; form.Raw != "" && (form.Reason == generate.NotSame || form.Reason == "") && why != "" {
		*form = form.Because(why)
	}
	return true
}

// LeaveOut takes an object out of the files.
func (e *Estate) LeaveOut(o *Object) {
	for i, other := range e.objects {
		if other == o {
			e.objects = append(e.objects[:i:i], e.objects[i+1:]...)
			return
		}
	}
}
