package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/soak"
)

// mutableTypes are those whose conditions can hold a mute.
var mutableTypes = []string{"query_level_monitor", "bucket_level_monitor", "cluster_metrics_monitor"}

// muteSome mutes a monitor now and then while requests fail, and lists what is wrong with
// that: what it says is muted has to be, and nothing else is written.
func (l *life) muteSome() (wrong []string) {
	l.t.Helper()
	if l.IntN(3) > 0 {
		return nil
	}
	before := l.look()
	var chosen []string
	for _, seen := range before.Objects {
		single := len(seen.Triggers) == 1 // the others fire, for openAlerts
		if !l.others[seen.ID] && seen.Marked != "" && single && slices.Contains(mutableTypes, seen.Type) && l.IntN(4) == 0 {
			chosen = append(chosen, seen.Marked)
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	what := l.breakSome(1 + l.IntN(3))
	got := l.do("mute", append(chosen, "--for", fmt.Sprintf("%dd", 10+l.IntN(20)), "--why", "soak")...)
	l.rest()
	l.countFaults()
	l.proxy.Heal()
	now := map[string]soak.Seen{}
	for _, seen := range l.look().Objects {
		now[seen.ID] = seen
	}
	for _, then := range before.Objects {
		is := now[then.ID]
		said := strings.Contains(got.stdout, "✓ "+then.Marked+", ")
		if said {
			l.tally.Muted()
		}
		switch meant := !l.others[then.ID] && slices.Contains(chosen, then.Marked); {
		case said && (is.Triggers == nil || is.Triggers[0].Muted == ""):
			wrong = append(wrong, then.Tag+" is not muted, and is said to be")
		case !meant && is.Version != then.Version:
			wrong = append(wrong, then.Tag+" was written, and nobody asked for it")
		case meant && !said && got.code == 0:
			wrong = append(wrong, then.Tag+" is not said to be muted, and it did not fail")
		}
	}
	if len(wrong) > 0 {
		wrong = append(wrong, what, got.String())
	}
	return wrong
}
