package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

func parsed(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	o := &orderedjson.Object{}
	if err := o.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return o
}

// Each form is found in what a server says, decoded again to the same object, and sent
// without what the server owns.
func TestOriginals(t *testing.T) {
	email := func(form wire.Form) func(*orderedjson.Object) (wire.Original, error) {
		return func(o *orderedjson.Object) (wire.Original, error) { return wire.OriginalEmail(form, o), nil }
	}
	plainly := func(of func(*orderedjson.Object) wire.Original) func(*orderedjson.Object) (wire.Original, error) {
		return func(o *orderedjson.Object) (wire.Original, error) { return of(o), nil }
	}
	for name, x := range map[string]struct {
		of       func(*orderedjson.Object) (wire.Original, error)
		envelope string
		form     wire.Form
		id, body string
		named    string
	}{
		"a hit of a monitor": {
			wire.OriginalMonitor, `{"_id":"m","_seq_no":3,"_primary_term":1,"_source":{"type":"monitor","schema_version":8,"name":"M","enabled":true,"enabled_time":17,"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[],"last_update_time":5,"x_new":1.0,"ui_metadata":{"a":1}}}`,
			wire.FormMonitor, "m", `{"type":"monitor","name":"M","enabled":true,"enabled_time":17,"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[],"x_new":1.0,"ui_metadata":{"a":1}}`, "M",
		},
		"a raw hit": {
			wire.OriginalMonitor, `{"_id":"m","_seq_no":3,"_primary_term":1,"_source":{"monitor":{"type":"monitor","name":"M","user":{"name":"bob"},"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[]}}}`,
			wire.FormMonitor, "m", `{"type":"monitor","name":"M","schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[],"triggers":[]}`, "M",
		},
		"a workflow": {
			wire.OriginalMonitor, `{"_id":"w","_seq_no":3,"_primary_term":1,"workflow":{"type":"workflow","schema_version":8,"name":"W","workflow_type":"composite","schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1,"monitor_id":"m"}]}}}],"triggers":[],"owner":"alerting"}}`,
			wire.FormWorkflow, "w", `{"type":"workflow","name":"W","workflow_type":"composite","schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1,"monitor_id":"m"}]}}}],"triggers":[],"owner":"alerting"}`, "W",
		},
		"a channel": {
			plainly(wire.OriginalChannel), `{"config_id":"c","last_updated_time_ms":1,"created_time_ms":1,"config":{"name":"C","description":"","config_type":"slack","is_enabled":true,"slack":{"url":"https://x"}}}`,
			wire.FormChannel, "c", `{"config":{"name":"C","description":"","config_type":"slack","is_enabled":true,"slack":{"url":"https://x"}}}`, "C",
		},
		"a custom webhook": {
			plainly(wire.OriginalDestination), `{"id":"d","type":"custom_webhook","name":"D","schema_version":4,"seq_no":7,"primary_term":2,"last_update_time":5,"custom_webhook":{"path":null,"header_params":{"k":"v"},"password":null,"scheme":null,"method":null,"port":-1,"query_params":{},"host":null,"url":"https://x","username":null}}`,
			wire.FormDestination, "d", `{"type":"custom_webhook","name":"D","custom_webhook":{"header_params":{"k":"v"},"url":"https://x"}}`, "D",
		},
		"one of parts": {
			plainly(wire.OriginalDestination), `{"id":"d","type":"custom_webhook","name":"D","seq_no":7,"primary_term":2,"custom_webhook":{"path":"in","header_params":{},"scheme":"https","method":"PUT","port":8443,"query_params":{"t":"1"},"host":"x","url":null,"username":"u","password":"p"}}`,
			wire.FormDestination, "d", `{"type":"custom_webhook","name":"D","custom_webhook":{"path":"in","header_params":{},"scheme":"https","method":"PUT","port":8443,"query_params":{"t":"1"},"host":"x","username":"u","password":"p"}}`, "D",
		},
		"an account": {
			email(wire.FormEmailAccount), `{"_id":"a","_seq_no":7,"_primary_term":2,"_source":{"schema_version":4,"name":"A","email":"x@example.org","host":"h","port":25,"method":"none"}}`,
			wire.FormEmailAccount, "a", `{"name":"A","email":"x@example.org","host":"h","port":25,"method":"none"}`, "A",
		},
		"a group": {
			email(wire.FormEmailGroup), `{"_id":"g","_seq_no":7,"_primary_term":2,"email_group":{"schema_version":4,"name":"G","emails":[{"email":"x@example.org"}]}}`,
			wire.FormEmailGroup, "g", `{"name":"G","emails":[{"email":"x@example.org"}]}`, "G",
		},
	} {
		t.Run(name, func(t *testing.T) {
			envelope := parsed(t, x.envelope)
			o, err := x.of(envelope)
			if err != nil || o.Form != x.form || o.ID != x.id || !o.Form.Known() {
				t.Fatalf("got %+v, %v", o, err)
			}
			got, id := "", ""
			if o.Form.IsDestination() {
				live, err := o.Destination()
				got, id = live.Destination.Name, live.ID
				if err != nil || o.Form != wire.FormChannel && (live.Version.SeqNo != 7 || live.Version.PrimaryTerm != 2) {
					t.Errorf("got %+v, %v", live, err)
				}
			} else {
				live, err := o.Monitor()
				got, id = live.Monitor.Name, live.ID
				if err != nil || live.Version.SeqNo != 3 || live.Unreadable != "" {
					t.Errorf("got %+v, %v", live, err)
				}
			}
			if got != x.named || id != x.id {
				t.Errorf("got %q, %q", got, id)
			}
			if text, _ := orderedjson.Marshal(o.Request()); string(text) != x.body {
				t.Errorf("it would send\n%s\nnot\n%s", text, x.body)
			}
			if text, _ := orderedjson.Marshal(envelope); string(text) != x.envelope {
				t.Errorf("it has changed what it was given: %s", text)
			}
		})
	}
}
