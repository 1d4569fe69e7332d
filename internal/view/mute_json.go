package view

import (
	"time"

	"github.com/alertplan/alertplan/internal/apply"
)

// MutingJSON is what became of monitors that were to be muted or unmuted, for machines.
// Lists are never null.
type MutingJSON struct {
	FormatVersion string              `json:"format_version"`
	Workspace     string              `json:"workspace"`
	Until         *time.Time          `json:"until,omitempty"` // absent: mutes were to go
	Why           string              `json:"why,omitempty"`
	Monitors      []MutingMonitorJSON `json:"monitors"`
}

// MutingMonitorJSON is what became of one monitor.
type MutingMonitorJSON struct {
	Address string `json:"address"`
	ID      string `json:"id,omitempty"`

	// done, failed, refused, or unchanged where there was no mute that could go.
	Status   string   `json:"status"`
	Triggers []string `json:"triggers"` // those that were to change

	// Open alerts of them, which the next run completes; absent where they could not be
	// read.
	OpenAlerts *int   `json:"open_alerts,omitempty"`
	Error      string `json:"error,omitempty"`
}

// NewMutingJSON makes its JSON.
func NewMutingJSON(m Muting) MutingJSON {
	out := MutingJSON{FormatVersion: FormatVersion, Workspace: m.Workspace, Until: when(m.Until), Why: printable(m.Why), Monitors: []MutingMonitorJSON{}}
	for _, o := range m.Outcomes {
		one := MutingMonitorJSON{Address: o.Change.Address.String(), ID: printable(o.ID), Status: "done", Triggers: []string{}}
		for _, name := range mutedTriggers(o.Change) {
			one.Triggers = append(one.Triggers, printable(name))
		}
		if n, known := m.Open[o.Change.Address]; known {
			one.OpenAlerts = &n
		}
		if o.Status != apply.Done {
			one.Status, one.Error = "failed", printable(o.Err.Error())
		}
		out.Monitors = append(out.Monitors, one)
	}
	for _, at := range m.Silent {
		out.Monitors = append(out.Monitors, MutingMonitorJSON{Address: at.String(), Status: "unchanged", Triggers: []string{}})
	}
	for _, r := range m.Refusals {
		words := muteRefusalMessage(r, m.Workspace)
		out.Monitors = append(out.Monitors, MutingMonitorJSON{Address: muteRefusalAt(r), Status: "refused", Triggers: []string{}, Error: words.summary + ". " + words.detail})
	}
	return out
}
