package view

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// mostToldJSON limits the objects of a message for machines.
const mostToldJSON = 100

// DriftNewsJSON is a message about drift, for machines. Lists are never null.
type DriftNewsJSON struct {
	FormatVersion string `json:"format_version"`
	Event         string `json:"event"` // appeared, changed, ended, blind, sees_again
	Text          string `json:"text"`  // the message for people, of several lines

	Workspace string     `json:"workspace"` // "" as long as it is not known
	Cluster   string     `json:"cluster"`
	Time      time.Time  `json:"time"`
	Since     *time.Time `json:"since,omitempty"`  // when the drift was seen first, or when looks began to fail
	FirstLook bool       `json:"first_look"`       // nothing was known before: the drift may be old
	Unseen    int        `json:"unseen_seconds"`   // how long nobody could look before this, where that was told
	Failures  int        `json:"failures"`         // looks in a row that failed; of blind
	Outcome   string     `json:"outcome"`          // what the look came to
	Why       string     `json:"why"`              // why the last look failed; of blind
	Summary   CountsJSON `json:"summary"`          // zero of blind
	Objects   []NewsJSON `json:"objects"`          // the first hundred, new ones first
	LeftOut   int        `json:"objects_left_out"` // how many more there are
}

// CountsJSON are the counts of a look.
type CountsJSON struct {
	Changed    int `json:"changed"`
	Missing    int `json:"missing"`
	Copies     int `json:"copies"`
	Unmanaged  int `json:"unmanaged"`
	NotApplied int `json:"not_applied"`
	Unchanged  int `json:"unchanged"`
}

// NewsJSON is an object in a message, without values of its fields.
type NewsJSON struct {
	Change     string     `json:"change"` // new, changed, same, gone
	Kind       string     `json:"kind"`   // changed, missing, copies, unmanaged
	Address    string     `json:"address"`
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Fields     []string   `json:"fields"` // paths
	LastUpdate *time.Time `json:"last_update,omitempty"`
}

// NewDriftNewsJSON words news for machines.
func NewDriftNewsJSON(n *driftjob.News) DriftNewsJSON {
	out := DriftNewsJSON{
		FormatVersion: FormatVersion, Event: string(n.Event), Text: strings.Join(DriftNews(n), "\n"),
		Workspace: n.Workspace, Cluster: oneLine(n.Cluster), Time: n.At.UTC().Truncate(time.Second), Since: toSecond(n.Since), FirstLook: n.First,
		Unseen: int(n.Unseen / time.Second), Failures: n.Failures, Outcome: string(n.Outcome),
		Summary: CountsJSON{
			Changed: n.Counts.Changed, Missing: n.Counts.Missing, Copies: n.Counts.Copies, Unmanaged: n.Counts.Unmanaged,
			NotApplied: n.Counts.NotApplied, Unchanged: n.Counts.Unchanged,
		},
		Objects: mapped(n.Objects[:min(len(n.Objects), mostToldJSON)], newsJSON), LeftOut: max(0, len(n.Objects)-mostToldJSON),
	}
	if n.Event == driftjob.Blind {
		out.Why = oneLine(n.Why)
	}
	return out
}

func newsJSON(o driftjob.Moved) NewsJSON {
	return NewsJSON{
		Change: string(o.Change), Kind: string(o.Kind), Address: printable(o.Address), ID: printable(o.ID), Name: oneLine(o.Name),
		Fields: mapped(o.Fields, printable), LastUpdate: toSecond(o.LastUpdate),
	}
}

// toSecond is a time in UTC, nil for one that is not known.
func toSecond(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// slackEscapes are the three characters that mean something in Slack's text, wherever
// they stand: with them anybody could link, or call everybody.
var slackEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// DriftNewsSlack is the body of a message for a webhook of Slack's.
func DriftNewsSlack(n *driftjob.News) ([]byte, error) {
	return json.Marshal(map[string]string{"text": slackEscapes.Replace(strings.Join(DriftNews(n), "\n"))})
}
