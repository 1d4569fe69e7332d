package view_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

var (
	login = address.ForMonitor("login")
	pager = address.ForDestination("webhook", "pager")
	team  = address.ForDestination("slack", "team").WithKey("eu")
)

func parsed(text string) any {
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		panic(err)
	}
	return v
}

// body is a search body of this size, wide enough for several lines.
func body(size int) any {
	o := parsed(`{"size": 0, "query": {"bool": {"filter": [
		{"range": {"@timestamp": {"from": "{{period_end}}||-5m", "to": "{{period_end}}", "include_lower": true}}},
		{"term": {"eventName.keyword": {"value": "ConsoleLogin", "boost": 1.0}}}]}}}`).(*orderedjson.Object)
	o.Set("size", size)
	return o
}

func live(name string) *plan.MonitorChange {
	return &plan.MonitorChange{Live: &monitors.Live{ID: "liveid", Monitor: monitors.Monitor{Name: name}}}
}

// changes has one change of each action, and fields of each form.
var changes = map[string]plan.Change{
	"create": {Action: plan.Create, Address: login, Name: "Login", Monitor: &plan.MonitorChange{}, Fields: []plan.FieldChange{
		{Path: "name", After: "Login"},
		{Path: "enabled", After: true},
		{Path: "extraction_query.body", After: body(10)},
		{Path: "trigger.any.severity", After: "1"},
		{Path: "trigger.any.action.tell.message", After: "line 1\n\n  line 3\n"},
		{Path: "trigger.any.action.tell.throttle", After: monitors.UnknownText("var.pause")},
		{Path: "options.tags", After: []any{"a", json.Number("1.0"), nil, false}},
	}},
	"create-channel": {Action: plan.Create, Address: team, ID: "ap_soc_slack_team_x", Name: "Team", Unknown: []string{"var.url"},
		Destination: &plan.DestinationChange{}, Fields: []plan.FieldChange{
			{Path: "name", After: "Team"},
			{Path: "url", After: destinations.UnknownSecret("var.url")},
			{Path: `headers["X-Key"]`, After: destinations.NewSecret("hunter2")},
		}},
	"update": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "name", Before: "Log-in", After: "Login"},
		{Path: "description", After: "new"},
		{Path: "schedule.timezone", Before: "UTC"},
		{Path: "extraction_query.body", Before: body(1), After: body(5)},
		{Path: "trigger.any.action.tell.message", Before: "one line", After: "one line\nand another"},
	}},
	"update-drifted": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "name", Before: "Log-in", After: "Login", Origin: plan.OnCluster},
		{Path: "enabled", Before: false, After: true, Origin: plan.OnCluster},
	}},
	"update-mixed": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "name", Before: "Log-in", After: "Login", Origin: plan.OnCluster},
		{Path: "description", After: "new", Origin: plan.InFiles},
		{Path: "trigger.any.severity", Before: "5", After: "1", Origin: plan.InBoth},
		{Path: "schedule.timezone", Before: "UTC", Origin: plan.Untold},
		{Path: "trigger.any.action.tell.message", Before: "one line", After: "one line\nand another", Origin: plan.InFiles},
	}},
	"update-files": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "name", Before: "Log-in", After: "Login", Origin: plan.InFiles},
	}},
	"update-secret": {Action: plan.Update, Address: pager, ID: "ap_soc_webhook_pager_x", Name: "Pager", Destination: &plan.DestinationChange{}, Fields: []plan.FieldChange{
		{Path: "url", Before: destinations.NewSecret("http://old.example.com"), After: destinations.NewSecret("http://new.example.com")},
		{Path: `headers["A"]`, Before: destinations.NewSecret("gone")},
	}},
	"mute-ended": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "trigger.any.mute", Before: parsed(`{"until": "2026-11-22T04:00:00Z", "why": "it moves"}`), Origin: plan.MuteEnded},
	}},
	"mute-ended-beside": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "name", Before: "Log-in", After: "Login", Origin: plan.OnCluster},
		{Path: "trigger.any.mute", Before: parsed(`{"until": "2026-11-22T04:00:00Z"}`), Origin: plan.MuteEnded},
	}},
	"edited-by-another-hand": {Action: plan.Update, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), EditedByAnotherHand: true},
	"replace": {Action: plan.Replace, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "type", Before: "bucket_level_monitor", After: "query_level_monitor"},
	}},
	"replace-channel": {Action: plan.Replace, Address: pager, ID: "ap_soc_webhook_pager_x", Name: "Pager", Destination: &plan.DestinationChange{}, Fields: []plan.FieldChange{
		{Path: "kind", Before: "slack", After: "webhook"},
	}},
	"move": {Action: plan.Move, Address: login, Previous: address.ForMonitor("logon"), ID: "liveid", Name: "Login", Monitor: live("Login")},
	"move-drifted": {Action: plan.Move, Address: login, Previous: address.ForMonitor("logon"), ID: "liveid", Name: "Login", Monitor: live("Login"), Fields: []plan.FieldChange{
		{Path: "enabled", Before: false, After: true, Origin: plan.OnCluster},
	}},
	"move-channel": {Action: plan.Move, Address: pager, Previous: address.ForDestination("webhook", "page"), ID: "ap_soc_webhook_page_x", Name: "Pager", Destination: &plan.DestinationChange{}},
	"adopt": {Action: plan.Adopt, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login by hand"), Fields: []plan.FieldChange{
		{Path: "enabled", Before: false, After: true},
	}},
	"delete":        {Action: plan.Delete, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login")},
	"delete-double": {Action: plan.Delete, Address: login, ID: "liveid2", DoubleOf: "liveid", Name: "Login", Monitor: live("Login")},
	"forget":        {Action: plan.Forget, Address: login, ID: "liveid", Name: "Login", Monitor: live("Login")},
}

