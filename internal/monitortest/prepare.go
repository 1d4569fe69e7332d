package monitortest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// prepared is a monitor made ready to run: with ids, and a way back from ids to
// the labels of the configuration.
type prepared struct {
	monitor  monitors.Monitor
	body     *orderedjson.Object
	targets  []string
	triggers map[string]string // id → label
	actions  map[string]action // trigger id and action id
}

type action struct{ label, destination, unknown string }

func actionKey(trigger, id string) string { return trigger + "\x00" + id }

// label is what a trigger is called in the configuration; raw bodies have names.
func label(t monitors.Trigger) string { return cmp.Or(t.Label, t.Name) }

// prepare gives a monitor the ids that it would get when it is created. What has
// no value in this run is refused if a run depends on it: a destination never
// does.
func prepare(workspace string, at address.Address, m monitors.Monitor) (*prepared, error) {
	p := &prepared{triggers: map[string]string{}, actions: map[string]action{}}
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		p.trigger(workspace, at, &m.Triggers[i], i)
	}
	canonical, err := m.Canonical()
	if err != nil {
		return nil, &setupError{"the server would refuse the monitor's query: " + err.Error()}
	}
	p.monitor = canonical
	p.body = wire.EncodeMonitor(canonical, nil)
	if missing, unknown := findUnknown(p.body); unknown {
		return nil, &evaluate.UnsupportedError{What: missing + ", which has no value in this run"}
	}
	switch in := canonical.Input.(type) {
	case *monitors.Search:
		p.targets = in.Indices
	case *monitors.DocumentQueries:
		p.targets = in.Indices
	}
	return p, nil
}

func (p *prepared) trigger(workspace string, at address.Address, t *monitors.Trigger, i int) {
	if t.ID == "" {
		t.ID = address.TriggerID(workspace, at, label(*t))
	}
	if _, taken := p.triggers[t.ID]; taken {
		t.ID += "-" + strconv.Itoa(i)
	}
	p.triggers[t.ID] = label(*t)
	t.Actions = slices.Clone(t.Actions)
	for j := range t.Actions {
		a := &t.Actions[j]
		name := actionLabel(*a)
		if a.ID == "" {
			a.ID = address.ActionID(workspace, at, label(*t), name)
		}
		if _, taken := p.actions[actionKey(t.ID, a.ID)]; taken {
			a.ID += "-" + strconv.Itoa(j)
		}
		known := action{label: name}
		known.destination, a.Destination = settled(workspace, a.Destination)
		known.unknown = silence(a)
		p.actions[actionKey(t.ID, a.ID)] = known
	}
}

// settled is a destination as people call it, and one with the id that it has or
// will get. Nothing is sent in a test, so one without a value will do.
func settled(workspace string, d monitors.DestinationRef) (name string, out monitors.DestinationRef) {
	name = d.ID
	if d.Address != (address.Address{}) {
		name = d.Address.String()
	}
	if missing, unknown := monitors.Unknown(d.ID); unknown {
		name, d.ID = missing, missing
	}
	if d.ID == "" && d.Address != (address.Address{}) {
		d.ID = address.ChannelID(workspace, d.Address)
	}
	return name, d
}

// silence takes templates out of an action that have no value in this run, and
// tells what is missing; "" for nothing.
func silence(a *monitors.Action) (missing string) {
	if what, unknown := monitors.Unknown(a.Message.Source); unknown {
		missing, a.Message.Source = what, fmt.Sprintf("(%s has no value)", what)
	}
	if a.Subject != nil {
		if what, unknown := monitors.Unknown(a.Subject.Source); unknown {
			subject := *a.Subject
			subject.Source = fmt.Sprintf("(%s has no value)", what)
			missing, a.Subject = what, &subject
		}
	}
	return missing
}

// findUnknown finds a leaf that has no value in this run.
func findUnknown(v any) (missing string, unknown bool) {
	switch v := v.(type) {
	case string:
		return monitors.Unknown(v)
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if missing, unknown = findUnknown(m.Value); unknown {
				return missing, true
			}
		}
	case []any:
		for _, x := range v {
			if missing, unknown = findUnknown(x); unknown {
				return missing, true
			}
		}
	}
	return "", false
}

func actionLabel(a monitors.Action) string { return cmp.Or(a.Label, a.Name) }
