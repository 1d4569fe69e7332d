package bodies

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// channel decodes a channel, and refuses what no block can say.
func (r *reader) channel(f found, there map[string]destinations.Live) (destinations.Live, bool) {
	live, err := f.Destination()
	if err != nil {
		r.unreadable(f, "Channel that can't be read", err)
		return live, false
	}
	d := live.Destination
	if !slices.Contains(destinations.Kinds(), d.Kind) {
		r.refuse(f.node, "Unknown kind of channel", "%q is no kind of channel that a block declares or names. They are: %s.", string(d.Kind), kinds())
		return live, false
	}
	if !r.New[f.ID] {
		return live, true // it is there, and is named
	}
	for _, ref := range d.Refs() {
		if _, ok := there[ref.ID]; !ok {
			r.refuse(f.node, "Account or group that is not there", "The channel %q needs %s, which is not among the files. Put it beside them: what GET answers for it.", d.Name, ref.ID)
			return live, false
		}
	}
	some := func(string, destinations.Secret) generate.Reference { return "var.x" }
	if _, ok := generate.Destination(d, "x", some, func(destinations.Ref) generate.Reference { return "destination.x.x" }); !ok {
		r.refuse(f.node, "Channel that is not converted", "The channel %q is of a form that no block declares: a webhook whose address stands in parts, for one. Make it by hand, and name it: --channel %s=existing.%s.NAME.", d.Name, f.ID, d.Kind)
		return live, false
	}
	return live, true
}

func kinds() string {
	var words []string
	for _, k := range destinations.Kinds() {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

// monitor decodes a monitor or a workflow, and refuses what refers to something that is
// not there.
func (r *reader) monitor(f found, there map[string]destinations.Live) (monitors.Live, bool) {
	before := len(r.problems.Diagnostics)
	for _, trigger := range f.node.Get("triggers").List() {
		if len(trigger.Members) == 1 { // {"query_level_trigger": …}
			trigger = trigger.Members[0].Value
		}
		for _, action := range trigger.Get("actions").List() {
			r.action(action, there)
		}
	}
	for _, input := range f.node.Get("inputs").List() {
		for _, delegate := range at(input, []string{"composite_input", "sequence", "delegates"}).List() {
			r.delegate(delegate.Get("monitor_id"))
		}
	}
	if len(r.problems.Diagnostics) > before {
		return monitors.Live{}, false
	}
	live, err := f.Monitor()
	if err == nil && live.Unreadable != "" {
		err = errors.New(live.Unreadable)
	}
	if err != nil {
		r.unreadable(f, "Monitor that can't be read", err)
		return live, false
	}
	if r.options.Elsewhere {
		live.Mark, live.UIMetadata = nil, wire.WithoutMark(live.UIMetadata)
	}
	return live, true
}

// action refuses one whose channel nobody knows.
func (r *reader) action(n *jsontext.Node, there map[string]destinations.Live) {
	id := n.Get("destination_id")
	switch {
	case n.Kind != '{': // which the server's own reading refuses
	case id == nil:
		r.refuse(n, "Action without a channel", "It has no destination_id, and a server refuses it.")
	case id.Text() == "":
		r.refuse(id, "Action without a channel", "It sends to nobody, and a server refuses it: its destination_id is the id of a channel.")
	default:
		if _, ok := there[id.Text()]; !ok {
			r.noChannel(id)
		}
	}
}

// delegate refuses one that is to be made anew, and of which nothing is known.
func (r *reader) delegate(id *jsontext.Node) {
	if r.options.Elsewhere && id != nil && !r.made[id.Text()] {
		r.refuse(id, "Monitor that is not there", "The workflow runs the monitor %s, which is not among what is converted. Put it beside it.", id.Text())
	}
}

// noChannel says of a channel that is not there how it can be named.
func (r *reader) noChannel(id *jsontext.Node) {
	if before, ok := r.seen[id.Text()]; ok && before.Form.IsDestination() {
		r.refuse(id, "Channel that is not converted", "The action sends to the channel at %s, which is refused.", place(before.at))
		return
	}
	r.refuse(id, "Channel that is not there", "No file holds the channel %s, so that its kind is not known. Put what GET /_plugins/_notifications/configs/%[1]s answers beside them; or name it, if it is of the kind slack for one: --channel %[1]s=existing.slack.NAME.", id.Text())
}

// unreadable refuses an object, at the member that an error names by its path.
func (r *reader) unreadable(f found, summary string, err error) {
	r.refuse(f.node.Inner(err.Error()), summary, "%s.", strings.TrimSuffix(err.Error(), "."))
}

// number is a whole number; 0 of what is none.
func number(n *jsontext.Node) int {
	if n == nil {
		return 0
	}
	i, _ := strconv.Atoi(orderedjson.Plain(n.Scalar))
	return i
}
