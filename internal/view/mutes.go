package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/plan"
)

// MutedJSON is a trigger with a mute on the cluster.
type MutedJSON struct {
	Address string     `json:"address"` // of the monitor
	Trigger string     `json:"trigger"` // its label; its name in quotes where it has none
	Until   time.Time  `json:"until"`
	Since   *time.Time `json:"since,omitempty"` // absent where the mark, which says it, is gone
	Why     string     `json:"why,omitempty"`   // likewise
	Ended   bool       `json:"ended"`           // it is still written in the condition: the next apply takes it out
}

func mutedJSON(m plan.Muted) MutedJSON {
	return MutedJSON{
		Address: m.Address.String(), Trigger: printable(m.Trigger), Until: m.Mute.Until.UTC(), Since: when(m.Mute.Since),
		Why: printable(m.Mute.Why), Ended: m.Ended,
	}
}

// muteGroup are mutes that were put on together.
type muteGroup struct {
	first    plan.Muted
	triggers []string
}

// muteGroups puts together what stands side by side and is of one mute.
func muteGroups(mutes []plan.Muted) []muteGroup {
	var groups []muteGroup
	for _, m := range mutes {
		if n := len(groups) - 1; n >= 0 {
			last := groups[n].first
			if last.Address == m.Address && last.Ended == m.Ended && last.Mute.Same(&m.Mute) {
				groups[n].triggers = append(groups[n].triggers, m.Trigger)
				continue
			}
		}
		groups = append(groups, muteGroup{m, []string{m.Trigger}})
	}
	return groups
}

// muteLines say what is muted, and until when, as far as a screen has room; where they
// are asked for, what was, too.
func muteLines(mutes []plan.Muted, ended bool) []string {
	var lines []string
	for _, g := range muteGroups(mutes) {
		at := fmt.Sprintf("%s, %s %s", g.first.Address, pick(len(g.triggers), "trigger", "triggers"), oneLine(and(firsts(g.triggers))))
		switch {
		case !g.first.Ended:
			lines = append(lines, fmt.Sprintf("Muted until %s: %s%s", clock(g.first.Mute.Until), at, whyMuted(g.first.Mute.Why)))
		case ended:
			lines = append(lines, fmt.Sprintf("A mute ended at %s, and the next apply takes it out: %s%s", clock(g.first.Mute.Until), at, whyMuted(g.first.Mute.Why)))
		}
	}
	if more := len(lines) - mostOfAKind; more > 1 {
		lines = append(lines[:mostOfAKind], fmt.Sprintf("… and %d mutes more: --format json has them all", more))
	}
	return lines
}

// whyMuted is why something is muted, behind a colon.
func whyMuted(why string) string {
	if why == "" {
		return ""
	}
	return ": " + oneLine(why)
}

// mutes prints what stays muted, below a plan.
func (p *Printer) mutes(made *plan.Plan) {
	lines := muteLines(made.Mutes, false)
	if len(lines) == 0 {
		return
	}
	p.line("")
	for _, l := range lines {
		p.indented("", l)
	}
	if len(made.Changes) > 0 {
		p.indented("", "An apply keeps "+pick(len(lines), "it", "them")+".")
	}
}

// mutesEnded tells whether a change does nothing but to take out mutes that are over.
func mutesEnded(c plan.Change) bool {
	for _, f := range c.Fields {
		if f.Origin != plan.MuteEnded {
			return false
		}
	}
	return c.Action == plan.Update && len(c.Fields) > 0 && !c.EditedByAnotherHand
}

// muteNote says of a mute that goes that it is over already.
func muteNote(f plan.FieldChange) string {
	if f.Origin != plan.MuteEnded {
		return ""
	}
	return "it has ended"
}

// muteGoesMessage warns of a mute that goes with its trigger.
func muteGoesMessage(w plan.Warning) message {
	m := *w.Muted
	return message{"Mute that goes", fmt.Sprintf("%s, trigger %s, is muted until %s%s. The mute goes with it: what is made in its place is not muted.",
		m.Address, oneLine(m.Trigger), clock(m.Mute.Until), whyMuted(strings.TrimSuffix(m.Mute.Why, ".")))}
}
