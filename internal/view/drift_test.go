package view_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// morning is a time with a zone and a fraction, which are not shown.
var morning = time.Date(2026, 11, 21, 8, 30, 15, 999, time.FixedZone("CET", 3600))

func dated(id, name string) plan.DatedObject {
	return plan.DatedObject{Object: plan.Object{ID: id, Name: name}, LastUpdate: morning.UnixMilli()}
}

// drifts has one drift of each kind, and of each form.
func drifts() map[string]*plan.Drift {
	edited := plan.Drifted{
		Address: login, Name: "Login", Objects: []plan.DatedObject{dated("liveid", "Login\x1b[31m")},
		Fields: []plan.FieldChange{
			{Path: "enabled", Before: false, After: true, Origin: plan.OnCluster},
			{Path: "trigger.any.severity", Before: "5", After: "2", Origin: plan.InBoth},
			{Path: `trigger."by hand".name`, Before: "by hand", Origin: plan.OnCluster},
			{Path: "trigger.any.action.tell.throttle", After: "10m", Origin: plan.OnCluster},
		},
	}
	gone := plan.Drifted{
		Address: address.ForMonitor("logout"), EditedByAnotherHand: true, Objects: []plan.DatedObject{{Object: plan.Object{ID: "id2", Name: "Logout"}}},
		Fields: []plan.FieldChange{{Path: "extraction_query.body", Before: parsed(`{"size":0}`), After: body(10), Origin: plan.Untold}},
	}
	channel := plan.Drifted{
		Address: pager, Objects: []plan.DatedObject{dated("ap_soc_webhook_pager_x", "Pager")},
		Fields: []plan.FieldChange{
			{Path: "name", Before: "Pager", After: "The pager", Origin: plan.Untold},
			{Path: "url", Before: destinations.NewSecret("http://old.example.com"), After: destinations.NewSecret("http://new.example.com"), Origin: plan.Untold},
			{Path: `headers["A"]`, Before: destinations.NewSecret("added"), Origin: plan.Untold},
		},
	}
	unreadable := plan.Problem{Kind: plan.Unreadable, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "inputs: there are 2"}
	twin := plan.Problem{Kind: plan.UnmarkedName, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "Login"}
	lost := plan.Problem{Kind: plan.ExistingMissing, Address: address.ForExisting("slack", "oncall"), Word: "On call"}
	move := changes["move"]
	move.Fields = []plan.FieldChange{{Path: "name", Origin: plan.InFiles}}
	update := changes["update"]
	var many []plan.Drifted
	for i := range 25 {
		many = append(many, plan.Drifted{Address: address.ForMonitor(fmt.Sprintf("m%02d", i)), Name: fmt.Sprint("Monitor ", i)})
	}
	var noise []plan.Newcomer
	for i := range 40 {
		kind := map[bool]string{true: "slack", false: "query_level_monitor"}[i >= 20]
		noise = append(noise, plan.Newcomer{DatedObject: dated(fmt.Sprintf("id%02d", i), fmt.Sprint("Noise ", i)), Kind: kind, Channel: i >= 20})
	}
	return map[string]*plan.Drift{
		"muted":          {Workspace: "soc", Unchanged: 12, Mutes: mutes},
		"none":           {Workspace: "soc", Unchanged: 12},
		"one":            {Workspace: "soc", Unchanged: 1},
		"nothing-at-all": {Workspace: "soc"},
		"none-targeted":  {Workspace: "soc", Unchanged: 12, Targeted: true},
		"none-unmanaged": {Workspace: "soc", Unchanged: 12, LookedForAll: true, Others: []plan.OtherWorkspace{{Workspace: "dev", Channels: 1}}},
		"not-applied": {Workspace: "soc", Unchanged: 7, NotApplied: []plan.Change{
			changes["adopt"], changes["delete"], changes["forget"], move, changes["replace"], update,
		}, Problems: []plan.Problem{
			{Kind: plan.PreventDestroy, Address: login, Objects: []plan.Object{{ID: "liveid", Name: "Login"}}}, tooMany(plan.Deletes{Changes: deletesOf(2), Owned: 7, Policy: new(1), Cluster: "prod"}),
		}},
		"changed": {Workspace: "soc", Unchanged: 3, Changed: []plan.Drifted{edited, channel, gone, {
			Address: login, Objects: []plan.DatedObject{dated("id1", "Login")}, Problem: &unreadable,
		}}, NotApplied: []plan.Change{changes["update"]}, Warnings: []plan.Warning{
			{Kind: plan.NotCompared, Address: pager, Unknown: []string{"var.b", "var.a"}},
			{Kind: plan.NotCompared, Address: team, Unknown: []string{"var.a"}},
		}},
		"removed": {Workspace: "soc", Unchanged: 2, Changed: []plan.Drifted{
			{Address: login, Name: "Login", Objects: []plan.DatedObject{dated("id1", "Login")}, Removal: &plan.Removal{Action: plan.Delete, Paths: []string{"enabled", "name", "schedule", "trigger.any.condition", "trigger.any.severity"}}},
			{Address: address.ForMonitor("logout"), Objects: []plan.DatedObject{dated("id2", "Logout")}, Removal: &plan.Removal{Action: plan.Forget}},
		}, NotApplied: []plan.Change{changes["delete"], changes["forget"]}},
		"open": {Workspace: "soc", Unchanged: 2, Changed: []plan.Drifted{{
			Address: login, Objects: []plan.DatedObject{dated("id1", "Login")}, Fields: []plan.FieldChange{
				{Path: "trigger.any.condition", Before: "true", After: monitors.UnknownText("var.n"), Origin: plan.OnCluster},
				{Path: "trigger.t.above", After: 10, Origin: plan.OnCluster, FormOnly: true},
				{Path: "trigger.u.above", After: 10, Origin: plan.InBoth, FormOnly: true},
			},
		}}, Warnings: []plan.Warning{
			{Kind: plan.NotCompared, Address: pager, Unknown: []string{"var.a"}},
			{Kind: plan.ComparedWithMark, Address: login, Unknown: []string{"var.n"}},
		}},
		"missing": {Workspace: "soc", Unchanged: 2, Missing: []plan.Drifted{
			{Address: address.ForExisting("slack", "oncall"), Name: "On call", Problem: &lost}, {Address: pager, Name: "Pager"}, {Address: team, Name: "Team", UsedBy: []address.Address{login}},
			{Address: login, Name: "Login", Objects: []plan.DatedObject{dated("id1", "Login")}, Problem: &twin},
		}},
		"deleted": {Workspace: "soc", Unchanged: 2, Missing: []plan.Drifted{
			{Address: pager, Name: "Pager", UsedBy: []address.Address{login, address.ForMonitor("logout")}},
		}},
		"nothing-of-ours": {Workspace: "soc", Missing: many},
		"copies": {Workspace: "soc", Unchanged: 2, Copies: []plan.Drifted{
			{Address: login, Objects: []plan.DatedObject{dated("id1", "Login"), {Object: plan.Object{ID: "id2", Name: "Login (copy)"}}}, Problem: &problems[0]},
			{Address: address.ForMonitor("logout"), Objects: []plan.DatedObject{dated("id3", "Logout"), dated("id4", "Logout")}},
		}, Warnings: []plan.Warning{warnings[3]}},
		"unmanaged": {Workspace: "soc", Unchanged: 2, LookedForAll: true, Unmanaged: []plan.Newcomer{
			{DatedObject: dated("id1", "By \x1b[31mhand"), Kind: "query_level_monitor"},
			{DatedObject: plan.DatedObject{Object: plan.Object{ID: "id2", Name: "Theirs"}}, Kind: "query_level_monitor", IDsOf: "infra"},
			{DatedObject: dated("c1", "On call"), Kind: "slack", Channel: true},
		}, Others: []plan.OtherWorkspace{{Workspace: "dev", Channels: 1}, {Workspace: "infra", Monitors: 3, Channels: 2}}, OfPlugins: 2},
		"unmanaged-given-up": {Workspace: "soc", Unchanged: 2, LookedForAll: true, Unmanaged: []plan.Newcomer{
			{DatedObject: dated("id2", "Given up"), Kind: "query_level_monitor", IDsOf: "soc"},
		}},
		"unmanaged-many": {Workspace: "soc", Unchanged: 2, LookedForAll: true, Unmanaged: noise},
		"unseen": {Workspace: "soc", Missing: many[:1], Warnings: []plan.Warning{
			{Kind: plan.ChannelsUnread, Count: 2, Permissions: []string{"cluster:admin/opensearch/notifications/configs/get"}},
			{Kind: plan.MayBeHidden, Count: 1},
		}},
		"unknown-target": {Workspace: "soc", Targeted: true, Problems: []plan.Problem{{Kind: plan.UnknownTarget, Address: login}}},
	}
}

func TestDriftOfEveryKind(t *testing.T) {
	all := drifts()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			d := all[name]
			var plain, coloured bytes.Buffer
			code := view.NewPrinter(&plain, view.Plain).Drift(d)
			golden(t, filepath.Join("testdata", "drift", name+".txt"), plain.Bytes())
			view.NewPrinter(&coloured, view.Coloured).Drift(d)
			if uncoloured(coloured.String()) != plain.String() {
				t.Errorf("colour changes more than colour:\n%q", coloured.String())
			}
			_, jsonCode := view.NewDriftJSON(d)
			want := view.Done
			switch {
			case name == "unknown-target":
				want = view.Failed
			case d.Any():
				want = view.Changes
			}
			if code != want || jsonCode != want {
				t.Errorf("exit status %d, in JSON %d, want %d", code, jsonCode, want)
			}
			checkPrinted(t, plain.String())
		})
	}
}

// checkPrinted wants text without control characters and secrets.
func checkPrinted(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\x07") || strings.Contains(text, "example.com") {
		t.Errorf("control characters or secrets in\n%q", text)
	}
}
