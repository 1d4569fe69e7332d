package view_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// Each refusal has words of its own, and each thing to know a note.
func TestRestore(t *testing.T) {
	when := time.Date(2026, 3, 9, 10, 15, 0, 0, time.UTC)
	kept := plan.Kept{Workspace: "soc", Address: login, Monitor: &monitors.Live{ID: "OldIdOldIdOldIdOldId"}}
	change := plan.Change{Action: plan.Update, Address: login, ID: "NewIdNewIdNewIdNewId", Monitor: &plan.MonitorChange{}}
	some := []plan.Object{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}
	var all []plan.Restored
	for _, kind := range []plan.RefusalKind{
		plan.RestoreForeign, plan.RestoreCopies, plan.RestoreUnreadable, plan.RestoreDelegate, plan.RestoreWithoutDelegates,
	} {
		all = append(all, plan.Restored{Kept: kept, Change: change, Refusal: &plan.Refusal{Kind: kind, Objects: some, Word: "word"}})
	}
	again := change
	again.Action, again.ID = plan.Create, ""
	replaced := change
	replaced.Action = plan.Replace
	all = append(all,
		plan.Restored{Kept: kept, Change: change, Elsewhere: true, Unmarked: true},
		plan.Restored{Kept: kept, Change: again, MissingDestinations: []string{"y", "x", "y"}, Users: some, SameName: some[:1]},
		plan.Restored{Kept: kept, Change: replaced, Closes: []string{"many", "any"}})
	for _, live := range []destinations.Live{{ID: "ap_soc_slack_x"}, {ID: "OldIdOldIdOldIdOldId", DerivedName: "ap_soc_slack_x"}} {
		channel := plan.Kept{Workspace: "soc", Address: pager, Destination: &live}
		c := plan.Change{Action: plan.Create, Address: pager, Destination: &plan.DestinationChange{}}
		if !live.IsLegacy() {
			c.ID = live.ID
		}
		all = append(all, plan.Restored{Kept: channel, Change: c}, plan.Restored{Kept: channel, Change: c, Refusal: &plan.Refusal{Kind: plan.RestoreGeneration}})
		c.Action, c.ID = plan.Replace, "other"
		all = append(all, plan.Restored{Kept: channel, Change: c, Elsewhere: live.IsLegacy()})
	}
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	for _, r := range all {
		fmt.Fprintf(&out, "exit status %d\n\n", p.Restore(r, when))
	}
	p.RestoredAlready(all[0], when)
	golden(t, "testdata/restore.txt", out.Bytes())
}
