package wire_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// recorded is one line of canonical.jsonl: a monitor as it was sent to a real
// node, and as the node stored it.
type recorded struct {
	id, version  string
	sent, stored *orderedjson.Object
}

func readRecorded(t *testing.T) []recorded {
	t.Helper()
	file, err := os.Open("testdata/canonical.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []recorded
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		o := parse(t, lines.Text())
		cases = append(cases, recorded{o.Text("id"), o.Text("version"), o.Object("sent"), o.Object("stored")})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

func parse(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return v.(*orderedjson.Object)
}

// withoutServerFields is a stored monitor less what the server owns: what is
// left must be what we would send.
func withoutServerFields(stored *orderedjson.Object) *orderedjson.Object {
	o := orderedjson.Clone(stored).(*orderedjson.Object)
	for _, key := range []string{"schema_version", "enabled_time", "last_update_time", "data_sources", "owner"} {
		o.Delete(key)
	}
	for _, key := range []string{"delete_query_index_in_every_run", "should_create_single_alert_for_findings"} {
		if v, _ := o.Get(key); v == false {
			o.Delete(key)
		}
	}
	for _, v := range o.Array("inputs") {
		if uri := v.(*orderedjson.Object).Object("uri"); uri != nil && len(uri.Array("clusters")) == 0 {
			uri.Delete("clusters")
		}
	}
	return o
}

// forgetGeneratedIDs removes ids that the server made: those whose object had
// none when it was sent.
func forgetGeneratedIDs(sent, stored any) {
	switch stored := stored.(type) {
	case *orderedjson.Object:
		sent, _ := sent.(*orderedjson.Object)
		if stored.Has("id") && !sent.Has("id") {
			stored.Delete("id")
		}
		for _, member := range stored.Members() {
			if member.Key == "search" {
				continue // ids there are of the search's own
			}
			v, _ := sent.Get(member.Key)
			forgetGeneratedIDs(v, member.Value)
		}
	case []any:
		sent, _ := sent.([]any)
		for i, v := range stored {
			if i < len(sent) {
				forgetGeneratedIDs(sent[i], v)
			}
		}
	}
}

func canonicalBody(t *testing.T, body *orderedjson.Object) (*orderedjson.Object, error) {
	t.Helper()
	m, err := wire.DecodeMonitor(body)
	if err != nil {
		return nil, err
	}
	m, err = m.Canonical()
	if err != nil {
		return nil, err
	}
	return wire.EncodeMonitor(m, nil), nil
}

func print(v any) string {
	text, _ := orderedjson.Marshal(v)
	return string(text)
}

// TestCanonicalIsWhatTheServerStores holds decoding, the canonical form and
// encoding together to what 2.19.4 made of 498 bodies.
func TestCanonicalIsWhatTheServerStores(t *testing.T) {
	held := 0
	for _, c := range readRecorded(t) {
		if c.version != "2.19.4" || c.stored == nil {
			continue
		}
		held++
		got, err := canonicalBody(t, c.sent)
		if err != nil {
			t.Errorf("%s: %v", c.id, err)
			continue
		}
		want := withoutServerFields(c.stored)
		for _, key := range []string{"triggers", "inputs"} {
			forgetGeneratedIDs(c.sent.Array(key), want.Array(key))
		}
		if !orderedjson.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", c.id, print(got), print(want))
		}
	}
	if held < 498 {
		t.Errorf("held to %d cases only", held)
	}
}

// TestStoredIsAFixedPoint reads what three versions returned and writes it
// again: nothing may change, or a second plan would not be empty.
func TestStoredIsAFixedPoint(t *testing.T) {
	for _, c := range readRecorded(t) {
		if c.stored == nil {
			continue
		}
		live, err := wire.DecodeLive(orderedjson.NewObject(
			orderedjson.Member{Key: "_id", Value: "x"}, orderedjson.Member{Key: "monitor", Value: c.stored}))
		if err != nil || live.Unreadable != "" {
			t.Errorf("%s: %v %s", c.id, err, live.Unreadable)
			continue
		}
		if _, err := live.Monitor.Canonical(); err != nil {
			t.Errorf("%s: what the server stored is refused: %v", c.id, err)
		}
		got, want := wire.EncodeMonitor(live.Monitor, nil), withoutServerFields(c.stored)
		if c.version == "2.19.4" && !orderedjson.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", c.id, print(got), print(want))
		}
		again, err := wire.DecodeMonitor(got)
		if err != nil {
			t.Fatal(err)
		}
		canonical, _ := again.Canonical()
		if hash(canonical) != hash(live.Monitor) {
			t.Errorf("%s: written and read again, it is another", c.id)
		}
	}
}

func hash(m monitors.Monitor) string { return m.Hash() }

// TestCanonicalOfTranscripts does the same with all monitors that were saved in
// the transcripts, where there is a corpus.
func TestCanonicalOfTranscripts(t *testing.T) {
	folder := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if folder == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS names no corpus")
	}
	held := 0
	for _, version := range []string{"2.19.4", "3.5.0"} {
		files, _ := filepath.Glob(filepath.Join(folder, "transcripts", version, "*.json"))
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range parse(t, string(text)).Array("steps") {
				step := v.(*orderedjson.Object)
				sent, stored := step.Object("send").Object("body"), step.Object("got").Object("body").Object("monitor")
				if !sent.Has("name") || !stored.Has("schedule") || oddlyStored(sent) {
					continue
				}
				held++
				stored = withoutServerFields(stored)
				stored.Delete("ui_metadata")
				for _, key := range []string{"triggers", "inputs"} {
					forgetGeneratedIDs(sent.Array(key), stored.Array(key))
				}
				got, err := canonicalBody(t, sent)
				for _, key := range got.Keys() {
					if filtered := !stored.Has("name") || !stored.Has("enabled"); filtered && !stored.Has(key) {
						got.Delete(key) // the request asked for a part of the answer
					}
				}
				if err != nil || !orderedjson.Equal(got, stored) && !sameCall(t, got, stored) {
					t.Errorf("%s: %v\n got %s\nwant %s", filepath.Base(file), err, print(got), print(stored))
				}
			}
		}
	}
	if held == 0 {
		t.Error("the corpus holds no transcripts")
	}
	t.Logf("held to %d bodies", held)
}

// sameCall tells whether two bodies are the same but for how they write the call
// of a cluster-metrics monitor: the server refuses some that it has stored so
// itself, and these are sent in a form that comes to the same (AsAsked).
func sameCall(t *testing.T, sent, stored *orderedjson.Object) bool {
	t.Helper()
	var calls [2]monitors.ClusterAPI
	var rest [2]*orderedjson.Object
	for i, body := range []*orderedjson.Object{sent, stored} {
		m, err := wire.DecodeMonitor(body)
		if err != nil {
			return false
		}
		canonical, err := m.Canonical()
		call, ok := canonical.Input.(*monitors.ClusterAPI)
		if err != nil || !ok {
			return false
		}
		calls[i], rest[i] = *call, orderedjson.Clone(body).(*orderedjson.Object)
		rest[i].Delete("inputs")
	}
	return reflect.DeepEqual(calls[0], calls[1]) && orderedjson.Equal(rest[0], rest[1])
}

// oddlyStored are two forms that nobody means: path_params with a blank, whose
// url comes out broken, and a document query with an empty id.
func oddlyStored(sent *orderedjson.Object) bool {
	text := print(sent)
	return strings.Contains(text, `"path_params":"a b"`) || strings.Contains(text, `"queries":[{"id":""`)
}