// problems has one of each kind.
var both = address.ForWorkflow("both")

var problems = []plan.Problem{
	{Kind: plan.Copies, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}, {ID: "id2", Name: "Login (copy)"}}},
	{Kind: plan.ChannelCopies, Address: pager, Objects: []plan.Object{{ID: "id1", Name: "Pager"}, {ID: "id2", Name: "Pager"}, {ID: "id3", Name: "Pager"}}},
	{Kind: plan.UnmarkedName, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}},
	{Kind: plan.AmbiguousName, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}, {ID: "id2", Name: "Login"}}},
	{Kind: plan.Unreadable, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "inputs: there are 2"},
	{Kind: plan.TooDeep, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "500"},
	{Kind: plan.ImportMissing, Address: login, Word: "id1"},
	{Kind: plan.ImportForeign, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "infra"},
	{Kind: plan.ImportTaken, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}, Word: "monitor.logon"},
	{Kind: plan.UnmarkedName, Address: both, Objects: []plan.Object{{ID: "id1", Name: "Both"}}},
	{Kind: plan.Copies, Address: both, Objects: []plan.Object{{ID: "id1", Name: "Both"}, {ID: "id2", Name: "Both"}}},
	{Kind: plan.ImportKind, Address: both, Objects: []plan.Object{{ID: "id1", Name: "Login"}}},
	{Kind: plan.ImportKind, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Both"}}, Word: "composite"},
	{Kind: plan.NoWorkflows, Address: both, Word: "main.hcl:12"},
	{Kind: plan.DelegateMissing, Address: both, Word: "id1"},
	{Kind: plan.DelegateInUse, Address: login, Objects: []plan.Object{{ID: "id2", Name: "Theirs"}}, Word: "id1"},
	{Kind: plan.NoSuchFeature, Address: login, Word: "main.hcl:12", Cluster: "OpenSearch 1.3.14", First: "OpenSearch 2.4", Feature: "rbac_roles"},
	{Kind: plan.NoSuchKind, Address: address.ForDestination("mattermost", "soc"), Word: "main.hcl:12", Cluster: "OpenSearch 2.19.4", First: "OpenSearch 3.5"},
	{Kind: plan.ExistingMissing, Address: address.ForExisting("slack", "oncall"), Word: "On call"},
	{Kind: plan.ExistingAmbiguous, Address: address.ForExisting("slack", "oncall"), Objects: []plan.Object{{ID: "id1", Name: "On call"}, {ID: "id2", Name: "On call"}}, Word: "On call"},
	{Kind: plan.ExistingKind, Address: address.ForExisting("slack", "oncall"), Objects: []plan.Object{{ID: "id1", Name: "On call"}}, Word: "chime"},
	{Kind: plan.ChannelInUse, Address: pager, Objects: []plan.Object{{ID: "id1", Name: "Theirs"}}, Word: "ap_soc_webhook_pager_x"},
	{Kind: plan.ChannelInUse, Address: address.ForDestination("smtp_account", "mail"), Objects: []plan.Object{{ID: "id1", Name: "Theirs"}}, Word: "ap_soc_smtp_account_mail_x"},
	{Kind: plan.ChannelInUse, Address: address.ForDestination("email_group", "team"), Objects: []plan.Object{{ID: "id1", Name: "Theirs"}, {ID: "id2", Name: "Others"}}, Word: "ap_soc_email_group_team_x"},
	{Kind: plan.PreventDestroy, Address: login, Objects: []plan.Object{{ID: "id1", Name: "Login"}}},
	{Kind: plan.PreventDestroy, Address: login.WithKey("eu"), Objects: []plan.Object{{ID: "id1", Name: "Login eu"}}, Word: "eu"},
	{Kind: plan.ForgetChannel, Address: pager, Objects: []plan.Object{{ID: "ap_soc_webhook_pager_x", Name: "Pager"}}},
	{Kind: plan.UnknownTarget, Address: login},
	tooMany(plan.Deletes{Changes: deletesOf(2), Owned: 7, Policy: new(1), Cluster: "prod"}),
	tooMany(plan.Deletes{Changes: deletesOf(4), Owned: 7, Policy: new(0), Cluster: "prod", Most: new(3), Usual: true}),
	tooMany(plan.Deletes{Changes: deletesOf(1), Owned: 7, Most: new(0)}),
	tooMany(plan.Deletes{Changes: deletesOf(24), Owned: 50, Policy: new(30), Cluster: "prod", Most: new(10), Usual: true}),
	{Kind: plan.TooManyMonitors, Monitors: &plan.MonitorCount{Live: 990, Creates: 11, Deletes: 1, Limit: 1000, Setting: "plugins.alerting.monitor.max_monitors"}},
	{Kind: plan.TooManyMonitors, Monitors: &plan.MonitorCount{Live: 1, Limit: 0, Setting: "opendistro.alerting.monitor.max_monitors"}},
}

