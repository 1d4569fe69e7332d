package wire_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func decode(t *testing.T, body string) monitors.Monitor {
	t.Helper()
	m, err := wire.DecodeMonitor(parse(t, body))
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return m
}

// TestFormsThatMeanTheSame decodes one monitor as people write it, as Open
// Distro returns it, and as the API has it in full.
func TestFormsThatMeanTheSame(t *testing.T) {
	full := `{"name":"n","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
		"inputs":[{"search":{"indices":["a"],"query":{"size":0}}}],
		"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"true","lang":"painless"}},
			"actions":[{"id":"a","name":"a","destination_id":"d","message_template":{"source":"m","lang":"mustache"},"subject_template":{"source":"s","lang":"mustache"},
				"throttle_enabled":true,"throttle":{"value":10,"unit":"MINUTES"}}]}}]}`
	want, err := canonicalBody(t, parse(t, full))
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"shorthand": `{"name":"n","schedule":{"period":{"interval":"5","unit":"minutes"}},"inputs":[{"search":{"indices":["a"],"query":{"size":0}}}],
			"triggers":[{"id":"t","name":"t","severity":1,"condition":{"script":"true"},
				"actions":[{"id":"a","name":"a","destination_id":"d","message_template":"m","subject_template":"s","throttle_enabled":"true","throttle":{"value":10.9}}]}]}`,
		"Open Distro": `{"type":"monitor","schema_version":3,"name":"n","user":{"name":""},"enabled":true,"enabled_time":1700000000000,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
			"inputs":[{"search":{"indices":["a"],"query":{"size":0}}}],"last_update_time":1,
			"triggers":[{"id":"t","name":"t","severity":"1","min_time_between_executions":null,"condition":{"script":{"source":"true","lang":"painless"}},
				"actions":[{"id":"a","name":"a","destination_id":"d","message_template":{"source":"m","lang":"mustache","params":{},"options":{}},"subject_template":{"source":"s","lang":"mustache"},
					"throttle_enabled":true,"throttle":{"value":10,"unit":"MINUTES"},"action_execution_policy":null}]}],"ui_metadata":null,"owner":"alerting"}`,
	} {
		got, err := canonicalBody(t, parse(t, body))
		if err != nil || !orderedjson.Equal(got, want) {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, print(got), print(want))
		}
	}
}

// TestOtherKinds writes back inputs and triggers as they came: those of the
// other types of monitor, and those that we don't know.
func TestOtherKinds(t *testing.T) {
	for _, body := range []string{
		`{"type":"monitor","name":"n","monitor_type":"doc_level_monitor","enabled":false,"schedule":{"cron":{"expression":"0 9 * * *","timezone":"UTC"}},
			"inputs":[{"doc_level_input":{"description":"d","indices":["a"],"queries":[{"id":"q","name":"q","fields":["f"],"query":"a:b","tags":["t"],"query_field_names":["x"]}],"fan_out_enabled":false}}],
			"triggers":[{"document_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"query[name=q]","lang":"painless"}},
				"actions":[{"id":"a","name":"a","destination_id":"d","message_template":{"source":"m","lang":"mustache"},"throttle_enabled":false,
					"action_execution_policy":{"action_execution_scope":{"per_execution":{}}}}]}}],"delete_query_index_in_every_run":true,"should_create_single_alert_for_findings":true}`,
		`{"type":"monitor","name":"n","monitor_type":"cluster_metrics_monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"DAYS"}},
			"inputs":[{"uri":{"api_type":"CLUSTER_HEALTH","path":"/_cluster/health","path_params":"","url":"http://localhost:9200/_cluster/health","clusters":["x"]}}],"triggers":[]}`,
		`{"type":"monitor","name":"n","monitor_type":"ppl_monitor","enabled":true,"schedule":{"period":{"interval":30,"unit":"SECONDS"}},
			"inputs":[{"ppl_input":{"query":"source=a","query_language":"ppl"}}],
			"triggers":[{"ppl_trigger":{"id":"t","name":"t","severity":"1","type":"custom","custom_condition":"where a > 1","actions":[{"id":"a","name":"a"}]}}]}`,
		`{"type":"monitor","name":"n","monitor_type":"bucket_level_monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"HOURS"}},"inputs":[],
			"triggers":[{"bucket_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"buckets_path":{"_value0":"_count","_value1":"m"},"parent_bucket_path":"g",
				"script":{"source":"true","lang":"painless"},"gap_policy":"insert_zeros","composite_agg_filter":{"k":{"include":"a.*"}}},"actions":[]}}]}`,
	} {
		got, err := canonicalBody(t, parse(t, body))
		if err != nil || !orderedjson.Equal(got, parse(t, body)) {
			t.Errorf("%v\n got %s\nwant %s", err, print(got), body)
		}
	}
}

