package plan

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// Removal says what becomes of a monitor that the files have no longer: it has no
// other side to compare, but its mark tells that it was changed.
type Removal struct {
	Action Action // Delete or Forget

	// Paths are the parts that are not what was applied, sorted; none for a mark
	// without fingerprints.
	Paths []string
}

// sortRemoval takes a monitor that was changed on the cluster for drift, though it
// is to be deleted or given up: it is ours until then, and deleting it loses what
// somebody wanted of it.
func (f drifts) sortRemoval(c Change) {
	if c.Monitor == nil || c.Monitor.Live == nil || c.Monitor.Live.Unreadable != "" {
		return
	}
	live, mark := c.Monitor.Live.Monitor, c.Monitor.Live.Mark
	if mark == nil || mark.HashVersion != monitors.HashVersion {
		return
	}
	live.Description = mark.Description
	if live.Hash() == mark.ConfigHash {
		return
	}
	f.drift.Changed = append(f.drift.Changed, Drifted{
		Address: c.Address, Name: c.Name, Objects: f.dated(Object{ID: c.ID, Name: c.Name}),
		Removal: &Removal{Action: c.Action, Paths: editedPaths(mark.Fields, live)},
	})
}

// editedPaths are the parts of a live monitor that are not what was applied.
func editedPaths(applied map[string]string, live monitors.Monitor) []string {
	if applied == nil {
		return nil
	}
	now := fingerprints(live)
	paths := map[string]bool{}
	for path, print := range now {
		paths[path] = applied[path] != print
	}
	for path := range applied {
		if _, there := now[path]; !there {
			paths[path] = true
		}
	}
	maps.DeleteFunc(paths, func(_ string, edited bool) bool { return !edited })
	return slices.Sorted(maps.Keys(paths))
}
