package orderedjson_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Texts are written as encoding/json writes them, though most go another way.
func TestTextsAreWrittenAsByEncodingJSON(t *testing.T) {
	texts := []string{"", "a<b>&c", "\xff", "a\xc3", "\u2028"}
	for r := range rune(0x3000) {
		texts = append(texts, "x"+string(r)+"y")
	}
	for _, text := range texts {
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(text); err != nil {
			t.Fatal(err)
		}
		got, err := orderedjson.Marshal([]any{text, nil, true, orderedjson.NewObject(orderedjson.Member{Key: text, Value: 1})})
		if err != nil {
			t.Fatal(err)
		}
		quoted := string(bytes.TrimSuffix(want.Bytes(), []byte("\n")))
		if string(got) != "["+quoted+",null,true,{"+quoted+":1}]" {
			t.Errorf("%q: %s", text, got)
		}
	}
}
