package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// exchange is one request of a scenario, and what its answer has.
type exchange struct {
	user, method, path, body string
	status                   int
	has                      string // in the answer
	name                     string // for the answer's _id; <name> stands for it from then on
}

const plainMonitor = `{"type":"monitor","name":"Of red","monitor_type":"query_level_monitor","enabled":false,
	"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],"triggers":[{"query_level_trigger":{"id":"t1","name":"always","severity":"3",
	"condition":{"script":{"source":"return true","lang":"painless"}},"actions":[{"id":"a1","name":"tell","destination_id":"red-hook",
	"message_template":{"source":"hello"},"throttle_enabled":false}]}}]}`

func flowOf(id string) string {
	return `{"type":"workflow","name":"Flow","workflow_type":"composite","enabled":false,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
		"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1,"monitor_id":"` + id + `"}]}}}],"triggers":[]}`
}

const (
	hook      = `{"config_id":"red-hook","config":{"name":"Hook","config_type":"webhook","webhook":{"url":"http://127.0.0.1:9/in"}}}`
	alertsAPI = "/_plugins/_alerting"
	notesAPI  = "/_plugins/_notifications"
	forbidden = 403
)

// Backend roles decide who sees what, where that is asked for. From the sources of 2.19
// and observed-channels, facts 47, 50 and 54.
var filtered = []exchange{
	{"admin", "PUT", "/_cluster/settings", `{"persistent":{"plugins.alerting.filter_by_backend_roles":true}}`, 200, "", ""},
	{"red", "POST", notesAPI + "/configs", hook, 200, `"config_id":"red-hook"`, ""},
	{"blue", "GET", notesAPI + "/configs/red-hook", "", forbidden, "Permission denied for NotificationConfig red-hook", ""},
	{"blue", "GET", notesAPI + "/configs/absent", "", 404, "NotificationConfig absent not found", ""},
	{"blue", "POST", notesAPI + "/configs", hook, 409, "version conflict", ""},
	{"blue", "PUT", notesAPI + "/configs/red-hook", hook, forbidden, "Permission denied for NotificationConfig red-hook", ""},
	{"blue", "DELETE", notesAPI + "/configs/red-hook", "", forbidden, "Permission denied for NotificationConfig red-hook", ""},
	{"blue", "POST", notesAPI + "/feature/test/red-hook", "", forbidden, `Access denied for channel red-hook`, ""},
	{"plain", "GET", notesAPI + "/configs", "", forbidden, "User doesn't have backend roles configured. Contact administrator.", ""},
	{"plain", "GET", notesAPI + "/channels", "", forbidden, "User doesn't have backend roles configured. Contact administrator.", ""},
	{"clock", "", "", "", 0, "", ""},
	{"blue", "GET", notesAPI + "/configs", "", 200, `"total_hits":0`, ""},
	{"blue", "GET", notesAPI + "/channels", "", 200, `"channel_list":[]`, ""},
	{"red", "GET", notesAPI + "/configs", "", 200, `"total_hits":1`, ""},
	{"violet", "GET", notesAPI + "/channels", "", 200, `"red-hook"`, ""},
	{"admin", "GET", notesAPI + "/configs/red-hook", "", 200, `"Hook"`, ""},

	{"red", "POST", alertsAPI + "/monitors?refresh=true", plainMonitor, 201, "", "m"},
	{"blue", "GET", alertsAPI + "/monitors/<m>", "", forbidden, "Do not have permissions to resource, monitor, with id, <m>", ""},
	{"blue", "GET", alertsAPI + "/monitors/absent", "", 404, "Monitor not found.", ""},
	{"blue", "PUT", alertsAPI + "/monitors/<m>", plainMonitor, forbidden, "Do not have permissions to resource, monitor, with id, <m>", ""},
	{"blue", "DELETE", alertsAPI + "/monitors/<m>", "", forbidden, "Do not have permissions to resource, monitor, with id, <m>", ""},
	{"blue", "POST", alertsAPI + "/monitors/<m>/_acknowledge/alerts", `{"alerts":["x"]}`, forbidden, "Do not have permissions to resource", ""},
	{"blue", "POST", alertsAPI + "/monitors/_search", `{"query":{"match_all":{}}}`, 200, `"value":0`, ""},
	{"violet", "POST", alertsAPI + "/monitors/_search", `{"query":{"match_all":{}}}`, 200, `"value":1`, ""},
	{"admin", "POST", alertsAPI + "/monitors/_search", `{"query":{"match_all":{}}}`, 200, `"value":1`, ""},
	{"red", "POST", alertsAPI + "/monitors/_search", `{"query":{"exists":{"field":"monitor"}}}`, 200, `"name":"Of red"`, ""},
	{"blue", "POST", alertsAPI + "/monitors/<m>/_execute", "", 200, `"triggered":true`, ""}, // it is run all the same, and leaves an alert
	{"blue", "GET", alertsAPI + "/monitors/alerts", "", 200, `"totalAlerts":0`, ""},
	{"plain", "GET", alertsAPI + "/monitors/alerts", "", 200, `"totalAlerts":0`, ""},
	{"red", "GET", alertsAPI + "/monitors/alerts", "", 200, `"totalAlerts":1`, ""},
	{"blue", "GET", alertsAPI + "/workflows/alerts", "", 200, `"totalAlerts":0`, ""},
	{"blue", "POST", alertsAPI + "/monitors/_execute?dryrun=false", plainMonitor, 200, "Unable to find a Notification Channel or Destination config with id [red-hook]", ""},

	{"blue", "POST", alertsAPI + "/workflows", flowOf("<m>"), forbidden, "User doesn't have read permissions for one or more configured monitors <m>", ""},
	{"red", "POST", alertsAPI + "/workflows?refresh=true", flowOf("<m>"), 201, "", "w"},
	{"blue", "GET", alertsAPI + "/workflows/<w>", "", forbidden, "Do not have permissions to resource, workflow, with id, <w>", ""},
	{"plain", "GET", alertsAPI + "/workflows/<w>", "", forbidden, "User doesn't have backend roles configured. Contact administrator", ""},
	{"violet", "PUT", alertsAPI + "/workflows/<w>", flowOf("<m>"), 200, `"_version":2`, ""},
	{"blue", "DELETE", alertsAPI + "/workflows/<w>", "", forbidden, "Do not have permissions to resource, workflow, with id, <w>", ""},
	{"red", "DELETE", alertsAPI + "/workflows/<w>", "", 200, "", ""},

	{"admin", "GET", "/.opendistro-alerting-config/_search", "", 200, `"value":0`, ""},
	{"admin", "GET", "/.opendistro-alerting-config/_doc/<m>", "", 404, `"found":false`, ""},
	{"admin", "PUT", "/.opendistro-alerting-config/_doc/<m>", `{}`, forbidden, "no permissions for [] and User [name=admin, backend_roles=[admin], requestedTenant=null]", ""},
	{"admin", "POST", "/.opendistro-alerting-config/_delete_by_query", `{"query":{"match_all":{}}}`, forbidden, "no permissions for []", ""},
	{"admin", "DELETE", "/_all", "", forbidden, "no permissions for []", ""},
	{"red", "DELETE", alertsAPI + "/monitors/<m>", "", 200, "", ""},
}

