package alertapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// Permission is a permission of the security plugin that some request needs.
type Permission struct {
	Name string // of the action, as the server's refusals name it
	For  string // what it is needed for, such as "to read channels"

	// Indices are those on which it is needed; "" for a permission on the cluster.
	Indices string

	// Servers are those that know it; "" for all from Open Distro 1.11 on.
	Servers string

	// Commands are those that need it, preflight among them: the dry runs of plan and
	// apply.
	Commands []string

	// BuiltIn is the smallest of the built-in roles that has it; "" where that is
	// all_access alone.
	BuiltIn string
}

// The servers that know a permission (from the sources of each version).
const (
	withChannels     = "2.0 and later"
	withWorkflows    = "2.9 and later"
	withDestinations = "1.x, Open Distro 1.11 and later"
)

// Old tells whether servers with channels no longer know it, New whether those with
// destinations don't know it yet.
func (p Permission) Old() bool { return p.Servers == withDestinations }

// New: see Old.
func (p Permission) New() bool { return p.Servers == withChannels || p.Servers == withWorkflows }

// RolesFolder is where the roles that Permission.Roles names are.
const RolesFolder = "examples/pipelines/roles"

// ownRoles are the roles for pipelines and for who is on call, and which commands they
// are for.
var ownRoles = []struct {
	name     string
	commands []string
}{
	{"alertplan_drift", []string{"drift", "list --live", "generate", "status", "alerts"}},
	{"alertplan_plan", []string{"drift", "list --live", "generate", "status", "alerts", "plan"}},
	{"alertplan_preflight", []string{"preflight"}},
	{"alertplan_apply", []string{"drift", "list --live", "generate", "status", "alerts", "plan", "apply", "destroy", "restore", "mute"}},
	{"alertplan_test", []string{"test --url"}},
	{"alertplan_doctor", []string{"doctor"}},
	{"alertplan_canary", []string{"doctor --canary"}},
	{"alertplan_oncall", []string{"status", "alerts", "alerts ack", "destination test"}},
}

// OwnRoles are the names of the roles for pipelines.
func OwnRoles() (names []string) {
	for _, r := range ownRoles {
		names = append(names, r.name)
	}
	return names
}

// Roles are those of the roles for pipelines that have it.
func (p Permission) Roles() (names []string) {
	for _, r := range ownRoles {
		if slices.ContainsFunc(r.commands, func(c string) bool { return slices.Contains(p.Commands, c) }) {
			names = append(names, r.name)
		}
	}
	return names
}

// The built-in roles that are smaller than all_access (roles.yml of the security
// plugin 2.19, asked from a node by its API).
const (
	alertingRead      = "alerting_read_access"
	alertingAck       = "alerting_ack_alerts"
	alertingFull      = "alerting_full_access"
	notificationsRead = "notifications_read_access"
	notificationsFull = "notifications_full_access"
)

var (
	everything = []string{"plan", "drift", "list --live", "generate", "apply", "destroy", "restore", "doctor", "doctor --canary"}
	watching   = []string{"status", "alerts", "alerts ack"}
	doctoring  = []string{"doctor"}
	canary     = []string{"doctor --canary"}
	muting     = []string{"mute"}
	onCall     = []string{"alerts ack"}
	trying     = []string{"destination test"}
	planning   = []string{"plan", "apply", "destroy"}
	saving     = []string{"apply", "restore"}
	testing    = []string{"test --url"}
	dry        = []string{"preflight"}
	running    = []string{"preflight", "test --url"}
	deleting   = []string{"apply", "destroy"}
	lookingUp  = []string{"apply", "destroy", "restore"}
)

