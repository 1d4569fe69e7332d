package alerts

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
)

// Ledger is a Store in memory: the alerts of a series of runs. The zero value has
// no alerts. It is not safe for concurrent use.
type Ledger struct {
	open    []*Alert // oldest write first
	history []*Alert // oldest end first
	seen    map[string]map[string]int64
	found   []*evaluate.Finding
	last    map[string]int // the number of the last id of a kind
	runs    int
}

// Run runs a monitor, with the alerts that earlier runs left here, and keeps what
// it leaves. Messages arrive. Errors: as evaluate.Run.
func (l *Ledger) Run(request evaluate.Request) (*Run, error) {
	l.runs++
	return Runner{Store: l, Execution: fmt.Sprintf("run-%d", l.runs)}.Run(request)
}

// Open lists a monitor's open alerts: copies, oldest write first.
func (l *Ledger) Open(monitorID string) []*Alert { return ofMonitor(l.open, monitorID) }

// History lists a monitor's alerts that are over: copies, oldest end first.
func (l *Ledger) History(monitorID string) []*Alert { return ofMonitor(l.history, monitorID) }

// OfWorkflow lists a workflow's own open alerts: copies, oldest write first.
func (l *Ledger) OfWorkflow(id string) []*Alert {
	return slices.DeleteFunc(ofMonitor(l.open, ""), func(a *Alert) bool { return a.WorkflowID != id })
}

func ofMonitor(list []*Alert, id string) []*Alert {
	var out []*Alert
	for _, a := range list {
		if a.MonitorID == id {
			out = append(out, a.copy())
		}
	}
	return out
}

// Write keeps an open or audited alert. New ones get the ids alert-1, alert-2, …
func (l *Ledger) Write(a *Alert) error {
	a.Version = 1
	if a.ID == "" {
		a.ID = l.NewID("alert")
	}
	for _, before := range l.open {
		if before.ID == a.ID {
			a.Version = before.Version + 1
		}
	}
	l.remove(a.ID)
	if a.State == Audit {
		l.history = append(l.history, a.copy())
	} else {
		l.open = append(l.open, a.copy())
	}
	return nil
}

// NewID makes alert-1, alert-2, …, finding-1, …
func (l *Ledger) NewID(kind string) string {
	if l.last == nil {
		l.last = map[string]int{}
	}
	l.last[kind]++
	return fmt.Sprintf("%s-%d", kind, l.last[kind])
}

// Seen is the last document of an index that a monitor looked at. The first run
// looks at all, as an inline one; a server would begin where the monitor was
// saved.
func (l *Ledger) Seen(monitorID, index string) int64 {
	if last, ok := l.seen[monitorID][index]; ok {
		return last
	}
	return -1
}

// SetSeen keeps how far a monitor looked.
func (l *Ledger) SetSeen(monitorID string, last map[string]int64) {
	if l.seen == nil {
		l.seen = map[string]map[string]int64{}
	}
	if l.seen[monitorID] == nil {
		l.seen[monitorID] = map[string]int64{}
	}
	maps.Copy(l.seen[monitorID], last)
}

// AddFindings keeps what a document-level run found.
func (l *Ledger) AddFindings(_ evaluate.Request, findings []*evaluate.Finding) {
	l.found = append(l.found, findings...)
}

// Findings are those of all runs, in their order.
func (l *Ledger) Findings() []*evaluate.Finding { return slices.Clone(l.found) }

func (l *Ledger) remove(id string) {
	l.open = slices.DeleteFunc(l.open, func(a *Alert) bool { return a.ID == id })
}

// Close moves an alert to the history.
func (l *Ledger) Close(a *Alert) {
	l.remove(a.ID)
	l.history = append(l.history, a.copy())
}

// Acknowledge acknowledges open alerts by their ids. It returns the server's words
// for each one that it was refused for; nil: all were acknowledged.
func (l *Ledger) Acknowledge(at time.Time, ids ...string) (refused map[string]string) {
	refuse := func(id, reason string) {
		if refused == nil {
			refused = map[string]string{}
		}
		refused[id] = reason
	}
	for _, id := range ids {
		i := slices.IndexFunc(l.open, func(a *Alert) bool { return a.ID == id })
		if i < 0 {
			refuse(id, NotFound(id))
			continue
		}
		a := l.open[i]
		if reason := a.Acknowledge(at); reason != "" {
			refuse(id, reason)
		} else if a.OfFindings() {
			l.Close(a)
		}
	}
	return refused
}

// NotFound is why an alert that is not open can't be acknowledged.
func NotFound(id string) string {
	return "Alert: " + id + " does not exist (it may have already completed)."
}
