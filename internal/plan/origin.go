package plan

import (
	"strings"

	"github.com/alertplan/alertplan/monitors"
)

// Origin says on which side a field has changed since the last apply.
type Origin string

// The origins. The mark has digests, not values: of a field that has changed on
// both sides, it can't be told what it was.
const (
	OnCluster Origin = "cluster" // somebody changed it there; the files say what was applied
	InFiles   Origin = "files"   // not applied yet; the cluster has what was applied
	InBoth    Origin = "both"    // neither side has what was applied
	Untold    Origin = "unknown" // nothing on the cluster tells: a channel, or a mark that is gone or older
)

// tellOrigins sets the origin of each difference. Where the live monitor is, as a
// whole, what was written, the files have changed; where the files are, the
// cluster has. Where neither is, the fingerprints of the mark tell it field by
// field; without them it can't be told.
func tellOrigins(fields []FieldChange, sides sides) {
	mark := sides.mark
	whole := Untold
	switch {
	case mark == nil || mark.HashVersion != monitors.HashVersion:
	case sides.live.Hash() == mark.ConfigHash:
		whole = InFiles
	case sides.desired.Hash() == mark.ConfigHash:
		whole = OnCluster
	case mark.Fields != nil:
		history := sides.history()
		for i := range fields {
			fields[i].Origin = history.origin(fields[i])
		}
		return
	}
	for i := range fields {
		fields[i].Origin = whole
	}
}

// sides are a monitor as it is, as it should be, and what tells how it was.
type sides struct {
	live, desired monitors.Monitor
	found         matches
	mark          *monitors.Mark
	hidden        []FieldChange // see differ
}

// history holds the fingerprints of a monitor's fields at three times.
type history struct {
	applied, live, desired map[string]string
	places                 []place         // actions before their triggers
	hidden                 map[string]bool // parts that depend on what is not known in this run
}

// place is where the fields of one trigger or action stand on each side: a label
// may have changed, and what another hand has made has none.
type place struct{ desired, live, applied string }

func (s sides) history() history {
	h := history{applied: s.mark.Fields, live: fingerprints(s.live), desired: fingerprints(s.desired), hidden: map[string]bool{}}
	if s.mark.Search != nil && s.mark.Search.Declared == monitors.SearchDigest(s.desired) {
		likeApplied(h.desired, h.applied)
	}
	for _, f := range s.hidden {
		h.hidden[partOf(f.Path).path] = true
	}
	for i, t := range s.desired.Triggers {
		l := s.found.triggers[i]
		if l < 0 {
			continue
		}
		before := s.live.Triggers[l]
		trigger := placeOf("trigger.", t.Label, before.Label, before.Name)
		for j, a := range t.Actions {
			if k := s.found.actions[i][j]; k >= 0 {
				action := placeOf(".action.", a.Label, before.Actions[k].Label, before.Actions[k].Name)
				h.places = append(h.places, place{trigger.desired + action.desired, trigger.live + action.live, trigger.applied + action.applied})
			}
		}
		h.places = append(h.places, trigger)
	}
	return h
}

func placeOf(kind, desired, live, name string) place {
	applied := live
	if live == "" {
		applied = desired
	}
	return place{desired: kind + desired, live: kind + labelOf(live, name), applied: kind + applied}
}

// placeOf tells where a part stands on each side.
func (h history) placeOf(part part) place {
	for _, p := range h.places {
		if rest, inside := strings.CutPrefix(part.path, p.desired+"."); inside {
			return place{part.path, p.live + "." + rest, p.applied + "." + rest}
		}
	}
	return place{part.path, part.path, part.path}
}

// isEdited tells whether a field's part is not what was applied, on the cluster.
func (h history) isEdited(f FieldChange) bool {
	at := h.placeOf(partOf(f.Path))
	return under(h.live, at.live) != under(h.applied, at.applied)
}

func (h history) origin(f FieldChange) Origin {
	part := partOf(f.Path)
	at := h.placeOf(part)
	applied, live, desired := under(h.applied, at.applied), under(h.live, at.live), under(h.desired, at.desired)
	_, unknown := equalButUnknown(nil, f.After)
	isOpen := len(unknown) > 0 || h.hidden[part.path] && !part.ofMany
	switch {
	case live == applied && desired == applied && !strings.HasSuffix(f.Path, ".label"):
		return Untold // it means the same, and is said otherwise: a form of the Dashboards' editor
	case live == applied:
		return InFiles
	case desired == applied || isOpen:
		return OnCluster
	case part.ofMany:
		return Untold // one thing in it may have changed here, another there
	default:
		return InBoth
	}
}
