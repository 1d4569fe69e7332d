package alertapi_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestIndexTellsWhatIsRejected(t *testing.T) {
	s := &scripted{answers: map[string]string{"POST /_bulk": `{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":400,"error":{"reason":"failed to parse\nfield [n]"}}}]}`}}
	one := orderedjson.NewObject(orderedjson.Member{Key: "n", Value: "x"})
	documents := []alertapi.Document{{Index: "a", ID: "1", Source: one}, {Index: "a", Source: one}}
	rejected, err := s.client(t).Index(t.Context(), documents)
	if err != nil || len(rejected) != 1 || rejected[0].Document != 1 || rejected[0].Reason != "failed to parse field [n]" {
		t.Errorf("got %+v, %v", rejected, err)
	}
	want := `POST /_bulk?refresh=true {"index":{"_index":"a","_id":"1"}}` + "\n" + `{"n":"x"}` + "\n" + `{"index":{"_index":"a"}}` + "\n" + `{"n":"x"}`
	if s.got[0] != want {
		t.Errorf("sent %q", s.got[0])
	}
	if _, err := s.client(t).Index(t.Context(), documents[:1]); err == nil || !strings.Contains(err.Error(), "2 documents") {
		t.Errorf("an answer about other documents was taken: %v", err)
	}
}

func TestDeleteIndicesTakesNamesOnly(t *testing.T) {
	s := &scripted{answers: map[string]string{"DELETE /a,b": `{"acknowledged":true}`}}
	c := s.client(t)
	if err := c.DeleteIndices(t.Context(), "a", "b"); err != nil || len(s.got) != 1 || s.got[0] != "DELETE /a,b?ignore_unavailable=true" {
		t.Errorf("got %v, sent %q", err, s.got)
	}
	for _, name := range []string{"", "_all", "cwl-*", "*", "a,b"} {
		if err := c.DeleteIndices(t.Context(), name); err == nil || len(s.got) != 1 {
			t.Errorf("%q was sent: %v", name, err)
		}
	}
	if err := c.DeleteIndices(t.Context()); err != nil || len(s.got) != 1 {
		t.Errorf("deleting nothing: %v, sent %q", err, s.got)
	}
}
