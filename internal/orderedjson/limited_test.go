package orderedjson_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestNestingIsLimited(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for text, want := range map[string]bool{
		`{"a":[1,"x",null]} `: true, `{"a":1}}`: false, `{"a":1,"a":2}`: false, `nul`: false, ``: false, "\"\xff\"": true,
		nested(900): true, nested(9000): true, nested(10_001): false, nested(1_000_000): false,
	} {
		_, err := orderedjson.ParseLimited([]byte(text))
		if (err == nil) != want {
			t.Errorf("%.20q of %d bytes: %v", text, len(text), err)
		}
		if err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%.20q is no JSON", text)
		}
	}
}

// FuzzParseLimited holds it to what it is short for.
func FuzzParseLimited(f *testing.F) {
	for _, text := range []string{`{"a":[1.50,"\u00e9",{}]} `, `[1,]`, `"\ud800"`, `01`, `1 2`, "\x00"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := orderedjson.ParseLimited(data)
		if !json.Valid(data) {
			if err == nil {
				t.Fatalf("%q is taken", data)
			}
			return
		}
		want, wanted := orderedjson.Parse(data)
		if (err == nil) != (wanted == nil) || err == nil && !orderedjson.Equal(got, want) {
			t.Fatalf("%q: %v, %v; want %v, %v", data, got, err, want, wanted)
		}
	})
}
