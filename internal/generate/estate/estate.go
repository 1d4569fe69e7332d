package estate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/monitors"
)

// New gives everything its address and its forms. Labels come from names, in the order
// of names and ids, so that the same cluster makes the same files.
func New(r Reading, p Place) *Estate {
	e := &Estate{place: p, called: r.Labels, addresses: map[string]address.Address{}, labels: map[string]generate.Names{}}
	for id, at := range p.Declared {
		e.addresses[id] = at
	}
	for _, at := range p.Taken {
		e.namesOf(at).Taken[at.Label()] = true
	}
	live := slices.Clone(r.Monitors)
	slices.SortFunc(live, func(a, b monitors.Live) int {
		return cmp.Or(strings.Compare(a.Monitor.Name, b.Monitor.Name), strings.Compare(a.ID, b.ID))
	})
	// What has an address by its mark keeps it, so it is asked first.
	slices.SortStableFunc(live, func(a, b monitors.Live) int { return cmp.Compare(markedLast(a), markedLast(b)) })
	for i := range live {
		e.addMonitor(&live[i])
	}
	e.addChannels(r)
	for _, o := range e.objects {
		if o.Live != nil {
			e.say(o)
		}
	}
	return e
}

func markedLast(m monitors.Live) int {
	if m.Mark != nil {
		return 0
	}
	return 1
}

// namesOf are the labels that addresses of one kind share.
func (e *Estate) namesOf(at address.Address) generate.Names {
	key := string(at.Kind()) + "." + at.Type()
	if _, ok := e.labels[key]; !ok {
		e.labels[key] = generate.Names{Taken: map[string]bool{}, Destination: e.destination}
	}
	return e.labels[key]
}

// newAddress is one for what has none: by what it is called already, else by its name. word
// is for a name that makes no label.
func (e *Estate) newAddress(id, name, word string, of func(label string) address.Address) address.Address {
	return of(e.namesOf(of("x")).LabelOr(cmp.Or(e.called[id], name), word))
}

func (e *Estate) addMonitor(m *monitors.Live) {
	o := &Object{ID: m.ID, Name: m.Monitor.Name, Live: m, Imports: m.Mark == nil}
	of := address.ForMonitor
	if m.Monitor.Type == monitors.Composite {
		of = address.ForWorkflow
	}
	if m.Mark == nil {
		o.Address = e.newAddress(o.ID, o.Name, string(of("x").Kind()), of)
	} else {
		o.Address, o.Moved = e.settled(m.Mark.Address, of)
	}
	e.addresses[o.ID] = o.Address
	e.objects = append(e.objects, o)
}

// settled is the address that a block can have for one that is known by another: of an
// instance or a part of a pack a block of its own, to which it moves.
func (e *Estate) settled(at address.Address, of func(label string) address.Address) (now, moved address.Address) {
	names := e.namesOf(of("x"))
	key, keyed := at.Key()
	if !keyed && len(at.Packs()) == 0 && !names.Taken[at.Label()] {
		names.Taken[at.Label()] = true
		return at, address.Address{}
	}
	words := append(at.Packs(), at.Label())
	if keyed {
		words = append(words, key)
	}
	return of(names.LabelOr(strings.Join(words, "_"), at.Label())), at
}

// say finds the forms of a monitor.
func (e *Estate) say(o *Object) {
	m := o.Live.Monitor
	if o.Live.Mark == nil {
		m.Description, m.Roles = "", nil
	}
	m = m.MapRefs(func(r monitors.Ref) monitors.Ref {
		if at, ok := e.addresses[r.ID]; ok && at.Kind() == address.Monitor {
			r.Address = at
		}
		return r
	})
	o.forms = generate.Monitor(m, o.Address.Label(), e.namesOf(o.Address))
}

// destination is what an action refers to.
func (e *Estate) destination(ref monitors.DestinationRef) generate.Reference {
	if at, ok := e.addresses[ref.ID]; ok && (at.Kind() == address.Destination || at.Kind() == address.Existing) {
		return generate.Reference(at.String())
	}
	return ""
}
