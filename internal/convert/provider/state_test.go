package provider_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert/provider"
)

const sampleState = `{"version": 4, "terraform_version": "1.11.4", "serial": 3, "outputs": {"secret": {"value": "hidden"}}, "resources": [
{"mode": "managed", "type": "opensearch_monitor", "name": "a", "instances": [
  {"schema_version": 0, "attributes": {"id": "id-a", "body": "hidden"}},
  {"deposed": "0123abcd", "attributes": {"id": "id-old"}}]},
{"module": "module.m[\"x\"]", "mode": "managed", "type": "opensearch_monitor", "name": "b", "instances": [
  {"index_key": "k \"1\"", "attributes": {"id": "id-b"}}, {"index_key": 0, "attributes_flat": {"id": "id-flat"}}]},
{"mode": "data", "type": "opensearch_destination", "name": "d", "instances": [{"attributes": {"id": "id-d"}}]},
{"mode": "managed", "type": "aws_sns_topic", "name": "t", "instances": [{"attributes": {"id": "hidden"}}]}]}`

func TestReadState(t *testing.T) {
	s, err := provider.ReadState([]byte(sampleState))
	if err != nil {
		t.Fatal(err)
	}
	want := []provider.Instance{
		{Type: "opensearch_monitor", Address: "opensearch_monitor.a", ID: "id-a"},
		{Type: "opensearch_monitor", Address: "opensearch_monitor.a", ID: "id-old", Deposed: true},
		{Type: "opensearch_monitor", Address: `module.m["x"].opensearch_monitor.b["k \"1\""]`, ID: "id-b"},
		{Type: "opensearch_monitor", Address: `module.m["x"].opensearch_monitor.b[0]`, ID: "id-flat"},
		{Type: "opensearch_destination", Address: "data.opensearch_destination.d", ID: "id-d", Data: true},
	}
	if len(s.Instances) != len(want) {
		t.Fatalf("%+v", s.Instances)
	}
	for i, w := range want {
		if s.Instances[i] != w {
			t.Errorf("%+v, want %+v", s.Instances[i], w)
		}
	}
}

// TestNoState: what is no state is refused in words that show nothing of it.
func TestNoState(t *testing.T) {
	for text, want := range map[string]string{
		``:                               "not JSON",
		`{"version": 4,`:                 "not JSON",
		`{"hidden": 1}`:                  "no version",
		`{"version": 3, "modules": []}`:  "version 3",
		`{"encrypted_data": "hidden"}`:   "encrypted",
		`{"version": "hidden"}`:          "not JSON, or holds other things",
		`{"version": 4, "resources": 1}`: "not JSON, or holds other things",
		`{"version": 4, "resources": [{"type": "opensearch_monitor", "instances": [{"index_key": {"hidden": 1}}]}]}`:       "key of an instance",
		`{"version": 4, "resources": [{"type": "opensearch_monitor", "instances": [{"attributes": {"id": ["hidden"]}}]}]}`: "is no text",
	} {
		_, err := provider.ReadState([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadState(f *testing.F) {
	f.Add(sampleState)
	f.Add(`{"version": 4, "resources": [{"instances": [null, {}]}, null]}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := provider.ReadState([]byte(text))
		if err != nil && len(s.Instances) > 0 {
			t.Error("a state that can't be read has instances")
		}
	})
}
