package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
)

// Restore prints what will be put back, and what that means for what is around it; or
// why it can't be. The exit status is Changes or Failed.
func (p *Printer) Restore(r plan.Restored, kept time.Time) int {
	if r.Refusal != nil {
		p.message("Error", color.FgRed, refusalMessage(r))
		return Failed
	}
	p.line("alertplan will put this back as it was until %s:\n", BackupTime(kept))
	p.changeAs(r.Change, restoreWords(r.Change))
	for _, note := range restoreNotes(r) {
		p.note(note)
		p.line("")
	}
	return Changes
}

// RestoredAlready says that there is nothing to put back.
func (p *Printer) RestoredAlready(r plan.Restored, kept time.Time) {
	p.line("%s %s is as it was until %s.", p.bold(p.paint("No changes.", color.FgGreen)), r.Change.Address, BackupTime(kept))
}

// RestoreEnded prints what became of it, and returns the exit status.
func (p *Printer) RestoreEnded(result apply.Result) int {
	for _, o := range result.Outcomes {
		switch o.Status {
		case apply.Done:
			p.line("%s %s: put back (id %s)", p.paint("✓", color.FgGreen), o.Change.Address, oneLine(o.ID))
		default:
			p.line("%s %s: it could not be put back: %s", p.paint("✗", color.FgRed), o.Change.Address, failure(o))
		}
	}
	return p.ended(result, "Restore", "1 put back")
}

func restoreWords(c plan.Change) string {
	switch {
	case c.Action == plan.Create:
		return "is gone: will be made again"
	case c.Action == plan.Replace && c.Destination != nil:
		return "must be replaced: the kind of a channel can't change"
	case c.Action == plan.Replace:
		return "must be replaced: the type of a monitor can't change"
	default:
		return "will be put back in place"
	}
}

func restoreNotes(r plan.Restored) []string {
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	c := r.Change
	switch {
	case c.Action == plan.Create && c.Monitor != nil:
		note("the server gives it a new id. Its triggers and actions get their old ids, but alerts of the old one (id %s) don't come back.", oneLine(r.Kept.Monitor.ID))
	case c.Action == plan.Create && c.ID == "":
		note("the server gives it a new id in place of the old one (id %s).", oneLine(r.Kept.Destination.ID))
	case r.Elsewhere && c.Monitor != nil:
		note("it had another id then (id %s); that is gone, and what has its mark or triggers now (id %s) is written.", oneLine(r.Kept.Monitor.ID), oneLine(c.ID))
	case r.Elsewhere:
		note("it had another id then (id %s); that is gone, and what has its name now (id %s) is written.", oneLine(r.Kept.Destination.ID), oneLine(c.ID))
	}
	if len(c.Fields) == 0 && c.Action == plan.Update {
		note("what differs is not shown by a plan: the mark, or what others keep in it.")
	}
	if r.Unmarked {
		note("it had no mark then, so alertplan will leave it alone until it is adopted.")
	}
	if len(r.Closes) > 0 {
		note("open alerts of what it did not have then are closed by the server, ten at most, or stay open for good: %s.", names(r.Closes))
	}
	if len(r.MissingDestinations) > 0 {
		note("it sends to what is not there: %s.", names(r.MissingDestinations))
	}
	if len(r.Users) > 0 {
		note("these refer to its old id, and won't find it under the new one: %s.", objects(r.Users))
	}
	if len(r.SameName) > 0 {
		note("there will be two of one name: %s is there already, and has neither its mark nor its triggers.", objects(r.SameName))
	}
	if c.Monitor != nil {
		note("a monitor runs with the roles of whoever saved it last: with those of the user who restores this.")
	}
	return notes
}

func names(list []string) string {
	quoted := make([]string, len(list))
	for i, name := range list {
		quoted[i] = oneLine(name)
	}
	slices.Sort(quoted)
	return strings.Join(slices.Compact(quoted), ", ")
}

func refusalMessage(r plan.Restored) message {
	at, ids, word := r.Change.Address.String(), objects(r.Refusal.Objects), oneLine(r.Refusal.Word)
	switch r.Refusal.Kind {
	case plan.RestoreForeign:
		return message{"It belongs to another workspace now",
			fmt.Sprintf("%s is %s on the cluster, which workspace %q owns by now. Take it out there first, with a removed block that has lifecycle { destroy = false }.", at, ids, word)}
	case plan.RestoreCopies:
		return message{"Several objects would be one",
			fmt.Sprintf("%s is claimed by %s: put back, there would be several with one mark or the same triggers. Nothing is written to any of them. Delete those that are not wanted, or look at what `alertplan plan` says of them.", at, ids)}
	case plan.RestoreUnreadable:
		return message{"Monitor that can't be read",
			fmt.Sprintf("%s, %s, is in a form that this version of alertplan does not know (%s), so it can't be compared. Its backup is a JSON file, whose body the API takes: docs/backups.md shows how.", at, ids, word)}
	case plan.RestoreDelegate:
		return message{"Delegate of a workflow",
			fmt.Sprintf("%s has another type now, so that it would have to be deleted first, and it is a delegate of %s. Take it out of there, or change the files and apply: that makes the new one first.", at, ids)}
	case plan.RestoreWithoutDelegates:
		var gone []string
		for _, o := range r.Refusal.Objects {
			gone = append(gone, o.ID)
		}
		return message{"Its delegates are not there",
			fmt.Sprintf("%s has delegates that are not on the cluster any more: %s. A monitor that is made again gets another id. Put the monitors back, and let `alertplan apply` make the workflow of them.", at, names(gone))}
	default:
		made := "before 2.0, as a legacy destination"
		if r.Kept.Address.Kind() == address.Destination && !r.Kept.Destination.IsLegacy() {
			made = "2.0 or later, as a channel"
		}
		return message{"It was kept from another generation of clusters",
			fmt.Sprintf("%s was kept from a cluster of %s. Let `alertplan apply` make it from the files.", at, made)}
	}
}
