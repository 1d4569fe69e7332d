package plan

import (
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Search bodies of which it can't be told beforehand how a cluster stores them (a
// query of a plugin, an option of a newer version) are compared by two digests in
// the mark: of what was declared, and of what the cluster made of it. All else that
// the mark says is then of the monitor as it is stored.

// asDeclared is the live monitor to compare with the desired one: with the desired
// search where it is what the cluster stores for that, or may be, since a value of
// it has none in this run.
func asDeclared(live, desired monitors.Monitor, mark *monitors.Mark) monitors.Monitor {
	if !searchIsAsApplied(live, mark) || !mark.Search.Known(live, desired) && !hasOpenSearch(desired) {
		return live
	}
	switch in := desired.Input.(type) {
	case *monitors.Search:
		if now, ok := live.Input.(*monitors.Search); ok {
			live.Input = &monitors.Search{Indices: now.Indices, Body: in.Body, Graph: now.Graph}
		}
	case *monitors.OtherInput:
		live.Input = in
	}
	return live
}

// searchIsAsApplied tells whether nobody has changed a search whose stored form
// only the mark knows.
func searchIsAsApplied(live monitors.Monitor, mark *monitors.Mark) bool {
	return mark != nil && mark.Search != nil && monitors.SearchDigest(live) == mark.Search.Stored
}

func hasOpenSearch(m monitors.Monitor) bool {
	search, ok := m.Input.(*monitors.Search)
	if !ok {
		return false
	}
	_, unknown := equalButUnknown(nil, search.Body)
	return len(unknown) > 0
}

// markFor is the mark to write with a monitor.
func markFor(workspace string, at address.Address, m monitors.Monitor) monitors.Mark {
	mark := monitors.MarkFor(workspace, at, m)
	mark.Fields = fingerprints(m)
	return mark
}

// markAt is the mark to write with a change. How its search is stored is known
// before where it was told then, and nothing of it has changed.
func (m MonitorChange) markAt(a Action, workspace string, at address.Address) monitors.Mark {
	if m.Live == nil || a == Replace || !searchIsAsApplied(m.Live.Monitor, m.Live.Mark) {
		return markFor(workspace, at, m.Desired)
	}
	known := m.Live.Mark.Search
	if asked := monitors.SearchDigest(m.Desired); asked != known.Declared && asked != known.Stored {
		return markFor(workspace, at, m.Desired)
	}
	stored := m.Desired
	stored.Input = m.Live.Monitor.Input
	mark := markFor(workspace, at, stored)
	mark.Search = known
	return mark
}

// StoredOtherwise tells whether the cluster stored the search otherwise than the
// mark says that was written with it, and the mark that says how: it is to be
// written with the same monitor again.
func (m MonitorChange) StoredOtherwise(stored monitors.Live) (mark monitors.Mark, otherwise bool) {
	declared, now := monitors.SearchDigest(m.Desired), monitors.SearchDigest(stored.Monitor)
	expected := declared
	if m.Mark.Search != nil {
		expected = m.Mark.Search.Stored
	}
	if now == expected || now == "" || stored.Unreadable != "" {
		return m.Mark, false
	}
	as := m.Desired
	as.Input = stored.Monitor.Input
	mark = markFor(m.Mark.Workspace, m.Mark.Address, as)
	if now != declared {
		mark.Search = &monitors.StoredForms{Declared: declared, Stored: now}
	}
	return mark, true
}

// warnOfForeignSearch says that a search differs, or seems to, in what alertplan
// does not know.
func (p *planner) warnOfForeignSearch(c Change) {
	search, ok := c.Monitor.Desired.Input.(*monitors.Search)
	if !ok || len(search.Foreign) == 0 {
		return
	}
	var names []string
	for _, f := range search.Foreign {
		names = append(names, string(f.Construct)+" "+f.Name)
	}
	for _, f := range c.Fields {
		if f.Path == searchPath && f.Before != nil && f.After != nil {
			p.warn(Warning{Kind: ForeignSearch, Address: c.Address, Names: names})
		}
	}
}

// The paths of what a monitor asks.
const (
	searchPath = "extraction_query.body"
	inputPath  = "input"
)

// likeApplied gives fingerprints of a search that is declared as it was before
// those that its stored form had.
func likeApplied(prints, applied map[string]string) {
	isSearch := func(path string) bool {
		return path == searchPath || path == inputPath || strings.HasPrefix(path, inputPath+".")
	}
	for path := range prints {
		if isSearch(path) {
			delete(prints, path)
		}
	}
	for path, print := range applied {
		if isSearch(path) {
			prints[path] = print
		}
	}
}
