package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

var rawDestinationChecks = []Check{
	{"unused-destination-id", "Id that the body does not hold", hcl.DiagError, "destinations beside a body names an id that no action in it sends to: a typing error, or another export."},
}

// mapDestinations puts destinations in the place of the ids by which a body from
// elsewhere names them.
func (b *monitorBlock) mapDestinations(m *monitors.Monitor) {
	v, ok := b.value("destinations")
	if !ok {
		return
	}
	plain, _ := v.UnmarkDeep()
	switch t := plain.Type(); {
	case !plain.IsKnown():
		b.report("unknown-value", b.at("destinations"), "destinations must be known, but depends on %s. Give it a value.", missingIn(v))
		return
	case !t.IsObjectType() && !t.IsMapType():
		b.report("wrong-type", b.at("destinations"), "destinations must be an object of ids and destinations, such as { \"old-id\" = destination.slack.soc }, and this is %s.", article(t))
		return
	}
	ids := destinationIDs(*m)
	values := plain.AsValueMap()
	for _, id := range slices.Sorted(maps.Keys(values)) {
		at := b.at("destinations").at(locate(b.attributes["destinations"].Expr, "/"+pointerKey(id)))
		if to, ok := b.mappedTo(values[id], at); ok {
			sendTo(m, id, to)
		}
		if !slices.Contains(ids, id) {
			b.report("unused-destination-id", at, "No action in the body has the destination_id %q.%s", id, orIDs(id, ids))
		}
	}
}

func orIDs(wanted string, ids []string) string {
	if len(ids) == 0 {
		return " It names none at all. Take destinations out."
	}
	return hasOnly(wanted, ids)
}

// mappedTo is the address of a destination.
func (b *monitorBlock) mappedTo(v cty.Value, at place) (to monitors.DestinationRef, ok bool) {
	switch {
	case !v.IsKnown():
		return monitors.DestinationRef{ID: unknownText(v)}, true
	case v.Type() == addressType && !v.IsNull():
		a := *v.EncapsulatedValue().(*address.Address)
		return monitors.DestinationRef{Address: a}, b.canSendTo(a, at)
	case v.Type().IsObjectType() && allOf(v, addressType):
		b.report("unknown-instance", at, "This destination has for_each, so one of its instances must be chosen: add [each.key] or a key in quotes.%s", instanceHint(v))
	default:
		b.report("invalid-destination", at, "An id in the body stands for a destination: write destination.KIND.LABEL or existing.KIND.LABEL.")
	}
	return monitors.DestinationRef{}, false
}

// destinationIDs are the ids that a body's actions send to, each once.
func destinationIDs(m monitors.Monitor) []string {
	var ids []string
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			if id := a.Destination.ID; id != "" && !strings.HasPrefix(id, refMark) && !isUnknown(id) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func sendTo(m *monitors.Monitor, id string, to monitors.DestinationRef) {
	for _, t := range m.Triggers {
		for j := range t.Actions {
			if t.Actions[j].Destination.ID == id {
				t.Actions[j].Destination = to
			}
		}
	}
}
