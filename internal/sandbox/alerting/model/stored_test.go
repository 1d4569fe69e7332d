package model_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// recorded is what a real node made of a body.
type recorded struct {
	ID     string          `json:"id"`
	Sent   json.RawMessage `json:"sent"`
	Stored json.RawMessage `json:"stored"`
	Error  *struct {
		Status int    `json:"status"`
		Reason string `json:"reason"`
	} `json:"error"`
	Version string `json:"version"`
}

// TestStoredForm holds the parser to bodies recorded on 2.19.4: the ones beside
// this test, and all of them where ALERTPLAN_TEST_CORPUS is set.
func TestStoredForm(t *testing.T) {
	files := []string{"testdata/stored.jsonl"}
	if corpus := os.Getenv("ALERTPLAN_TEST_CORPUS"); corpus != "" {
		files = append(files, filepath.Join(corpus, "recorded", "canonical.jsonl"))
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		lines.Buffer(nil, len(data)+1)
		for lines.Scan() {
			var c recorded
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatal(err)
			}
			if c.Version == "" || c.Version == "2.19.4" {
				t.Run(c.ID, func(t *testing.T) { checkRecorded(t, c) })
			}
		}
	}
}

func checkRecorded(t *testing.T, c recorded) {
	m, err := parse(c.Sent)
	if err == nil {
		err = m.CheckRequest()
	}
	if c.Error != nil {
		f, ok := err.(*fault.Fault)
		if !ok {
			t.Fatalf("got %v, want the error %q", err, c.Error.Reason)
		}
		if status := f.Wrapped().Status; status != c.Error.Status {
			t.Errorf("got status %d (%s), want %d (%s)", status, f.Message, c.Error.Status, c.Error.Reason)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	want, err := orderedjson.Parse(c.Stored)
	if err != nil {
		t.Fatal(err)
	}
	text, err := orderedjson.Marshal(m.Stored())
	if err != nil {
		t.Fatal(err)
	}
	have, _ := orderedjson.Parse(text)
	// What GET hides, and what is different each time.
	for _, o := range []*orderedjson.Object{want.(*orderedjson.Object), have.(*orderedjson.Object)} {
		for _, key := range []string{"last_update_time", "enabled_time", "ui_metadata"} {
			o.Delete(key)
		}
		dropGenerated(o, c.Sent)
	}
	if !orderedjson.Equal(want, have) {
		wantText, _ := orderedjson.Marshal(want)
		haveText, _ := orderedjson.Marshal(have)
		t.Errorf("sent %s\nhave %s\nwant %s", c.Sent, haveText, wantText)
	}
}

// dropGenerated takes ids away that the server made.
func dropGenerated(v any, sent []byte) {
	switch v := v.(type) {
	case *orderedjson.Object:
		if id := v.Text("id"); id != "" && !bytes.Contains(sent, []byte(`"`+id+`"`)) {
			v.Delete("id")
		}
		for _, m := range v.Members() {
			dropGenerated(m.Value, sent)
		}
	case []any:
		for _, x := range v {
			dropGenerated(x, sent)
		}
	}
}

func parse(body []byte) (*model.Monitor, error) {
	r := xcontent.NewReader(body)
	if err := xcontent.Catch(func() { r.Expect(xcontent.StartObject, r.Next()) }); err != nil {
		return nil, err
	}
	return model.Parse(r, 1_767_225_600_000)
}

func FuzzParse(f *testing.F) {
	f.Add(`{"name":"a","schedule":{"period":{"interval":5,"unit":"MINUTES"}},"ui_metadata":[1]}`)
	f.Add(`{"name":"a","schedule":{"cron":{"expression":"0 9 * * MON","timezone":"GMT+2"}},"triggers":[{"name":"t",` +
		`"severity":1,"condition":{"script":{"source":"true"}},"actions":[{"name":"x","destination_id":"d",` +
		`"message_template":"m","throttle":{"value":"5"}}]}],"inputs":[{"search":{"indices":["a"],"query":{}}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		m, err := parse([]byte(body))
		if err != nil {
			return
		}
		stored, err := orderedjson.Marshal(m.Stored())
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse(stored)
		if err != nil {
			t.Fatalf("%s was stored as %s, which is refused: %v", body, stored, err)
		}
		text, _ := orderedjson.Marshal(again.Stored())
		if !bytes.Equal(stored, text) {
			t.Fatalf("stored\n%s\nagain\n%s", stored, text)
		}
	})
}