// Permissions are those that commands need: no more, for the features of the
// notifications plugin show that it is there even where they are refused (alerting-api.md section 8; which
// request needs which, as observed on 2.19.4: security/channels_as_each,
// security/root_and_cluster).
func Permissions() []Permission {
	const alerting, notifications = "cluster:admin/opendistro/alerting/", "cluster:admin/opensearch/notifications/"
	const workflow = "cluster:admin/opensearch/alerting/workflow/"
	all := []Permission{
		{alerting + "monitor/search", "to read the monitors", "", "", slices.Concat(everything, watching, muting), alertingRead},
		{alerting + "alerts/get", "to see which alerts are open, and a change would close", "", "", slices.Concat(planning, watching, muting, doctoring, canary), alertingRead},
		{"cluster:admin/opendistro/_scheduled_jobs/stats", "to see when monitors have run", "", "", []string{"status", "doctor"}, ""},
		{alerting + "alerts/ack", "to acknowledge alerts", "", "", onCall, alertingAck},
		{"cluster:admin/opendistro/alerting/chained_alerts/ack", "to acknowledge alerts of workflows", "", withWorkflows, onCall, alertingAck},
		{alerting + "monitor/get", "to look once more before something is deleted, put back, or acknowledged", "", "", append(lookingUp, onCall...), alertingRead},
		{alerting + "monitor/write", "to save monitors", "", "", slices.Concat(saving, muting, canary), alertingFull},
		{alerting + "monitor/delete", "to delete monitors", "", "", slices.Concat(deleting, canary), alertingFull},
		{workflow + "get", "to look once more before a workflow is deleted, put back, or acknowledged", "", withWorkflows, append(lookingUp, onCall...), alertingRead},
		{workflow + "write", "to save workflows, where there are any", "", withWorkflows, saving, alertingFull},
		{workflow + "delete", "to delete them", "", withWorkflows, deleting, alertingFull},
		{notifications + "configs/get", "to read the channels", "", withChannels, everything, notificationsRead},
		{notifications + "configs/create", "to create channels", "", withChannels, slices.Concat(saving, canary), notificationsFull},
		{notifications + "configs/update", "to change channels", "", withChannels, saving, notificationsFull},
		{notifications + "configs/delete", "to delete channels", "", withChannels, slices.Concat(deleting, canary), notificationsFull},
		{notifications + "test_notification", "to send test messages", "", withChannels, trying, notificationsFull},
		{alerting + "monitor/execute", "to send test messages, by a monitor that is not stored", "", withDestinations, trying, alertingFull},
	}
	all = append(all, destinationPermissions()...)
	return append(all, []Permission{
		{"cluster:monitor/state", "to see whether plugins.alerting.filter_by_backend_roles is on, where no channel tells it, and what the cluster limits", "", "", append(everything, watching...), alertingFull},
		{searchIndices, "to save monitors that search them", "those of the monitors", "", append(saving, muting...), "readall"},
		{searchIndices, "to run monitors that search them, dry", "those of the monitors", "", dry, "readall"},
		{searchIndices, "to ask whether what monitors search is there", "those of the monitors", "", doctoring, "readall"},
		{"indices:data/read/field_caps", "to ask which types its fields have", "those of the monitors", "", doctoring, "readall"},
		{"indices:data/read/msearch", "to ask all searches at once", "", "", doctoring, "readall"},
		{"cluster:monitor/main", "to see the version", "", "", doctoring, alertingFull},
		{"cluster:monitor/nodes/info", "to see which plugins the nodes have", "", "", doctoring, alertingFull},
		{"cluster:monitor/health", "to see how the cluster is, and what time it is there", "", "", doctoring, alertingFull},
		{alerting + "monitor/execute", "to run monitors without saving them", "", "", slices.Concat(running, canary), alertingFull},
		{"indices:data/write/bulk", "to fill indices with events", "", "", slices.Concat(testing, canary), ""},
		{"indices:admin/create", "to make indices for tests", testIndices, "", testing, ""},
		{"indices:data/write/bulk[s]", "to fill them", testIndices, "", testing, ""},
		{"indices:data/write/index", "to fill them", testIndices, "", testing, ""},
		{"indices:admin/mapping/put", "to map what is new in them", testIndices, "", testing, ""},
		{searchIndices, "to run monitors on them", testIndices, "", testing, "readall"},
		{"indices:admin/delete", "to take them away", testIndices, "", testing, ""},
		{"indices:monitor/settings/get", "to find what a canary has left", canaryIndices, "", canary, ""},
		{"indices:admin/create", "to make the canary's index", canaryIndices, "", canary, ""},
		{"indices:data/write/bulk[s]", "to write its event", canaryIndices, "", canary, ""},
		{"indices:data/write/index", "to write its event", canaryIndices, "", canary, ""},
		{"indices:admin/mapping/put", "to map its event", canaryIndices, "", canary, ""},
		{searchIndices, "to save and run the monitor that finds it", canaryIndices, "", canary, "readall"},
		{"indices:admin/delete", "to take the index away", canaryIndices, "", canary, ""},
	}...)
}

// destinationPermissions are those on destinations, e-mail accounts and e-mail groups,
// which each have their own (from the sources of 1.3 and Open Distro 1.13).
func destinationPermissions() []Permission {
	const base = "cluster:admin/opendistro/alerting/destination/"
	all := []Permission{{base + "get", "to read the destinations", "", withDestinations, slices.Concat(everything, trying), alertingRead}}
	for _, kind := range []struct{ path, name string }{{"email_account/", "e-mail accounts"}, {"email_group/", "e-mail groups"}} {
		all = append(all,
			Permission{base + kind.path + "search", "to read the " + kind.name, "", withDestinations, slices.Concat(everything, trying), alertingFull},
			Permission{base + kind.path + "get", "to look once more before they are changed", "", withDestinations, lookingUp, alertingFull})
	}
	for _, kind := range []struct {
		path, name string
		more       []string
	}{{"", "destinations", canary}, {"email_account/", "e-mail accounts", nil}, {"email_group/", "e-mail groups", nil}} {
		all = append(all,
			Permission{base + kind.path + "write", "to save " + kind.name, "", withDestinations, slices.Concat(saving, kind.more), alertingFull},
			Permission{base + kind.path + "delete", "to delete " + kind.name, "", withDestinations, slices.Concat(deleting, kind.more), alertingFull})
	}
	return all
}

