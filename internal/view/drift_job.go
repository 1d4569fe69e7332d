package view

import (
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// Timed prints lines of a log, the first behind a time.
func (p *Printer) Timed(at time.Time, format string, args ...any) {
	p.line("%s %s", moment(at.UnixMilli()), printable(fmt.Sprintf(format, args...)))
}

// LookWords say what a look came to, on one line.
func LookWords(l driftjob.Look) string {
	switch l.Outcome {
	case driftjob.NoDrift:
		return fmt.Sprintf("No drift%s: %s.", newsWhere(&driftjob.News{Workspace: l.Workspace, Cluster: l.Cluster}), unchangedWords(l.Counts))
	case driftjob.Drift:
		return fmt.Sprintf("Drift%s: %s.", newsWhere(&driftjob.News{Workspace: l.Workspace, Cluster: l.Cluster}), countsWords(l.Counts))
	default:
		return "Could not look: " + l.Why
	}
}

// SightWords say that a job looks again.
func SightWords(unseen time.Duration) string {
	return fmt.Sprintf("Looking again, after %s.", Span(unseen))
}

// EventWords name what a message tells.
func EventWords(e driftjob.Event) string {
	return map[driftjob.Event]string{
		driftjob.Appeared: "drift has appeared", driftjob.HasChanged: "drift has changed", driftjob.Ended: "drift has ended",
		driftjob.Blind: "looks fail", driftjob.SeesAgain: "the job looks again",
	}[e]
}