func tooMany(d plan.Deletes) plan.Problem {
	problem := plan.Problem{Kind: plan.TooManyDeletes, Deletes: &d}
	for i := range d.Changes {
		problem.Objects = append(problem.Objects, plan.Object{ID: "id" + strconv.Itoa(i+1), Name: "Login"})
	}
	return problem
}

// deletesOf are deletes of which the second is a replacement.
func deletesOf(n int) []plan.Change {
	changes := slices.Repeat([]plan.Change{{Action: plan.Delete, Address: login}}, n)
	if n > 1 {
		changes[1].Action = plan.Replace
	}
	return changes
}

// warnings has one of each kind, and of each form.
// crowding is of 160 monitors that run every hour.
var crowding = plan.Crowding{
	Monitors: 160,
	Shortages: []compiles.Shortage{
		{Context: compiles.Template, Limit: compiles.Settings{}.Limit(compiles.Template), EachRun: 160, WhenFiring: 20, Most: 160, Minutes: 1, Refused: 85, Lasting: true},
		{Context: compiles.Trigger, Limit: compiles.Settings{}.Limit(compiles.Trigger), EachRun: 90, Most: 90, Minutes: 1, Refused: 15},
	},
	Offers: []plan.Offer{
		{Address: address.ForMonitor("cron").WithKey("eu"), Declared: "b.hcl:3", Cron: monitors.Cron{Expression: "7 9 * * *", Timezone: "Asia/Tokyo"}, Every: "1h", Rest: "9 * * *"},
		{Address: address.ForMonitor("each").WithKey("eu"), Declared: "a.hcl:3", Cron: monitors.Cron{Expression: "8 * * * *", Timezone: "UTC"}, Every: "1h"},
		{Address: address.ForMonitor("each").WithKey("us"), Declared: "a.hcl:3", Cron: monitors.Cron{Expression: "9 * * * *", Timezone: "UTC"}, Every: "1h"},
		{Address: login, Declared: "a.hcl:30", Cron: monitors.Cron{Expression: "17 * * * *", Timezone: "UTC"}, Every: "1h"},
		{Address: address.ForMonitor("x1"), Declared: "a.hcl:40", Cron: monitors.Cron{Expression: "17 * * * *", Timezone: "UTC"}, Every: "1h"},
		{Address: address.ForMonitor("x2"), Declared: "a.hcl:50", Cron: monitors.Cron{Expression: "17 * * * *", Timezone: "UTC"}, Every: "1h"},
		{Address: address.ForMonitor("x3"), Declared: "a.hcl:60", Cron: monitors.Cron{Expression: "17 * * * *", Timezone: "UTC"}, Every: "1h"},
	},
	Left: []compiles.Shortage{{Context: compiles.Template, Refused: 5}},
}

