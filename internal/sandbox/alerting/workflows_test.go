package alerting_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const queryMonitor = `{"type":"monitor","name":"m","monitor_type":"query_level_monitor","enabled":false,
	"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
	"inputs":[{"search":{"indices":["cwl-*"],"query":{"size":0,"query":{"match_all":{}}}}}],
	"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"2","actions":[],
		"condition":{"script":{"source":"return true","lang":"painless"}}}}]}`

func workflowOf(ids ...string) string {
	delegates := ""
	for i, id := range ids {
		if i > 0 {
			delegates += ","
		}
		delegates += fmt.Sprintf(`{"order":%d,"monitor_id":%q}`, i+1, id)
	}
	return `{"type":"workflow","workflow_type":"composite","name":"w","enabled":false,
		"schedule":{"period":{"interval":1,"unit":"HOURS"}},"triggers":[],
		"inputs":[{"composite_input":{"sequence":{"delegates":[` + delegates + `]}}}]}`
}

func TestWorkflowKeepsItsDelegates(t *testing.T) {
	s := newServer(t)
	status, o := s.do("POST", "/monitors", queryMonitor)
	if status != http.StatusCreated {
		t.Fatal(status, o)
	}
	monitor := o.Text("_id")
	status, o = s.do("POST", "/workflows", workflowOf(monitor))
	if status != http.StatusCreated {
		t.Fatal(status, o)
	}
	flow := o.Text("_id")
	if status, o = s.do("DELETE", "/monitors/"+monitor, ""); status != http.StatusForbidden {
		t.Errorf("a delegate was deleted: %d %v", status, o)
	}
	if status, o = s.do("PUT", "/workflows/"+flow, workflowOf(monitor)); status != http.StatusOK {
		t.Errorf("update: %d %v", status, o)
	}
	if status, o = s.do("GET", "/workflows/"+flow, ""); status != http.StatusOK || o.Object("workflow").Text("name") != "w" {
		t.Errorf("get: %d %v", status, o)
	}
	if status, o = s.do("DELETE", "/workflows/"+flow+"?deleteDelegateMonitors=true", ""); status != http.StatusOK {
		t.Errorf("delete: %d %v", status, o)
	}
	if status, _ = s.do("GET", "/monitors/"+monitor, ""); status != http.StatusNotFound {
		t.Errorf("the delegate survived: %d", status)
	}
}

func TestWorkflowOfUnknownMonitors(t *testing.T) {
	s := newServer(t)
	if status, o := s.do("POST", "/workflows", workflowOf("nobody")); status < 400 {
		t.Errorf("accepted: %d %v", status, o)
	}
	if status, o := s.do("GET", "/workflows/alerts?monitorId=x", ""); status != http.StatusBadRequest {
		t.Errorf("unknown parameter: %d %v", status, o)
	}
}

// A workflow's own alert opens, stays, is acknowledged and completes with what its
// delegates find, which leave audited alerts alone.
func TestWorkflowAlerts(t *testing.T) {
	s := newServer(t)
	post := func(path, body string) *orderedjson.Object {
		status, o := s.do("POST", path, body)
		if status >= 300 {
			t.Fatal(path, status, o)
		}
		return o
	}
	fires := strings.Replace(queryMonitor, "return true", "ctx.results[0].hits.total.value == 0", 1)
	monitor := post("/monitors", fires).Text("_id")
	trigger := `"triggers":[{"chained_alert_trigger":{"id":"c","name":"c","severity":"1","actions":[],
		"condition":{"script":{"source":"monitor[id=` + monitor + `]","lang":"painless"}}}}]`
	flow := "/workflows/" + post("/workflows", strings.Replace(workflowOf(monitor), `"triggers":[]`, trigger, 1)).Text("_id")
	states := func() string {
		_, o := s.do("GET", "/workflows/alerts", "")
		var out []string
		for _, x := range o.Array("alerts") {
			out = append(out, x.(*orderedjson.Object).Text("state"))
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	expect := func(want string) {
		t.Helper()
		post(flow+"/_execute?dryrun=false", "")
		if got := states(); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	post(flow+"/_execute?dryrun=true", "")
	if got := states(); got != "" {
		t.Fatal(got)
	}
	expect("ACTIVE AUDIT")
	expect("ACTIVE AUDIT AUDIT")
	_, o := s.do("GET", "/workflows/alerts?alertState=ACTIVE", "")
	id := o.Array("alerts")[0].(*orderedjson.Object).Text("id")
	post(flow+"/_acknowledge/alerts", `{"alerts":["`+id+`"]}`)
	expect("ACKNOWLEDGED AUDIT AUDIT AUDIT")
	status, _ := s.do("PUT", "/monitors/"+monitor, strings.Replace(fires, "== 0", "< 0", 1))
	if status != http.StatusOK {
		t.Fatal(status)
	}
	expect("AUDIT AUDIT AUDIT COMPLETED")
}
