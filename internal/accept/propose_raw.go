package accept

import (
	"slices"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// proposeRaw is for whatever a raw body says: the difference of what is stored is
// carried back into the body.
func (o *object) proposeRaw(u unit) []proposal {
	attribute := o.block.Body.Attributes["body"]
	value, ok := o.config.Value(o.at, attribute.Expr)
	body, isObject := value.JSON.(*orderedjson.Object)
	if !ok || !isObject || o.desired.Type == monitors.Composite {
		return nil
	}
	if u.kind != ofMonitor || u.trigger != "" {
		return nil
	}
	whole := body
	inner := body.Object("monitor") // as GET answers
	if inner != nil && !body.Has("name") {
		body = inner
	}
	decoded, err := wire.DecodeMonitor(body)
	if err != nil {
		return nil
	}
	wanted, err := o.overlaid(decoded, u).Canonical()
	if err != nil {
		return nil
	}
	changed, ok := carry(body, any(wire.EncodeMonitor(wanted.WithoutMutes(), nil)), storedMonitor)
	if !ok {
		return nil
	}
	if body != whole {
		changed = set(whole, []string{"monitor"}, changed)
	}
	w := o.writer()
	w.block(o.block, generate.Block{Attributes: []generate.Attribute{{Name: "body", Value: changed}}}, within{attributes: []string{"body"}}, o.root())
	return w.proposal()
}

func storedMonitor(v any) (any, bool) {
	body, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, false
	}
	m, err := wire.DecodeMonitor(body)
	if err != nil {
		return nil, false
	}
	if m, err = m.Canonical(); err != nil {
		return nil, false
	}
	return any(wire.EncodeMonitor(m.WithoutMutes(), nil)), true
}

// overlaid is a monitor of a raw body with the parts of a drift as the cluster has
// them. Ids, which a body may name, stay; so do destinations that are the same.
func (o *object) overlaid(m monitors.Monitor, u unit) monitors.Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for _, f := range u.fields {
		part := unitOf(f.Path)
		switch part.kind {
		case ofMonitor:
			m = withArgument(m, *o.live, f.Path)
		case ofSchedule:
			m.Schedule = o.live.Schedule
			m.Schedule.Calendar = nil
		case ofSearch, ofInput:
			m.Input = o.live.Input
		default:
			o.overlayTrigger(&m, part, f.Path)
		}
	}
	return m
}

func withArgument(m, live monitors.Monitor, path string) monitors.Monitor {
	switch path {
	case "name":
		m.Name = live.Name
	case "enabled":
		m.Enabled = live.Enabled
	case "delete_query_index_in_every_run", "should_create_single_alert_for_findings":
		m.Options = live.Options
	}
	return m
}

// overlayTrigger takes over one field of a trigger or of an action: a body has them in
// the order of the desired monitor, and may not name their labels.
func (o *object) overlayTrigger(m *monitors.Monitor, part unit, path string) {
	i := slices.IndexFunc(o.desired.Triggers, func(t monitors.Trigger) bool { return t.Label == part.trigger })
	live := o.liveTrigger(part.trigger)
	if i < 0 || i >= len(m.Triggers) || live == nil {
		return
	}
	t := &m.Triggers[i]
	switch name := path[len("trigger.")+len(part.trigger)+1:]; {
	case name == "name":
		t.Name = live.Name
	case name == "severity":
		t.Severity = live.Severity
	case part.kind == ofCondition:
		t.Condition = live.InWordsOf(o.desired.Triggers[i]).Condition
	case part.action != "":
		o.overlayAction(t, o.desired.Triggers[i], *live, part)
	}
}

func (o *object) overlayAction(t *monitors.Trigger, desired, live monitors.Trigger, part unit) {
	j := slices.IndexFunc(desired.Actions, func(a monitors.Action) bool { return a.Label == part.action })
	from := liveAction(&live, part.action)
	if j < 0 || j >= len(t.Actions) || from == nil {
		return
	}
	t.Actions = slices.Clone(t.Actions)
	a := *from
	a.ID, a.Destination = t.Actions[j].ID, t.Actions[j].Destination
	t.Actions[j] = a
}