// firing is what is short only when triggers fire, on a cluster that shares one rate.
var firing = plan.Crowding{
	Monitors: 1, Assumed: true,
	Shortages: []compiles.Shortage{{Limit: compiles.Read(map[string]string{"script.max_compilations_rate": "75/1h"}).Limit(""),
		EachRun: 70, WhenFiring: 31, Most: 101, Minutes: 1, Refused: 26, WithFiring: true}},
}

var warnings = []plan.Warning{
	{Kind: plan.OrphanedAlerts, Address: login, Object: plan.Object{ID: "id1", Name: "Login"}, Count: 1},
	{Kind: plan.OrphanedAlerts, Address: login, Object: plan.Object{ID: "id1", Name: "Login"}, Count: 12},
	{Kind: plan.MarkGone, Address: login, Object: plan.Object{ID: "id1", Name: "Login"}},
	{Kind: plan.MarkGone, Object: plan.Object{ID: "id1", Name: "Login"}},
	{Kind: plan.WorkflowLeft, Address: both, Object: plan.Object{ID: "id1", Name: "Both"}},
	{Kind: plan.WorkflowUnnamed, Object: plan.Object{ID: "id1", Name: "Both"}},
	{Kind: plan.NotCompared, Address: login, Unknown: []string{"var.a", "var.b"}},
	{Kind: plan.ComparedWithMark, Address: login, Unknown: []string{"var.a"}},
	{Kind: plan.ChannelsUnread, Count: 2, Permissions: []string{"cluster:admin/opensearch/notifications/configs/get"}},
	{Kind: plan.ChannelsUnread, Permissions: []string{"cluster:admin/opensearch/notifications/configs/get"}},
	{Kind: plan.ChannelsUnread, Count: 2, Destroy: true, Permissions: []string{"cluster:admin/opensearch/notifications/configs/get"}},
	{Kind: plan.AlertsUnread, Permissions: []string{"cluster:admin/opendistro/alerting/alerts/get"}},
	{Kind: plan.UnknownChannel, Address: login, Names: []string{"old-id", "older"}},
	{Kind: plan.ForeignSearch, Address: login, Names: []string{"query knn", "section of ext llm"}},
	{Kind: plan.CredentialsByName, Address: address.ForDestination("smtp_account", "mail"), Object: plan.Object{ID: "ap_soc_smtp_account_mail_x", Name: "mail"}, Word: "relay", Keystore: destinations.NotificationsKeystore},
	{Kind: plan.MayBeHidden, Count: 1},
	{Kind: plan.MayBeHidden, Count: 3},
	{Kind: plan.MayBeHidden},
	{Kind: plan.CompileRate, Crowding: &crowding},
	{Kind: plan.CompileRate, Crowding: &firing},
	{Kind: plan.ManyMonitors, Monitors: &plan.MonitorCount{Live: 890, Creates: 10, Limit: 1000, Setting: "plugins.alerting.monitor.max_monitors"}},
	{Kind: plan.MuteGoes, Address: login, Muted: &mutes[0]},
	{Kind: plan.MuteGoes, Address: login, Muted: &mutes[3]},
}

// mutes are running ones, two of them put on together, one whose mark is gone, and one
// that has ended.
var mutes = []plan.Muted{
	{Address: login, Trigger: "any", Mute: moves},
	{Address: login, Trigger: "many", Mute: moves},
	{Address: login, Trigger: "some", Mute: monitors.Mute{Until: moves.Until, Since: moves.Since, Why: "another \x1b[31mreason"}},
	{Address: address.ForMonitor("logout"), Trigger: `"by hand"`, Mute: monitors.Mute{Until: moves.Until}},
	{Address: address.ForMonitor("root").WithKey("eu"), Trigger: "any", Mute: monitors.Mute{Until: moves.Since, Since: moves.Since.Add(-time.Hour), Why: "it was"}, Ended: true},
}

var moves = monitors.Mute{
	Until: time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC), Since: time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC), Why: "the login pages move",
}
