package alertapi

import (
	"sync"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// originals are objects as the cluster gave them last, whole, for who has to keep them
// before they are written over. They are texts: as values they would take several
// times the memory, and of thousands that are read few are written.
type originals struct {
	mu   sync.Mutex
	byID map[originalKey]rawOriginal
}

// originalKey tells a channel apart from a monitor, which lie in two indices.
type originalKey struct {
	isChannel bool
	id        string
}

type rawOriginal struct {
	head wire.Original // without its body
	body []byte
}

// KeepOriginals lets the client remember what it reads from now on, for Original and
// OriginalDestination.
func (c *Client) KeepOriginals() {
	c.originals.CompareAndSwap(nil, &originals{byID: map[originalKey]rawOriginal{}})
}

// OriginalMonitor is the monitor or workflow with this id as it was read last.
func (c *Client) OriginalMonitor(id string) (wire.Original, bool) {
	return c.originals.Load().get(originalKey{id: id})
}

// OriginalDestination is the channel or legacy destination with this id as it was
// read last by its id.
func (c *Client) OriginalDestination(id string) (wire.Original, bool) {
	return c.originals.Load().get(originalKey{isChannel: true, id: id})
}

func (o *originals) get(key originalKey) (wire.Original, bool) {
	if o == nil {
		return wire.Original{}, false
	}
	o.mu.Lock()
	kept, ok := o.byID[key]
	o.mu.Unlock()
	if !ok {
		return wire.Original{}, false
	}
	body, err := parseObject(kept.body)
	original := kept.head
	original.Body = body
	return original, err == nil
}

func (o *originals) set(original wire.Original) {
	body, err := orderedjson.Marshal(original.Body)
	if err != nil {
		return
	}
	original.Body = nil
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byID[originalKey{isChannel: original.Form.IsDestination(), id: original.ID}] = rawOriginal{original, body}
}

// readMonitors remembers the monitors and workflows of a page of a search.
func (o *originals) readMonitors(answer *orderedjson.Object) {
	if o == nil {
		return
	}
	for _, v := range answer.Object("hits").Array("hits") {
		if hit, ok := v.(*orderedjson.Object); ok {
			o.readMonitor(hit)
		}
	}
}

func (o *originals) readMonitor(envelope *orderedjson.Object) {
	if o == nil {
		return
	}
	if original, err := wire.OriginalMonitor(envelope); err == nil && original.ID != "" {
		o.set(original)
	}
}

// readChannel remembers the only element of a list of channels.
func (o *originals) readChannel(answer *orderedjson.Object) {
	if element := only(answer.Array("config_list")); o != nil && element != nil {
		o.set(wire.OriginalChannel(element))
	}
}

// readLegacy remembers what was asked for by its id: a destination comes as a list.
func (o *originals) readLegacy(routes legacyRoutes, answer *orderedjson.Object) {
	switch element := only(answer.Array("destinations")); {
	case o == nil:
	case routes.form != wire.FormDestination:
		o.set(wire.OriginalEmail(routes.form, answer))
	case element != nil:
		o.set(wire.OriginalDestination(element))
	}
}

// only is the one object of a list, nil where it is no such list.
func only(list []any) *orderedjson.Object {
	if len(list) != 1 {
		return nil
	}
	element, _ := list[0].(*orderedjson.Object)
	return element
}