func TestDecodeMonitorSaysWhatIsWrongAndWhere(t *testing.T) {
	const trigger = `{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"triggers":[{"query_level_trigger":%s}]}`
	for body, want := range map[string]string{
		`{}`:                         "name: is missing",
		`{"name":"n"}`:               "schedule: is missing",
		`{"name":"n","schedule":{}}`: "schedule: must hold either period or cron",
		`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"},"cron":{"expression":"","timezone":""}}}`: "schedule: must hold either period or cron",
		`{"name":"n","schedule":{"period":{"interval":"five","unit":"MINUTES"}}}`:                                   "schedule.period.interval: must be a whole number",
		`{"name":["n"]}`:           "name: must be a text, not a list",
		`{"name":"n","enabled":0}`: "enabled: must be true or false",
		`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{},{}]}`:                                                                                                "inputs: a monitor can have one input only",
		`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":"a"}}]}`:                                                                           "inputs[0].search.indices: must be a list, not a text",
		`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":[null]}}]}`:                                                                        "inputs[0].search.indices[0]: must be a text, not null",
		`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"triggers":{}}`:                                                                                                   "triggers: must be a list, not an object",
		strings.Replace(trigger, "%s", `{"name":"t"}`, 1):                                                                                                                                    "triggers[0].query_level_trigger.severity: is missing",
		strings.Replace(trigger, "%s", `{"name":"t","severity":1}`, 1):                                                                                                                       "triggers[0].query_level_trigger.condition: is missing",
		strings.Replace(trigger, "%s", `{"name":"t","severity":1,"condition":{"script":{"source":"x"}},"actions":[{"name":"a","destination_id":"d"}]}`, 1):                                   "triggers[0].query_level_trigger.actions[0].message_template: is missing",
		strings.Replace(trigger, "%s", `{"name":"t","severity":1,"condition":{"script":{"source":"x"}},"actions":[{"name":"a","destination_id":"d","message_template":"m","mesage":1}]}`, 1): "triggers[0].query_level_trigger.actions[0].mesage: is no field of an action",
	} {
		_, err := wire.DecodeMonitor(parse(t, body))
		var e *wire.Error
		if !errors.As(err, &e) || e.Error() != want {
			t.Errorf("%s: got %v, want %s", body, err, want)
		}
	}
}

// TestEncodeNeverSendsNull, and always says whether a monitor is enabled.
func TestEncodeNeverSendsNull(t *testing.T) {
	text := print(wire.EncodeMonitor(decode(t, `{"name":"n","enabled":false,"schedule":{"cron":{"expression":"0 9 * * *","timezone":"UTC"}},
		"triggers":[{"name":"t","severity":"1","condition":{"script":{"source":"true"}},
			"actions":[{"name":"a","destination_id":"d","message_template":"m","subject_template":null,"throttle":null}]}]}`), nil))
	for _, no := range []string{"null", `"id"`, "ui_metadata", "subject_template", `"throttle":`, "params", "options"} {
		if strings.Contains(text, no) {
			t.Errorf("%s is in %s", no, text)
		}
	}
	if !strings.Contains(text, `"enabled":false`) {
		t.Errorf("enabled is missing in %s", text)
	}
}

// TestCorpusMonitors decodes other people's monitors, where there is a corpus.
func TestCorpusMonitors(t *testing.T) {
	folder := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if folder == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS names no corpus")
	}
	files, _ := filepath.Glob(filepath.Join(folder, "monitors", "*.json"))
	decoded := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := orderedjson.Parse(text)
		body, ok := v.(*orderedjson.Object)
		if err != nil || !ok || body.Text("type") == "workflow" || !body.Has("name") {
			continue
		}
		m, err := wire.DecodeMonitor(body)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		decoded++
		if again := wire.EncodeMonitor(m, nil); print(again) != print(wire.EncodeMonitor(decode(t, print(again)), nil)) {
			t.Errorf("%s: written and read again, it is another", filepath.Base(file))
		}
	}
	if decoded == 0 {
		t.Errorf("none of %d files could be decoded", len(files))
	}
	t.Logf("%d of %d decoded", decoded, len(files))
}

func FuzzDecodeMonitor(f *testing.F) {
	f.Add(`{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":["a"],"query":{"size":0}}}],"triggers":[{"name":"t","severity":1,"condition":{"script":"x","buckets_path":["a"]},"actions":[{"name":"a","destination_id":"d","message_template":{"source":{"a":1}}}]}]}`)
	f.Add(`{"name":"n","monitor_type":"bucket_level_monitor","schedule":{"cron":{"expression":"* * * * *","timezone":"GMT+2"}},"triggers":[{"bucket_level_trigger":{"name":"t","severity":1,"condition":{"script":"x","buckets_path":"a","filter":{"include":["b","a"]}}}},{"x_trigger":{"name":"n","severity":"1"}}]}`)
	f.Add(`{"name":"n","monitor_type":"doc_level_monitor","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"doc_level_input":{"queries":[{"name":"q","query":"a"}]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		body, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		m, err := wire.DecodeMonitor(body)
		if err != nil {
			return
		}
		once := wire.EncodeMonitor(m, nil)
		again, err := wire.DecodeMonitor(once)
		if err != nil {
			t.Fatalf("%s is refused: %v", print(once), err)
		}
		if twice := wire.EncodeMonitor(again, nil); print(twice) != print(once) {
			t.Fatalf("%s became %s", print(once), print(twice))
		}
		m.Canonical()
	})
}
