package wire_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

const (
	mark = `{"workspace":"soc","address":"monitor.login[\"eu\"]","description":"Who logs in","triggers":{"any":{"id":"t1","actions":{"page":"a1"}}},"config_hash":"abc","hash_version":1}`
	body = `{"type":"monitor","name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[],
		"triggers":[{"query_level_trigger":{"id":"t0","name":"mine","severity":"1","condition":{"script":{"source":"true","lang":"painless"}},"actions":[]}},
			{"query_level_trigger":{"id":"t1","name":"any","severity":"1","condition":{"script":{"source":"true","lang":"painless"}},
			"actions":[{"id":"a1","name":"p","destination_id":"d","message_template":"m"}]}}],
		"last_update_time":1795253403718,"owner":"alerting","ui_metadata":{"theirs":{"x":1},"alertplan":` + mark + `}}`
)

func decodeLive(t *testing.T, text string) monitors.Live {
	t.Helper()
	live, err := wire.DecodeLive(parse(t, text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return live
}

func TestDecodeLiveReadsHitsAndEnvelopes(t *testing.T) {
	for name, text := range map[string]string{
		"hit":      `{"_index":"x","_id":"m1","_version":3,"_seq_no":7,"_primary_term":2,"_source":` + body + `}`,
		"raw hit":  `{"_index":"x","_id":"m1","_version":3,"_seq_no":7,"_primary_term":2,"_source":{"monitor":` + body + `}}`,
		"envelope": `{"_id":"m1","_version":3,"_seq_no":7,"_primary_term":2,"monitor":` + body + `,"associated_workflows":[]}`,
	} {
		live := decodeLive(t, text)
		if live.ID != "m1" || live.Version != (monitors.Version{SeqNo: 7, PrimaryTerm: 2}) || live.Owner != "alerting" || live.Unreadable != "" {
			t.Errorf("%s: got %+v", name, live)
		}
		if live.Mark == nil || live.Mark.Workspace != "soc" || live.Mark.Address != address.ForMonitor("login").WithKey("eu") {
			t.Fatalf("%s: got mark %+v", name, live.Mark)
		}
		m := live.Monitor
		if m.Triggers[0].Label != "" || m.Triggers[1].Label != "any" || m.Triggers[1].Actions[0].Label != "page" || m.Description != "Who logs in" || !m.Enabled {
			t.Errorf("%s: got %+v", name, m)
		}
		if live.LastUpdate.UnixMilli() != 1795253403718 || !live.UIMetadata.Has("theirs") {
			t.Errorf("%s: got %v, %v", name, live.LastUpdate, live.UIMetadata.Keys())
		}
	}
}

func TestDecodeLiveOfOtherThings(t *testing.T) {
	for _, text := range []string{
		`{"_id":"d","_source":{"destination":{"name":"x"}}}`, `{"_id":"m-metadata","_source":{"metadata":{}}}`, `{"_id":"e","_source":{"email_account":{}}}`,
	} {
		if live, err := wire.DecodeLive(parse(t, text)); !errors.Is(err, wire.ErrNotMonitor) {
			t.Errorf("%s: got %+v, %v", text, live, err)
		}
	}
	for _, text := range []string{`{}`, `{"_id":"x"}`, `{"monitor":{}}`, `{"_id":"","monitor":{}}`, `{"_id":"x","_seq_no":"7","monitor":{}}`} {
		if live, err := wire.DecodeLive(parse(t, text)); err == nil || errors.Is(err, wire.ErrNotMonitor) {
			t.Errorf("%s: got %+v, %v", text, live, err)
		}
	}
}

func TestUnreadableMonitorsAreNoErrors(t *testing.T) {
	for name, text := range map[string]string{
		"no schedule":      `{"_id":"x","_seq_no":1,"_primary_term":1,"monitor":{"name":"n","ui_metadata":{"alertplan":` + mark + `}}}`,
		"another plugin's": `{"_id":"x","_seq_no":1,"_primary_term":1,"monitor":` + strings.Replace(body, `"owner"`, `"data_sources":{"alerts_index":".opensearch-sap-alerts"},"owner"`, 1) + `}`,
		"another target":   `{"_id":"x","_seq_no":1,"_primary_term":1,"monitor":` + strings.Replace(body, `"owner"`, `"target":{"type":"remote","endpoint":"https://c2.example"},"owner"`, 1) + `}`,
	} {
		live := decodeLive(t, text)
		if live.Unreadable == "" || live.Monitor.Name != "n" || live.Mark == nil || live.Version.SeqNo != 1 || live.Monitor.Triggers != nil {
			t.Errorf("%s: got %+v", name, live)
		}
	}
}

func TestTheOwnTargetIsReadable(t *testing.T) {
	live := decodeLive(t, `{"_id":"x","monitor":`+strings.Replace(body, `"owner"`, `"target":{"type":"local"},"owner"`, 1)+`}`)
	if live.Unreadable != "" {
		t.Errorf("got %+v", live)
	}
}

// TestUnknownQueriesStayAsStored: a body that we can't bring to canonical form
// ourselves is canonical already, as the server stored it.
func TestUnknownQueriesStayAsStored(t *testing.T) {
	live := decodeLive(t, `{"_id":"x","monitor":{"name":"n","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":["a"],"query":{"query":{"of_tomorrow":{"boost":1.0}}}}}],"triggers":[]}}`)
	if live.Unreadable != "" || print(live.Monitor.Input.(*monitors.Search).Body) != `{"query":{"of_tomorrow":{"boost":1.0}}}` {
		t.Errorf("got %+v", live)
	}
}

func TestMarksRoundTrip(t *testing.T) {
	read := wire.DecodeMark(parse(t, `{"alertplan":`+mark+`}`))
	if read == nil || print(wire.EncodeMark(*read)) != mark {
		t.Fatalf("got %+v", read)
	}
	m := decodeLive(t, `{"_id":"x","monitor":`+body+`}`).Monitor
	m.Triggers = m.Triggers[1:]
	made := monitors.MarkFor("soc", address.ForMonitor("login"), m)
	again := wire.DecodeMark(wire.MergeUIMetadata(nil, m, made))
	if again == nil || print(wire.EncodeMark(*again)) != print(wire.EncodeMark(made)) {
		t.Errorf("got %+v, want %+v", again, made)
	}
	made.Fields = map[string]string{"name": "0a1b2c3d", "trigger.any.severity": "00000000"}
	again = wire.DecodeMark(wire.MergeUIMetadata(nil, m, made))
	if again == nil || !maps.Equal(again.Fields, made.Fields) {
		t.Errorf("got %+v, want %+v", again, made)
	}
	empty := monitors.MarkFor("soc", address.ForMonitor("login"), monitors.Monitor{})
	if wire.DecodeMark(wire.MergeUIMetadata(nil, monitors.Monitor{}, empty)) == nil {
		t.Error("the mark of a monitor without triggers is none")
	}
}

func TestMalformedMarksAreNone(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"alertplan":null}`, `{"alertplan":5}`, `{"alertplan":"x"}`, `{"alertplan":[]}`, `{"alertplan":{}}`,
		`{"alertplan":` + strings.Replace(mark, `"soc"`, `"So C"`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"soc"`, `5`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `monitor.login`, `destination.slack.login`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `monitor.login`, `monitor.`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"any":{"id":"t1"`, `"any":{"id":5`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"page":"a1"`, `"page":{}`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `{"page":"a1"}`, `["page"]`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `{"any":`, `{"other":null,"any":`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"abc"`, `7`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"hash_version":1`, `"hash_version":"one"`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"hash_version":1`, `"hash_version":1,"fields":["name"]`, 1) + `}`,
		`{"alertplan":` + strings.Replace(mark, `"hash_version":1`, `"hash_version":1,"fields":{"name":{}}`, 1) + `}`,
	} {
		if read := wire.DecodeMark(parse(t, text)); read != nil {
			t.Errorf("%s: got %+v", text, read)
		}
	}
	if wire.DecodeMark(nil) != nil {
		t.Error("no ui_metadata has a mark")
	}
}

func FuzzDecodeMark(f *testing.F) {
	f.Add(mark)
	f.Add(strings.Replace(mark, `"hash_version":1`, `"hash_version":1,"fields":{"name":"0a1b2c3d"}`, 1))
	f.Add(strings.Replace(mark, `"hash_version":1`, `"hash_version":1,"mutes":{"t1":{"until":"2026-03-08T05:00:00Z","since":"2026-03-08T03:00:00.5Z","why":"x"},"t2":7}`, 1))
	f.Add(`{"workspace":"a","address":"pack.x.monitor.y","triggers":null,"config_hash":"x","hash_version":"1"}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		if err != nil {
			return
		}
		read := wire.DecodeMark(orderedjson.NewObject(orderedjson.Member{Key: "alertplan", Value: v}))
		if read == nil {
			return
		}
		again := wire.DecodeMark(orderedjson.NewObject(orderedjson.Member{Key: "alertplan", Value: wire.EncodeMark(*read)}))
		if again == nil || print(wire.EncodeMark(*again)) != print(wire.EncodeMark(*read)) {
			t.Fatalf("%s reads as %+v, and that as %+v", text, read, again)
		}
	})
}

func FuzzDecodeLive(f *testing.F) {
	f.Add(`{"_id":"m1","_seq_no":7,"_primary_term":2,"_source":` + body + `}`)
	f.Add(`{"_id":"m1","monitor":` + body + `}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		if o, ok := v.(*orderedjson.Object); ok && err == nil {
			if live, err := wire.DecodeLive(o); err == nil && live.ID == "" {
				t.Fatalf("%s has no id", text)
			}
		}
	})
}
