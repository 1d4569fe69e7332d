package view

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
)

// Muting is what became of monitors that were to be muted, or unmuted.
type Muting struct {
	Workspace string
	Until     time.Time // zero: mutes were to go
	Why       string
	Refusals  []plan.MuteRefusal
	Silent    []address.Address // had no mute that could go
	Outcomes  []apply.Outcome   // none where nothing was to be written

	// Open counts open alerts of the triggers that were muted; nil: they could not be read.
	Open map[address.Address]int
}

// Failed tells whether something is not as it was wished.
func (m Muting) Failed() bool {
	return len(m.Refusals) > 0 || slices.ContainsFunc(m.Outcomes, func(o apply.Outcome) bool { return o.Status != apply.Done })
}

// Muted prints what became of each monitor.
func (p *Printer) Muted(m Muting) {
	for _, o := range m.Outcomes {
		p.mutedOne(m, o)
	}
	for _, at := range m.Silent {
		p.line("- %s: was not muted", at)
	}
	for _, r := range m.Refusals {
		words := muteRefusalMessage(r, m.Workspace)
		p.line("%s %s: %s: %s.", p.paint("✗", color.FgRed), muteRefusalAt(r), m.words("not muted", "not unmuted"), lowerFirst(words.summary))
		p.detail(words.detail)
	}
	switch done := func(o apply.Outcome) bool { return o.Status == apply.Done }; {
	case slices.ContainsFunc(m.Outcomes, done):
		if len(m.Refusals) == 0 { // their words end with a line
			p.line("")
		}
		p.note("a monitor runs with the roles of whoever saved it last: now with those of the user who " + m.words("muted", "unmuted") + " it.")
	case len(m.Refusals) > 0 && len(m.Outcomes) == 0:
		p.line("Nothing was written.")
	}
}

func (m Muting) words(mute, unmute string) string {
	if m.Until.IsZero() {
		return unmute
	}
	return mute
}

func (p *Printer) mutedOne(m Muting, o apply.Outcome) {
	at := o.Change.Address
	if o.Status != apply.Done {
		text := oneLine(o.Err.Error())
		if errors.Is(o.Err, apply.ErrConflict) {
			text += " (nothing of it was written; say it once more)"
		}
		p.line("%s %s: %s: %s", p.paint("✗", color.FgRed), at, m.words("not muted", "not unmuted"), text)
		return
	}
	mark := p.paint("✓", color.FgGreen)
	triggers := mutedTriggers(o.Change)
	what := pick(len(triggers), "trigger ", "triggers ") + oneLine(and(firsts(triggers)))
	if m.Until.IsZero() {
		p.line("%s %s, %s: no longer muted%s", mark, at, what, troubled(o))
		return
	}
	p.line("%s %s, %s: muted until %s%s", mark, at, what, clock(m.Until), troubled(o))
	if n := m.Open[at]; n > 0 {
		p.indented("  ", fmt.Sprintf("%s %s with the next run, as if all were well, acknowledged or not. If the condition holds when the mute has ended, a new alert opens and pages anew.",
			upperFirst(plural(n, "open alert")), pick(n, "completes", "complete")))
	}
}

// mutedTriggers are the triggers whose mutes a change is about.
func mutedTriggers(c plan.Change) []string {
	var names []string
	for _, f := range c.Fields {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(f.Path, "trigger."), ".mute"))
	}
	return names
}

func muteRefusalAt(r plan.MuteRefusal) string {
	if r.Address.IsZero() || r.Target.Address == r.Address {
		return r.Target.String()
	}
	return r.Address.String()
}

func muteRefusalMessage(r plan.MuteRefusal, workspace string) message {
	ids, word := objects(r.Objects), oneLine(r.Word)
	switch r.Kind {
	case plan.MuteNotThere:
		return message{"There is no such monitor", fmt.Sprintf("The cluster has no monitor of workspace %q at this address, with its mark. One whose mark somebody's edit took away gets it back by `alertplan apply`.%s", workspace, printable(r.Word))}
	case plan.MuteForeign:
		return message{"It belongs to another workspace", fmt.Sprintf("The one at this address, %s, is of workspace %q. Mute it by the configuration of that.", ids, word)}
	case plan.MuteCopies:
		return message{"There are several of it", fmt.Sprintf("%s have the mark of one address. `alertplan plan` tells more, and the way out.", ids)}
	case plan.MuteUnreadable:
		return message{"It can't be read", fmt.Sprintf("%s is in a form that this version of alertplan does not know (%s), so it can't be written.", ids, word)}
	case plan.MuteNoTrigger:
		if len(r.Names) == 0 {
			return message{"It has no triggers", "There is nothing in it that could fire."}
		}
		return message{"There is no such trigger", "Its triggers are " + oneLine(and(firsts(r.Names))) + "."}
	case plan.MuteDocuments:
		return message{"A document-level monitor can't be muted", "Its conditions are no scripts, and know no time. Switch it off by `enabled = false` and an apply, or let who receives the messages keep quiet."}
	case plan.MuteWorkflow:
		return message{"A workflow can't be muted", "Its conditions are no scripts, and know no time. Mute the monitors that it runs, where its conditions ask for their alerts. Or switch it off by `enabled = false` and an apply."}
	default:
		return message{"Its condition is no Painless script that can be read", fmt.Sprintf("That of trigger %s can hold no mute. Switch the monitor off by `enabled = false` and an apply, or let who receives the messages keep quiet.", word)}
	}
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }
