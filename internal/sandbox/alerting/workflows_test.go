package alerting_test

import (
	"fmt"
	"net/http"
	"testing"
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

func TestRefusedByName(t *testing.T) {
	s := newServer(t)
	for _, route := range [][2]string{
		{"POST", "/workflows/w/_execute"},
		{"POST", "/workflows/w/_acknowledge/alerts"},
	} {
		if status, o := s.do(route[0], route[1], ""); status != http.StatusNotImplemented {
			t.Errorf("%v: %d %v", route, status, o)
		}
	}
}