func TestBackendRolesDecideWhoSeesWhat(t *testing.T) {
	now := clock.NewManual(time.Now())
	server := sandbox.New(sandbox.Options{Clock: now, Users: []security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}}})
	for name, backend := range map[string]string{"red": `["red"]`, "blue": `["blue"]`, "violet": `["red","blue"]`, "plain": `[]`} {
		asUser(server, "admin:secret", "PUT", "/_plugins/_security/api/internalusers/"+name, `{"password":"`+matrixPassword+`","backend_roles":`+backend+
			`,"opendistro_security_roles":["alerting_full_access","readall","notifications_full_access"]}`)
	}
	runScenario(t, server, filtered, func() { now.Advance(time.Minute) })
}

// What the roles that the plugins bring allow on their routes; texts by the permissions
// that these roles have (GET _plugins/_security/api/roles of 2.19.4).
var byPluginRole = []exchange{
	{"admin", "POST", alertsAPI + "/monitors?refresh=true", plainMonitor, 201, "", "m"},
	{"reader", "GET", alertsAPI + "/monitors/<m>", "", 200, `"name":"Of red"`, ""},
	{"reader", "HEAD", alertsAPI + "/monitors/<m>", "", 200, "", ""},
	{"reader", "GET", "/_opendistro/_alerting/monitors/<m>", "", 200, `"name":"Of red"`, ""},
	{"reader", "POST", alertsAPI + "/monitors/_search", `{"query":{"match_all":{}}}`, 200, `"value":1`, ""},
	{"reader", "PUT", alertsAPI + "/monitors/<m>", plainMonitor, forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/write] and User [name=reader", ""},
	{"reader", "PUT", alertsAPI + "/monitors/<m>", "{", 500, "Unexpected end-of-input", ""},
	{"reader", "DELETE", alertsAPI + "/monitors/<m>", "", forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/delete]", ""},
	{"reader", "DELETE", alertsAPI + "/monitors/absent", "", forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/delete]", ""},
	{"reader", "POST", alertsAPI + "/monitors/<m>/_execute", "", forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/execute]", ""},
	{"reader", "POST", alertsAPI + "/monitors/_execute", plainMonitor, forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/execute]", ""},
	{"reader", "POST", alertsAPI + "/monitors/<m>/_acknowledge/alerts", `{"alerts":["x"]}`, forbidden, "no permissions for [cluster:admin/opendistro/alerting/alerts/ack]", ""},
	{"reader", "POST", alertsAPI + "/monitors/<m>/_acknowledge/alerts", `{"alerts":[]}`, 400, "You must provide at least one alert id.", ""},
	{"reader", "GET", alertsAPI + "/monitors/alerts", "", 200, `"totalAlerts":0`, ""},
	{"reader", "GET", alertsAPI + "/workflows/absent", "", 404, "Workflow not found.", ""},
	{"reader", "GET", alertsAPI + "/workflows/alerts", "", 200, "", ""},
	{"reader", "POST", alertsAPI + "/workflows", flowOf("<m>"), forbidden, "no permissions for [cluster:admin/opensearch/alerting/workflow/write]", ""},
	{"reader", "POST", alertsAPI + "/workflows/x/_execute", "", forbidden, "no permissions for [cluster:admin/opensearch/alerting/workflow/execute]", ""},
	{"reader", "DELETE", alertsAPI + "/workflows/x", "", forbidden, "no permissions for [cluster:admin/opensearch/alerting/workflow/delete]", ""},
	{"reader", "POST", alertsAPI + "/workflows/x/_acknowledge/alerts", `{"alerts":["x"]}`, forbidden, "no permissions for [cluster:admin/opendistro/alerting/chained_alerts/ack]", ""},
	{"reader", "GET", alertsAPI + "/destinations", "", 200, "", ""},
	{"reader", "POST", alertsAPI + "/destinations/email_accounts/_search", `{"query":{"match_all":{}}}`, forbidden, "no permissions for [cluster:admin/opendistro/alerting/destination/email_account/search]", ""},
	{"reader", "GET", alertsAPI + "/destinations/email_groups/x", "", forbidden, "no permissions for [cluster:admin/opendistro/alerting/destination/email_group/get]", ""},
	{"reader", "GET", alertsAPI + "/stats", "", forbidden, "no permissions for [cluster:admin/opendistro/_scheduled_jobs/stats]", ""},
	{"alerter", "GET", alertsAPI + "/stats", "", forbidden, "no permissions for [cluster:admin/opendistro/_scheduled_jobs/stats]", ""},
	{"alerter", "GET", alertsAPI + "/monitors/<m>", "", 200, "", ""},
	{"alerter", "POST", alertsAPI + "/monitors/<m>/_execute?dryrun=true", "", 200, `"triggered":true`, ""},
	{"alerter", "POST", alertsAPI + "/workflows/absent/_execute", "", 404, "", ""},
	{"acker", "POST", alertsAPI + "/monitors/<m>/_acknowledge/alerts", `{"alerts":["x"]}`, 200, `"failed"`, ""},
	{"acker", "GET", alertsAPI + "/monitors/alerts", "", 200, "", ""},
	{"acker", "GET", alertsAPI + "/monitors/<m>", "", forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/get] and User [name=acker, backend_roles=[], requestedTenant=null]", ""},
	{"acker", "GET", notesAPI + "/features", "", forbidden, "no permissions for [cluster:admin/opensearch/notifications/features]", ""},
	{"notes", "POST", notesAPI + "/configs", hook, 200, "", ""},
	{"notes", "GET", notesAPI + "/configs?nope=1", "", 400, "unrecognized parameter", ""},
	{"reader", "GET", notesAPI + "/configs?max_items=0", "", 400, "Validation Failed: 1: maxItems is not +ve;", ""},
	{"alerter", "GET", notesAPI + "/configs?max_items=0", "", 400, "Validation Failed: 1: maxItems is not +ve;", ""},
	{"reader", "POST", notesAPI + "/configs", "{", 400, "", ""},
	{"notes", "POST", alertsAPI + "/monitors", plainMonitor, forbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/write]", ""},
	{"acker", "GET", "/_sandbox", "", forbidden, "no permissions for", ""},
	{"admin", "GET", "/_sandbox", "", 200, "", ""},
}

func TestRolesOfThePlugins(t *testing.T) {
	server := sandbox.New(sandbox.Options{Users: []security.Account{
		{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}},
		{Name: "reader", Password: matrixPassword, BackendRoles: []string{"readers"}},
		{Name: "alerter", Password: matrixPassword, BackendRoles: []string{"alerters"}},
	}})
	for name, role := range map[string]string{"acker": "alerting_ack_alerts", "notes": "notifications_full_access"} {
		asUser(server, "admin:secret", "PUT", "/_plugins/_security/api/internalusers/"+name, `{"password":"`+matrixPassword+`","opendistro_security_roles":["`+role+`"]}`)
	}
	runScenario(t, server, byPluginRole, func() {})
}

// runScenario sends requests one after the other, and compares.
func runScenario(t *testing.T, server *sandbox.Server, scenario []exchange, wait func()) {
	t.Helper()
	names := []string{}
	for _, a := range scenario {
		if a.user == "clock" {
			wait()
			continue
		}
		fill := strings.NewReplacer(names...)
		pair := a.user + ":" + matrixPassword
		if a.user == "admin" {
			pair = "admin:secret"
		}
		w := asUser(server, pair, a.method, fill.Replace(a.path), fill.Replace(a.body))
		if text := w.Body.String(); w.Code != a.status || !strings.Contains(strings.ReplaceAll(text, `\"`, `"`), fill.Replace(a.has)) {
			t.Errorf("%s %s %s: %d %.400s, want %d %s", a.user, a.method, a.path, w.Code, text, a.status, a.has)
		}
		var answer struct {
			ID string `json:"_id"`
		}
		if a.name != "" && json.Unmarshal(w.Body.Bytes(), &answer) == nil {
			names = append(names, "<"+a.name+">", answer.ID)
		}
	}
}
