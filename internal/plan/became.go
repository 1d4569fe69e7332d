package plan

import "github.com/alertplan/alertplan/monitors"

// Became tells whether a live monitor or workflow is what the change makes of it: to
// find out whether a write was done to which no answer came. mark is the one that was
// written with it, nil where it was taken away.
func (m MonitorChange) Became(live monitors.Live, mark *monitors.Mark) bool {
	desired, now := withoutAddresses(m.Desired), withoutAddresses(live.Monitor)
	switch {
	case live.Unreadable != "" || now.Type != desired.Type:
		return false
	case desired.Type == monitors.Composite: // has no mark
	case mark == nil || live.Mark == nil:
		if mark != live.Mark {
			return false
		}
	case !sameMark(*mark, *live.Mark):
		return false
	}
	if !sameMutes(now, desired) {
		return false
	}
	now.Description = desired.Description
	hash := now.Hash()
	if hash == desired.Hash() || mark != nil && hash == mark.ConfigHash {
		return true
	}
	if _, otherwise := m.StoredOtherwise(live); !otherwise {
		return false
	}
	now.Input = desired.Input
	return now.Hash() == desired.Hash()
}

// withoutAddresses is a monitor whose references are the ids that a cluster knows.
func withoutAddresses(m monitors.Monitor) monitors.Monitor {
	return m.MapRefs(func(r monitors.Ref) monitors.Ref { return monitors.Ref{ID: r.ID} })
}
