package estate

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
)

// addChannels adds the channels that monitors send to, what these need, and those of the
// workspace that no block declares.
func (e *Estate) addChannels(r Reading) {
	e.channels = map[string]destinations.Live{}
	for _, c := range r.Channels {
		e.channels[c.ID] = c
	}
	var wanted []string
	for _, c := range r.Channels {
		used := slices.ContainsFunc(e.objects, func(o *Object) bool { return o.Live != nil && slices.Contains(o.Live.Destinations, c.ID) })
		if used || r.Whole && e.isOurs(c) || e.place.Unmade[c.ID] {
			wanted = append(wanted, c.ID)
		}
	}
	slices.SortFunc(wanted, func(a, b string) int {
		return compareChannels(e.channels[a], e.channels[b])
	})
	for _, id := range wanted {
		e.addChannel(id)
	}
}

func compareChannels(a, b destinations.Live) int {
	for _, pair := range [][2]string{{string(a.Destination.Kind), string(b.Destination.Kind)}, {a.Destination.Name, b.Destination.Name}, {a.ID, b.ID}} {
		if c := strings.Compare(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	return 0
}

// isOurs tells whether the workspace owns a channel.
func (e *Estate) isOurs(c destinations.Live) bool {
	return address.IsChannelOf(c.Handle(), e.place.Workspace)
}

// addChannel gives a channel its address, and a block: one that declares it if it is
// ours, else one that names it.
func (e *Estate) addChannel(id string) {
	c, there := e.channels[id]
	if _, done := e.addresses[id]; done || !there {
		return
	}
	d := c.Destination
	if !slices.Contains(destinations.Kinds(), d.Kind) {
		return // nothing can name it
	}
	kind := string(d.Kind)
	switch {
	case e.keeps(c):
		e.Kept = append(e.Kept, c)
	case e.place.Invalid[id]:
		e.Uncopied = append(e.Uncopied, c)
	case e.isOurs(c) || e.place.Copies || e.place.Unmade[id]:
		for _, ref := range d.Refs() {
			e.addChannel(ref.ID)
		}
		if e.declare(c) {
			return
		}
		e.Uncopied = append(e.Uncopied, c)
		if e.place.Unmade[id] {
			return // there is none that could be named
		}
	}
	at := e.newAddress(id, d.Name, kind, func(label string) address.Address { return address.ForExisting(kind, label) })
	e.addresses[id] = at
	e.objects = append(e.objects, &Object{Address: at, ID: id, Name: d.Name, Channel: &c, forms: []generate.Form{{Block: generate.Existing(d.Kind, at.Label(), id)}}})
}

// keeps tells whether an account stays theirs though copies are wanted. Keystores have its
// user and password under its name, and before 2.0 a copy would have another: the name says
// whose an account is.
func (e *Estate) keeps(c destinations.Live) bool {
	return e.place.Copies && c.IsLegacy() && c.Destination.Kind == destinations.SMTPAccount && !e.isOurs(c) && !e.place.Unmade[c.ID]
}

// declare adds the block that declares a channel; false where none can.
func (e *Estate) declare(c destinations.Live) bool {
	d := c.Destination
	of := func(label string) address.Address { return address.ForDestination(string(d.Kind), label) }
	o := &Object{ID: c.ID, Name: d.Name, Channel: &c}
	known := c.Address
	if known.IsZero() {
		known, _ = address.OfChannel(c.Handle())
	}
	if e.isOurs(c) && !known.IsZero() {
		o.Address, o.Moved = e.settled(known, of)
	} else {
		o.Address = e.newAddress(c.ID, d.Name, string(d.Kind), of)
	}
	if c.IsLegacy() && e.isOurs(c) {
		d.Name = o.Address.Label() // the cluster's says whose it is, and no more
	}
	variables := len(e.variables)
	block, ok := generate.Destination(d, o.Address.Label(), func(what string, s destinations.Secret) generate.Reference {
		return generate.Reference("var." + e.variable(s, o.Address, what))
	}, e.refer)
	if !ok {
		e.variables = e.variables[:variables]
		return false
	}
	o.forms = []generate.Form{{Block: block}}
	e.addresses[c.ID] = o.Address
	e.objects = append(e.objects, o)
	return true
}

// refer is the address of an account or a group.
func (e *Estate) refer(r destinations.Ref) generate.Reference {
	if at, ok := e.addresses[r.ID]; ok {
		return generate.Reference(at.String())
	}
	return ""
}

// variable is the name of the variable that a secret comes from.
func (e *Estate) variable(s destinations.Secret, of address.Address, what string) string {
	if e.place.Secret != nil {
		if name := e.place.Secret(s); name != "" {
			return name
		}
	}
	taken := map[string]bool{}
	for _, name := range e.place.Variables {
		taken[name] = true
	}
	for _, v := range e.variables {
		taken[v.Name] = true
	}
	name := generate.Names{Taken: taken}.LabelOr(of.Type()+"_"+of.Label()+"_"+what, "secret")
	e.variables = append(e.variables, Variable{Name: name, Of: of, What: what})
	return name
}
