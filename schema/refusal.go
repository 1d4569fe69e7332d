package schema

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// askServer holds a monitor that no other check finds wrong to what a server would
// say to its body: as it was written, and as it would be sent.
func (b *monitorBlock) askServer(m monitors.Monitor, refusal func(*orderedjson.Object) error) {
	search, _ := m.Input.(*monitors.Search)
	if refusal == nil || search != nil && len(search.Foreign) > 0 {
		return
	}
	at := place{b.def, b.block}
	bodies := []*orderedjson.Object{wire.EncodeMonitor(withSomeIDs(m), nil)}
	if b.written != nil {
		at = b.at("body")
		written := orderedjson.Clone(b.written).(*orderedjson.Object)
		written.Delete("ui_metadata") // it is not sent
		bodies = append([]*orderedjson.Object{written}, bodies...)
	}
	for _, body := range bodies {
		if holdsUnknown(body) {
			return
		}
		if err := refusal(body); err != nil {
			b.report("raw-body", at, "The server would refuse this monitor: %s. Write what it takes.", strings.TrimSuffix(err.Error(), "."))
			return
		}
	}
}

// withSomeIDs fills references in whose ids are known only on a cluster.
func withSomeIDs(m monitors.Monitor) monitors.Monitor {
	triggers := make([]monitors.Trigger, len(m.Triggers))
	for i, t := range m.Triggers {
		triggers[i] = t
		triggers[i].Actions = make([]monitors.Action, len(t.Actions))
		for j, a := range t.Actions {
			if a.Destination.ID == "" {
				a.Destination.ID = "id"
			}
			triggers[i].Actions[j] = a
		}
	}
	m.Triggers = triggers
	return m
}
