package jsontext_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestValues: values have their places, and comments and three quotes are taken.
func TestValues(t *testing.T) {
	src := "# a comment\n{\"a\": [1, {\"b\": \"\"\"two\nlines\"\"\"}], // another\n \"c\": null}"
	r := jsontext.Reader{Src: src}
	n, err := r.Value()
	if err != nil {
		t.Fatal(err)
	}
	b := n.Get("a").Items[1].Get("b")
	if b.Text() != "two\nlines" || src[b.From:b.To] != "\"\"\"two\nlines\"\"\"" || n.Get("c") == nil || n.Get("d") != nil {
		t.Errorf("%+v", n)
	}
	if m := n.Members[1]; src[m.From:m.To] != `"c"` {
		t.Errorf("the key stands at %d", m.From)
	}
}

func TestProblems(t *testing.T) {
	for src, at := range map[string]int{
		`{"a":1,"a":2}`: 7, `{"a"}`: 4, `[1,]`: 2, `[1 2]`: 3, "\"x\ny\"": 0, `{`: 1, ``: 0, `{"a":tru}`: 5, `"""`: 0,
	} {
		_, err := (&jsontext.Reader{Src: src}).Value()
		var p *jsontext.Problem
		if !errors.As(err, &p) || p.From != at {
			t.Errorf("%s: %+v, want one at %d", src, err, at)
		}
	}
}

// FuzzValue: what is JSON is read as JSON is, and nothing lies outside of the text.
func FuzzValue(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,"x\u00e9",true,null]}`, "{}\n# x", `"""a"""`, "/* x */ 1", `[[[`, `{"a":{"b":`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := (&jsontext.Reader{Src: src}).Value()
		var p *jsontext.Problem
		if err != nil {
			if !errors.As(err, &p) || p.From > len(src) {
				t.Fatalf("%q: %v", src, err)
			}
			if want, parsed := orderedjson.Parse([]byte(src)); parsed == nil && json.Valid([]byte(src)) && !orderedjson.DeeperThan(want, 150) {
				t.Fatalf("%q is JSON, and refused: %v", src, err)
			}
			return
		}
		if n.From > n.To || n.To > len(src) {
			t.Fatalf("%q: from %d to %d", src, n.From, n.To)
		}
		if want, err := orderedjson.Parse([]byte(src)); err == nil && !orderedjson.Equal(want, n.Value()) {
			t.Fatalf("%q: %v, want %v", src, n.Value(), want)
		}
	})
}
