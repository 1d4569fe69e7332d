package bodies

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// found is an object that stands in a source; its ID is "" where it says none.
type found struct {
	wire.Original
	node   *jsontext.Node // the monitor or the channel itself
	source convert.Source
	at     hcl.Range
}

// stage is when it is decoded: what others refer to goes first.
func (f found) stage() int {
	switch {
	case f.Form == wire.FormEmailAccount || f.Form == wire.FormEmailGroup:
		return 0
	case f.Form == wire.FormChannel && f.node.Get("config").Get("email") == nil:
		return 0
	case f.Form.IsDestination():
		return 1
	case f.Form == wire.FormMonitor:
		return 2
	}
	return 3
}

// equal tells whether two say the same: one may be an answer to GET, the other a hit.
func (f found) equal(other found) bool {
	return f.Form == other.Form && (orderedjson.Equal(f.Body, other.Body) || orderedjson.Equal(f.meaning(), other.meaning()))
}

// meaning is what an object would be sent as; nil where it can't be read.
func (f found) meaning() *orderedjson.Object {
	if f.Form.IsDestination() {
		if live, err := f.Destination(); err == nil {
			return wire.EncodeChannel("", live.Destination, live.Address)
		}
	} else if live, err := f.Monitor(); err == nil && live.Unreadable == "" {
		return wire.EncodeMonitor(live.Monitor, nil)
	}
	return nil
}

// value takes what a source holds: an object, or a list of them.
func (r *reader) value(n *jsontext.Node) {
	switch n.Kind {
	case '{':
		r.object(n)
	case '[':
		for _, item := range n.Items {
			r.value(item)
		}
	default:
		r.refuse(n, "Unknown object", "Here a monitor, a workflow or a channel should stand, as the API has it, or a list of them.")
	}
}

// lists are the members under which answers list things, and beside them how many there
// are in all.
var lists = []struct {
	path, total []string
	what        string
}{
	{[]string{"hits", "hits"}, []string{"hits", "total"}, `"size" in the body of the search`},
	{[]string{"config_list"}, []string{"total_hits"}, "max_items in the address"},
	{[]string{"destinations"}, []string{"totalDestinations"}, "size in the address"},
}

// object takes an answer with a list, or one object.
func (r *reader) object(n *jsontext.Node) {
	for _, l := range lists {
		list := at(n, l.path)
		if list == nil || list.Kind != '[' {
			continue
		}
		total := at(n, l.total)
		if value := total.Get("value"); value != nil {
			total = value
		}
		if said := number(total); said > len(list.Items) {
			r.problems.Note(r.place(total), "List that is cut short", "The answer holds fewer objects than there are. Ask for all of them: "+l.what+" says how many an answer holds.")
		}
		r.value(list)
		return
	}
	if f, ok := r.one(n); ok {
		r.take(f)
	}
}

func at(n *jsontext.Node, path []string) *jsontext.Node {
	for _, key := range path {
		n = n.Get(key)
	}
	return n
}

// one is the object that a value is: bare as it is posted, or as an answer or a hit
// holds it.
func (r *reader) one(n *jsontext.Node) (found, bool) {
	holder := n
	if source := n.Get("_source"); source != nil && source.Kind == '{' {
		holder = source
	}
	id := n.Get("_id").Text()
	for _, form := range []wire.Form{wire.FormMonitor, wire.FormWorkflow, wire.FormEmailAccount, wire.FormEmailGroup, wire.FormDestination} {
		if inner := holder.Get(string(form)); inner != nil && inner.Kind == '{' {
			return found{Original: original(form, id, inner), node: inner}, true
		}
	}
	config := n.Get("config")
	switch kind := holder.Get("type").Text(); {
	case config != nil && config.Kind == '{' && config.Get("config_type") != nil:
		body := orderedjson.NewObject(orderedjson.Member{Key: "config", Value: config.Value()})
		return found{Original: wire.Original{Form: wire.FormChannel, ID: n.Get("config_id").Text(), Body: body}, node: n}, true
	case isMonitor(holder):
		return found{Original: original(wire.FormMonitor, id, holder), node: holder}, true
	case kind != "" && holder.Get(kind) != nil && holder.Get("name") != nil:
		if id == "" {
			id = n.Get("id").Text()
		}
		return found{Original: original(wire.FormDestination, id, holder), node: holder}, true
	case holder.Get("metadata") != nil && holder != n:
		return found{}, false // the plugin's bookkeeping of a monitor
	case n.Get("error") != nil:
		r.refuse(n, "Answer that is an error", "This is no monitor and no channel, but what a server says when it can't give one. Ask again.")
	default:
		r.refuse(n, "Unknown object", "This is no monitor, workflow or channel as the API has it, nor a list of them: it has none of the members that these have.")
	}
	return found{}, false
}

// isMonitor tells whether a value is a monitor or a workflow as it is posted.
func isMonitor(n *jsontext.Node) bool {
	for _, key := range []string{"inputs", "triggers", "schedule"} {
		if n.Get(key) != nil {
			return n.Get("name") != nil || n.Get("type") != nil || n.Get("inputs") != nil
		}
	}
	return false
}

func original(form wire.Form, id string, body *jsontext.Node) wire.Original {
	o := wire.Original{Form: form, ID: id, Body: body.Value().(*orderedjson.Object)}
	if form == wire.FormMonitor && (o.Body.Text("type") == "workflow" || o.Body.Has("workflow_type")) {
		o.Form = wire.FormWorkflow
	}
	return o
}
