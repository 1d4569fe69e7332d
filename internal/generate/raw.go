package generate

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// raw is a monitor's block with its body, and why.
func (d declaration) raw(reason Reason) Block {
	m := d.monitor
	b := Block{Type: d.kind, Labels: []string{d.label}, Comment: rawComment(reason)}
	b.Set("description", unlessEmpty(m.Description))
	if m.Roles != nil {
		b.Set("rbac_roles", texts(m.Roles))
	}
	m.Roles = nil
	if in, ok := m.Input.(*monitors.Search); ok && in.Body != nil {
		m.Input = &monitors.Search{Indices: in.Indices, Body: ShortBody(in.Body)}
	}
	m.Triggers = withoutIDs(m.Triggers)
	var body *orderedjson.Object
	if d.kind == "workflow" {
		body = wire.EncodeWorkflow(m, "")
		d.referInWorkflow(body)
	} else {
		body = wire.EncodeMonitor(m.WithoutMutes(), nil)
	}
	body.Delete("type")
	for i, trigger := range body.Array("triggers") {
		d.tidyTrigger(trigger, d.monitor.Triggers[i].Actions)
	}
	b.Set("body", body)
	return b
}

// withoutIDs are triggers without their ids: those of the cluster stay, whatever a body
// says.
func withoutIDs(triggers []monitors.Trigger) []monitors.Trigger {
	out := slices.Clone(triggers)
	for i := range out {
		out[i].ID = ""
		out[i].Actions = slices.Clone(out[i].Actions)
		for j := range out[i].Actions {
			out[i].Actions[j].ID = ""
		}
	}
	return out
}

// tidyTrigger takes the languages out, of which there is only one each, and names
// destinations by their addresses.
func (d declaration) tidyTrigger(v any, actions []monitors.Action) {
	wrapper, _ := v.(*orderedjson.Object)
	if wrapper.Len() != 1 {
		return
	}
	t := wrapper.Object(wrapper.Members()[0].Key)
	condition := t.Object("condition")
	withoutDefault(condition.Object("script"), "lang", "painless")
	for i, v := range t.Array("actions") {
		action, _ := v.(*orderedjson.Object)
		withoutDefault(action.Object("message_template"), "lang", "mustache")
		withoutDefault(action.Object("subject_template"), "lang", "mustache")
		if i >= len(actions) { // of a trigger that is not known
			continue
		}
		if to := d.names.destination(actions[i].Destination); to != "" {
			action.Set("destination_id", to)
		}
	}
}

func withoutDefault(o *orderedjson.Object, key string, standard any) {
	if o != nil && get(o, key) == standard {
		o.Delete(key)
	}
}

// referInWorkflow names delegates by their addresses.
func (d declaration) referInWorkflow(body *orderedjson.Object) {
	in, ok := d.monitor.Input.(*monitors.Sequence)
	if !ok {
		return
	}
	for _, v := range body.Array("inputs") {
		input, _ := v.(*orderedjson.Object)
		list := input.Object("composite_input").Object("sequence").Array("delegates")
		for i, v := range list {
			if o, ok := v.(*orderedjson.Object); ok && i < len(in.Delegates) {
				o.Set("monitor_id", reference(in.Delegates[i].Monitor))
			}
		}
	}
}
