package plan

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// ByMark is a monitor with fields whose values in the files are not known in this
// run. The fingerprints of its mark tell, all the same, which of them were changed
// on the cluster.
type ByMark struct {
	Address address.Address
	Object  Object

	// Edited are the fields that are not what was applied: After is unknown. They
	// are no changes: the files may want what is there.
	Edited []FieldChange
}

// lookAtHidden compares what the files leave open with what was applied. Of a
// monitor without a mark, or with an older one, that is not known.
func (p *planner) lookAtHidden(at address.Address, c claim, both sides) {
	mark := both.mark
	if len(both.hidden) == 0 || c.by != byMark || mark.HashVersion != monitors.HashVersion {
		return
	}
	found := ByMark{Address: at, Object: monitorObjects(c.live)[0]}
	if both.live.Hash() != mark.ConfigHash {
		if mark.Fields == nil {
			return
		}
		history := both.history()
		for _, f := range both.hidden {
			if history.isEdited(f) {
				f.Origin = OnCluster
				found.Edited = append(found.Edited, f)
			}
		}
	}
	p.plan.ByMark = append(p.plan.ByMark, found)
}

// hideQuietTimes leaves open when a trigger is silent, where its condition is not
// known in this run: both are one script.
func (d *differ) hideQuietTimes(p triggerPair) {
	at := slices.IndexFunc(d.hidden, func(f FieldChange) bool {
		return f.Path == p.path+".condition"
	})
	if at < 0 {
		return
	}
	open := d.hidden[at].After
	times := orderedjson.NewObject()
	for _, kind := range []string{"quiet_hours", "maintenance"} {
		times.Set(kind, nil)
	}
	for _, m := range p.live.Fields().Members() {
		if kind, _, _ := strings.Cut(m.Key, "["); times.Has(kind) {
			times.Set(m.Key, m.Value)
		}
	}
	for _, m := range times.Members() {
		d.hidden = append(d.hidden, FieldChange{Path: p.path + "." + m.Key, Before: m.Value, After: open})
	}
}
