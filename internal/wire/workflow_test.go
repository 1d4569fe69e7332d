package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// storedWorkflow is as 2.19.4 stores one (workflows/triggers), with chained findings
// as it prints them.
const storedWorkflow = `{"type":"workflow","schema_version":0,"name":"login then deletion","workflow_type":"composite","enabled":false,
	"enabled_time":null,"schedule":{"period":{"interval":1,"unit":"HOURS"}},
	"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":5,"monitor_id":"one"},
		{"order":3,"monitor_id":"two","chained_monitor_findings":{"monitor_id":null,"monitor_ids":["x","y"]}}]}}}],
	"triggers":[{"chained_alert_trigger":{"id":"ct","name":"both","severity":"1",
		"condition":{"script":{"source":"!monitor[id=one] || (monitor[id=two])","lang":"painless"}},"actions":[]}}],
	"last_update_time":1600000000000,"owner":"alerting","audit_delegate_monitor_alerts":true}`

func TestDecodeLiveOfAWorkflow(t *testing.T) {
	for name, envelope := range map[string]string{
		"hit":     `{"_id":"w","_seq_no":3,"_primary_term":1,"_source":` + storedWorkflow + `}`,
		"raw hit": `{"_id":"w","_seq_no":3,"_primary_term":1,"_source":{"workflow":` + storedWorkflow + `}}`,
		"GET":     `{"_id":"w","_version":1,"_seq_no":3,"_primary_term":1,"workflow":` + storedWorkflow + `}`,
	} {
		live, err := wire.DecodeLive(parse(t, envelope))
		if err != nil || live.Unreadable != "" {
			t.Fatalf("%s: got %+v, %v", name, live, err)
		}
		m := live.Monitor
		if m.Type != monitors.Composite || live.Version.SeqNo != 3 || live.Owner != "alerting" || len(live.Delegates) != 2 {
			t.Errorf("%s: got %+v", name, live)
		}
		sequence := m.Input.(*monitors.Sequence)
		if !sequence.Audit || sequence.Delegates[0].Monitor.ID != "two" || len(sequence.Delegates[0].FindingsOf) != 2 {
			t.Errorf("%s: got %+v", name, sequence)
		}
		condition := m.Triggers[0].Condition.(*monitors.ChainedCondition)
		if len(condition.Parts) != 5 || condition.Source() != "!monitor[id=one] || (monitor[id=two])" {
			t.Errorf("%s: got %+v", name, condition)
		}
	}
}

func TestEncodedWorkflowIsReadAsItWas(t *testing.T) {
	first, err := wire.DecodeWorkflow(parse(t, storedWorkflow))
	if err != nil {
		t.Fatal(err)
	}
	body := wire.EncodeWorkflow(first, "somebody")
	again, err := wire.DecodeWorkflow(body)
	if err != nil || !orderedjson.Equal(first.Fields(), again.Fields()) || body.Text("owner") != "somebody" {
		t.Errorf("got %v of %v, %v", again.Fields(), body, err)
	}
	if first.Hash() != again.Hash() {
		t.Error("the hash changed")
	}
}

func TestDecodeWorkflowRefuses(t *testing.T) {
	for _, body := range []string{
		`{"name":"w","schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[]}`,
		`{"name":"w","schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[{"search":{}}]}`,
		`{"name":"w","schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":0,"monitor_id":"x"}]}}}]}`,
		`{"name":"w","schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1}]}}}]}`,
		`{"name":"w","schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1,"monitor_id":"x"}]}}}],
			"triggers":[{"query_level_trigger":{"id":"q","name":"q","severity":"1","condition":{"script":{"source":"return true"}},"actions":[]}}]}`,
	} {
		if m, err := wire.DecodeWorkflow(parse(t, body)); err == nil {
			t.Errorf("%s: got %+v", body, m)
		}
	}
}
