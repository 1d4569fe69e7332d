package plan

import (
	"slices"
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
}

// history holds the fingerprints of a monitor's fields at three times.
type history struct {
	applied, live, desired map[string]string
	places                 []place // actions before their triggers
}

// place is where the fields of one trigger or action stand on each side: a label
// may have changed, and what another hand has made has none.
type place struct{ desired, live, applied string }

func (s sides) history() history {
	h := history{applied: s.mark.Fields, live: fingerprints(s.live), desired: fingerprints(s.desired)}
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

func (h history) origin(f FieldChange) Origin {
	part := partOf(f.Path)
	at := place{part.path, part.path, part.path}
	for _, p := range h.places {
		if rest, inside := strings.CutPrefix(part.path, p.desired+"."); inside {
			at = place{part.path, p.live + "." + rest, p.applied + "." + rest}
			break
		}
	}
	applied, live, desired := under(h.applied, at.applied), under(h.live, at.live), under(h.desired, at.desired)
	_, unknown := equalButUnknown(nil, f.After)
	switch {
	case live == applied && desired == applied && !strings.HasSuffix(f.Path, ".label"):
		return Untold // it means the same, and is said otherwise: a form of the Dashboards' editor
	case live == applied:
		return InFiles
	case desired == applied || len(unknown) > 0:
		return OnCluster
	case part.ofMany:
		return Untold // one thing in it may have changed here, another there
	default:
		return InBoth
	}
}

// under is what the fingerprints at a path, and below it, say.
func under(prints map[string]string, path string) string {
	var found []string
	for at, print := range prints {
		if rest, ok := strings.CutPrefix(at, path); ok && (rest == "" || rest[0] == '.') {
			found = append(found, rest+"="+print)
		}
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// manyQueries has one fingerprint: a document-level monitor may have hundreds of
// queries, and the mark has to stay small.
const manyQueries = "document_queries.queries"

// part is what has a fingerprint: a field, or several that are one. ofMany says
// that its fields may change each by itself.
type part struct {
	path   string
	ofMany bool
}

// partOf tells which part a field belongs to. Fingerprints are taken of what a
// monitor means, in the plainest words: a schedule, a search and a condition may
// be said in those of the Dashboards' forms, too.
func partOf(path string) part {
	words := strings.Split(path, ".")
	switch {
	case words[0] == "schedule":
		return part{path: "schedule"}
	case path == "graph.indices":
		return part{path: "extraction_query.indices"}
	case words[0] == "graph":
		return part{path: "extraction_query.body", ofMany: true}
	case strings.HasPrefix(path, manyQueries+"."):
		return part{path: manyQueries, ofMany: true}
	case words[0] == "trigger" && len(words) == 3 && slices.Contains(conditionFields, words[2]):
		return part{path: words[0] + "." + words[1] + ".condition"}
	default:
		return part{path: path}
	}
}

// fingerprints digests every part of a monitor that says something, by its path in
// the words of differences. A destination is the channel's id, which stays when its
// address changes.
func fingerprints(m monitors.Monitor) map[string]string {
	m = m.InWordsOf(monitors.Monitor{Input: &monitors.Search{}})
	m.Triggers = slices.Clone(m.Triggers)
	for i, t := range m.Triggers {
		m.Triggers[i] = t.InWordsOf(monitors.Trigger{})
		m.Triggers[i].Actions = slices.Clone(t.Actions)
		for j, a := range t.Actions {
			m.Triggers[i].Actions[j].Destination = monitors.DestinationRef{ID: a.Destination.ID}
		}
	}
	prints := map[string]string{}
	for _, f := range (comparison{}).added(m) {
		if partOf(f.Path).path == f.Path {
			prints[f.Path] = monitors.Fingerprint(f.After)
		}
	}
	fields := m.Fields()
	prints["schedule"] = monitors.Fingerprint(fields.Object("schedule"))
	if queries := fields.Object("document_queries").Object("queries"); queries.Len() > 0 {
		prints[manyQueries] = monitors.Fingerprint(queries)
	}
	return prints
}
