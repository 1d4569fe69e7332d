package orderedjson_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestRoundTripKeepsOrderAndNumbers(t *testing.T) {
	for _, text := range []string{
		`{"z":1.0,"a":[1e5,{"b":null,"":true}],"<&>":"ü\n"}`, `[]`, `{}`, `"x"`, `-0.50`, `null`,
	} {
		v, err := orderedjson.Parse([]byte(text))
		if err != nil {
			t.Fatalf("Parse(%s): %v", text, err)
		}
		got, err := orderedjson.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != text {
			t.Errorf("got %s, want %s", got, text)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, text := range []string{``, `{`, `{"a":}`, `[1,]`, `{"a":1} x`, `nul`} {
		if v, err := orderedjson.Parse([]byte(text)); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, v)
		}
	}
	var duplicate *orderedjson.DuplicateKeyError
	_, err := orderedjson.Parse([]byte(`{"a":1,"b":{"c":1,"c":2}}`))
	if !errors.As(err, &duplicate) || duplicate.Key != "c" {
		t.Errorf("got %v, want a DuplicateKeyError of c", err)
	}
}

func TestParsePrefixStopsAfterTheFirstValue(t *testing.T) {
	_, end, err := orderedjson.ParsePrefix([]byte(`{"a":1} {"b":2}`))
	if err != nil || end != 7 {
		t.Errorf("got %d, %v; want 7", end, err)
	}
}

func TestEqual(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1}`, true},
		{`[1,2]`, `[2,1]`, false},
		{`1`, `"1"`, false},
		{`1e2`, `100`, true},
		{`0.1`, `0.10`, true},
		{`1e999999999`, `1e999999998`, false},
		{`{"a":null}`, `{}`, false},
		{`9007199254740993`, `9007199254740992`, false},
	}
	for _, c := range cases {
		a, _ := orderedjson.Parse([]byte(c.a))
		b, _ := orderedjson.Parse([]byte(c.b))
		if got := orderedjson.Equal(a, b); got != c.want {
			t.Errorf("Equal(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"a":[1,2.50,{"b":"c"}],"d":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		if err != nil {
			return
		}
		out, err := orderedjson.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := orderedjson.Parse(out)
		if err != nil || !orderedjson.Equal(v, again) {
			t.Fatalf("%s came back as %s: %v", text, out, err)
		}
	})
}

// TestManyMembers: an object of many keys is as one of few, and takes no longer
// than it must.
func TestManyMembers(t *testing.T) {
	o := &orderedjson.Object{}
	const n = 200_000
	for i := range n {
		o.Set(fmt.Sprint(i), i)
	}
	o.Set("7", "changed")
	o.Delete("8")
	o.Delete("nobody")
	o.Set("9", "too")
	o.Set("8", "back")
	seven, _ := o.Get("7")
	nine, _ := o.Get("9")
	last := o.Members()[o.Len()-1]
	if o.Len() != n || seven != "changed" || nine != "too" || last.Key != "8" || o.Has("nobody") {
		t.Errorf("%d members, 7: %v, 9: %v, last %v", o.Len(), seven, nine, last)
	}
}