// testIndices are those that test --url makes.
const testIndices = "alertplan-test-*"

// canaryIndices are those that doctor --canary makes.
const canaryIndices = "alertplan-canary-*"

// searchIndices is an action on indices, those of the monitors.
const searchIndices = "indices:data/read/search"

// Lacking is what a server said that a user lacks.
type Lacking struct {
	User        string   // "" where the server did not name it
	Permissions []string // names of actions
	Indices     string   // on which, as the server lists them; "" for those of the cluster
}

// How refusals of the security plugin and of the alerting plugin begin (observed
// on 2.19.4).
var (
	noPermissions = pattern.New(`no permissions for \[(.*?)\](?: and (?:User \[name=([^,\]]*)|associated roles)|$)`)
	unreadableFor = pattern.New(`^User doesn't have read permissions for one or more configured index \[([^\]]*)\]`)
)

// Lacking tells which permissions this refusal says are missing; none where it
// speaks of something else.
func (e *Error) Lacking() Lacking {
	if m := unreadableFor.FindStringSubmatch(e.Reason); m != nil {
		return Lacking{Permissions: []string{searchIndices}, Indices: m[1]}
	}
	if m := noPermissions.FindStringSubmatch(e.Reason); m != nil {
		names := strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ' ' })
		if len(names) > 0 {
			return Lacking{User: m[2], Permissions: names}
		}
	}
	return Lacking{}
}

// LackingIn gathers what the errors beneath err say that the user lacks, each
// permission once, sorted; the indices of several are joined.
func LackingIn(err error) Lacking {
	var all Lacking
	var indices []string
	for _, e := range errorsIn(err) {
		lacking := e.Lacking()
		all.Permissions = append(all.Permissions, lacking.Permissions...)
		if all.User == "" {
			all.User = lacking.User
		}
		if lacking.Indices != "" {
			indices = append(indices, strings.Split(lacking.Indices, ", ")...)
		}
	}
	slices.Sort(all.Permissions)
	all.Permissions = slices.Compact(all.Permissions)
	slices.Sort(indices)
	all.Indices = strings.Join(slices.Compact(indices), ", ")
	return all
}

// errorsIn are the *Errors beneath an error, joined ones too.
func errorsIn(err error) []*Error {
	switch x := err.(type) {
	case nil:
		return nil
	case *Error:
		return []*Error{x}
	case interface{ Unwrap() error }:
		return errorsIn(x.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*Error
		for _, below := range x.Unwrap() {
			all = append(all, errorsIn(below)...)
		}
		return all
	default:
		return nil
	}
}

// LacksPermission tells that the user may not do this, and that the server named
// the permission that is missing.
func LacksPermission(err error) bool {
	return IsForbidden(err) && len(LackingIn(err).Permissions) > 0
}

// hiddenReasons begin the refusals of what is somebody else's, while backend
// roles decide who sees what (2.19.4: security/rbac_roles,
// security/backend_roles_none; that of a channel from source, its status
// observed).
var hiddenReasons = []string{
	"Do not have permissions to resource,",
	"Permission denied for NotificationConfig",
	"User doesn't have backend roles configured",
}

// IsHidden tells that there is something under this id, or may be, that is for
// users of other backend roles.
func IsHidden(err error) bool {
	return slices.ContainsFunc(errorsIn(err), func(e *Error) bool {
		return e.hides || slices.ContainsFunc(hiddenReasons, func(begin string) bool { return strings.HasPrefix(e.Reason, begin) })
	})
}

// RefusesRoles tells that the user may not save a monitor for these backend roles,
// which the cluster does not say by a permission (2.19.4: security/rbac_roles; with
// filtering off as well).
func RefusesRoles(err error) bool {
	return slices.ContainsFunc(errorsIn(err), func(e *Error) bool {
		return e.Status == http.StatusForbidden && strings.Contains(e.Reason, "backend roles") && !strings.HasPrefix(e.Reason, "User doesn't have")
	})
}

// IsForeign tells that the answer is not the cluster's but of something on the
// way to it, such as a proxy: a web page, or nothing at all.
func IsForeign(err error) bool {
	return slices.ContainsFunc(errorsIn(err), func(e *Error) bool { return e.foreign })
}
