package view

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/plan"
)

func noDriftWords(d *plan.Drift) string {
	words := fmt.Sprintf("%s of workspace %q %s as the files have %s", plural(d.Unchanged, "object"), d.Workspace, pick(d.Unchanged, "is", "are"), pick(d.Unchanged, "it", "them"))
	switch {
	case d.Targeted:
		words = "Nothing that --target names was changed on the cluster since the last apply"
	case d.Unchanged == 0 && len(d.NotApplied) == 0:
		words = fmt.Sprintf("Workspace %q declares nothing, and owns nothing on the cluster", d.Workspace)
	}
	if d.LookedForAll {
		words += ", and nothing is there that no workspace owns"
	}
	return words + "."
}

func driftCounts(d *plan.Drift) string {
	words := []string{}
	for _, kind := range []struct {
		n    int
		text string
	}{
		{len(d.Changed), fmt.Sprintf("%d changed", len(d.Changed))},
		{len(d.Missing), fmt.Sprintf("%d missing", len(d.Missing))},
		{len(d.Copies), fmt.Sprintf("%d with copies", len(d.Copies))},
		{len(d.Unmanaged), fmt.Sprintf("%d owned by no workspace", len(d.Unmanaged))},
	} {
		if kind.n > 0 {
			words = append(words, kind.text)
		}
	}
	if d.Targeted || d.Unchanged == 0 {
		return and(words) // of other targets nothing is said
	}
	return and(words) + fmt.Sprintf("; %d as the files have %s", d.Unchanged, pick(d.Unchanged, "it", "them"))
}

// driftHints say who can put it right, and how; only what concerns this drift.
func driftHints(d *plan.Drift) []string {
	var hints []string
	removed := func(x plan.Drifted) bool { return x.Removal != nil }
	if slices.ContainsFunc(d.Changed, func(x plan.Drifted) bool { return !removed(x) }) {
		hints = append(hints, "Whoever may apply takes a change back with `alertplan apply`. Whoever keeps the files keeps a change with `alertplan drift --accept ADDRESS`.")
	}
	if slices.ContainsFunc(d.Changed, func(x plan.Drifted) bool { return x.EditedByAnotherHand }) {
		hints = append(hints, "Where the mark or address is gone, so is what was applied: what only the files have changed stands among the differences. apply restores both.")
	}
	if slices.ContainsFunc(d.Changed, func(x plan.Drifted) bool { return removed(x) && x.Removal.Action == plan.Delete }) {
		hints = append(hints, "Whoever wants to keep what was changed of a monitor that is to be destroyed writes a block of it, at its address, before the next apply.")
	}
	hints = append(hints, missingHints(d)...)
	isDouble := func(x plan.Drifted) bool { return x.Problem == nil }
	if slices.ContainsFunc(d.Copies, func(x plan.Drifted) bool { return !isDouble(x) }) {
		hints = append(hints, "Of copies, delete the one that is not wanted in the Dashboards. Until then apply takes only what --target names beside them.")
	}
	if slices.ContainsFunc(d.Copies, isDouble) {
		hints = append(hints, "Copies that two applies at once have made are settled by `alertplan apply`: one stays.")
	}
	return append(hints, unmanagedHints(d)...)
}

func missingHints(d *plan.Drift) []string {
	var hints []string
	if nothingOfOurs(d) {
		hints = append(hints, fmt.Sprintf("Nothing of workspace %q is on this cluster. Is it the right one?", d.Workspace))
	}
	if slices.ContainsFunc(d.Missing, func(x plan.Drifted) bool { return x.Problem == nil }) {
		hints = append(hints, "What is missing is made by `alertplan apply`. If it is gone for good, take its block out of the files.")
	}
	if i := slices.IndexFunc(d.Missing, hasTwin); i >= 0 {
		x := d.Missing[i]
		hints = append(hints, fmt.Sprintf("A monitor of the same name that alertplan has not made is adopted by `alertplan apply --adopt`, or by a block\n\n%s", importBlock(x.Address.String(), firstID(x.Problem.Objects))))
	}
	if slices.ContainsFunc(d.Missing, func(x plan.Drifted) bool { return x.Problem != nil && !hasTwin(x) }) {
		hints = append(hints, "A channel that an `existing` block names is its owner's to restore; or let the block name another.")
	}
	return hints
}

func unmanagedHints(d *plan.Drift) []string {
	var hints []string
	adoptable := func(n plan.Newcomer) bool { return !n.Channel && n.IDsOf == "" }
	if i := slices.IndexFunc(d.Unmanaged, adoptable); i >= 0 {
		hints = append(hints, fmt.Sprintf("A monitor that no workspace owns becomes one of the files by a monitor block and\n\n%s", importBlock("monitor.LABEL", oneLine(d.Unmanaged[i].ID))))
	}
	if slices.ContainsFunc(d.Unmanaged, func(n plan.Newcomer) bool { return n.Channel }) {
		hints = append(hints, "A channel that no workspace owns is named by an `existing` block where monitors send to it.")
	}
	switch {
	case len(hints) > 0:
		hints = append(hints, "Or leave it alone: without --unmanaged nobody looks for it.")
	case len(d.Unmanaged) > 0:
		hints = append(hints, "What has the ids of a workspace was given up by it, or has lost its mark: a block of its old address there, and an apply, restores it. Without --unmanaged nobody looks for it.")
	}
	return hints
}

func nothingOfOurs(d *plan.Drift) bool {
	return len(d.Missing) > 0 && !d.Targeted && d.Unchanged+len(d.Changed)+len(d.Copies)+len(d.NotApplied) == 0
}

func hasTwin(x plan.Drifted) bool {
	return x.Problem != nil && x.Problem.Kind == plan.UnmarkedName
}

func importBlock(to, id string) string {
	return fmt.Sprintf("  import {\n    to = %s\n    id = %q\n  }\n", to, id)
}

func driftNotes(d *plan.Drift) []string {
	notes := muteLines(d.Mutes, true)
	uncompared := map[plan.WarningKind]*openNote{plan.NotCompared: {words: "Not compared"}, plan.ComparedWithMark: {words: "Compared with what was applied, and not with the files"}}
	if words := othersWords(d); words != "" {
		notes = append(notes, words)
	}
	for _, w := range d.Warnings {
		switch w.Kind {
		case plan.NotCompared, plan.ComparedWithMark:
			uncompared[w.Kind].add(w)
		case plan.MarkGone:
			notes = append(notes, "Note: "+warningMessage(w).detail)
		default:
			m := warningMessage(w)
			notes = append(notes, m.summary+". "+m.detail)
		}
	}
	for _, kind := range []plan.WarningKind{plan.NotCompared, plan.ComparedWithMark} {
		notes = append(notes, uncompared[kind].text()...)
	}
	for _, problem := range d.Problems {
		words := problemMessage(problem, d.Workspace).summary
		if !problem.Address.IsZero() {
			words += " (" + problem.Address.String() + ")"
		}
		notes = append(notes, fmt.Sprintf("`alertplan plan` finds a problem in what the files want: %s.", words))
	}
	return notes
}

// firsts are as many words of a list as a line takes.
func firsts(list []string) []string {
	const most = 4
	if len(list) <= most {
		return list
	}
	return append(slices.Clone(list[:most]), fmt.Sprintf("%d more", len(list)-most))
}
