package xcontent_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// TestFaults holds the texts of broken JSON to those of 2.19.4 (http/bad_json,
// http/duplicate_keys, http/invalid_utf8).
func TestFaults(t *testing.T) {
	at := func(place string) string {
		return "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); " + place + "]"
	}
	for body, want := range map[string]string{
		`{`: "Unexpected end-of-input: expected close marker for Object (start marker at [Source: REDACTED " +
			"(`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])" + at("line: 1, column: 2"),
		`{"name":"x",}`:             "Unexpected character ('}' (code 125)): was expecting double-quote to start field name" + at("line: 1, column: 13"),
		`{'name':'x'}`:              "Unexpected character (''' (code 39)): was expecting double-quote to start field name" + at("line: 1, column: 2"),
		`{"name":NaN}`:              "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow" + at("line: 1, column: 12"),
		"{\"name\":\"a\nb\"}":       "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value" + at("line: 1, column: 11"),
		`{"name":"one","name":"2"}`: "Duplicate field 'name'" + at("line: 1, column: 21"),
	} {
		_, err := read(body)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Message != want {
			t.Errorf("%s: got %v\nwant %s", body, err, want)
		}
	}
}

func TestLaxness(t *testing.T) {
	for body, want := range map[string]string{
		"{/* c */\"name\":\"x\"}":    `{"name":"x"}`,
		"{// c\n\"name\":\"x\"}":     `{"name":"x"}`,
		"\ufeff{\"name\":\"x\"}":     `{"name":"x"}`,
		`{"a":1} {"b":2}`:            `{"a":1}`,
		`{"a":"\ud83d\ude00\u00e9"}`: `{"a":"😀é"}`,
		`{"a":[1,2.50,{"b":null}]}`:  `{"a":[1,2.50,{"b":null}]}`,
	} {
		got, err := read(body)
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		if text, _ := orderedjson.Marshal(got); string(text) != want {
			t.Errorf("%s: got %s, want %s", body, text, want)
		}
	}
}

func read(body string) (value any, err error) {
	err = xcontent.Catch(func() {
		r := xcontent.NewReader([]byte(body))
		r.Next()
		value = r.Value()
	})
	return value, err
}

// TestCoercions are what the server makes of values of another type
// (monitors/coerced_values, monitor_errors/wrong_types).
func TestCoercions(t *testing.T) {
	integer := func(r *xcontent.Reader) any { return r.Int() }
	long := func(r *xcontent.Reader) any { return int(r.Long()) }
	boolean := func(r *xcontent.Reader) any { return r.Bool() }
	text := func(r *xcontent.Reader) any { return r.Text() }
	for _, c := range []struct {
		body  string
		read  func(*xcontent.Reader) any
		want  any
		class string
	}{
		{`5.7`, integer, 5, ""},
		{`-5.7`, integer, -5, ""},
		{`"5.5"`, integer, 5, ""},
		{`" 7d "`, integer, 7, ""},
		{`"x"`, integer, nil, fault.NumberFormat},
		{`""`, integer, nil, fault.NumberFormat},
		{`2147483648`, integer, nil, fault.InputCoercion},
		{`"2147483648"`, integer, nil, fault.IllegalArgument},
		{`null`, integer, nil, fault.JSONParse},
		{`"1e3"`, long, 1000, ""},
		{`"yesterday"`, long, nil, fault.IllegalArgument},
		{`"1e999999999"`, long, nil, fault.IllegalArgument},
		{`1e999999999`, long, nil, fault.InputCoercion},
		{`"false"`, boolean, false, ""},
		{`""`, boolean, false, ""},
		{`"maybe"`, boolean, nil, fault.IllegalArgument},
		{`0`, boolean, nil, fault.JSONParse},
		{`1.50`, text, "1.50", ""},
		{`true`, text, "true", ""},
		{`null`, text, nil, fault.IllegalState},
		{`[]`, text, nil, fault.IllegalState},
	} {
		var got any
		err := xcontent.Catch(func() {
			r := xcontent.NewReader([]byte(c.body))
			r.Next()
			got = c.read(r)
		})
		var f *fault.Fault
		if errors.As(err, &f) {
			if f.Class != c.class {
				t.Errorf("%s: got %v, want %q", c.body, f, c.class)
			}
			continue
		}
		if err != nil || got != c.want || c.class != "" {
			t.Errorf("%s: got %v, %v; want %v, %q", c.body, got, err, c.want, c.class)
		}
	}
}

func TestNames(t *testing.T) {
	r := xcontent.NewReader([]byte(`{"a":{"b":[1,{"c":2}]},"d":3}`))
	got := ""
	for r.Next() != xcontent.None {
		got += r.Name() + " "
	}
	// Of an object's or list's beginning and end the key before it, nothing in a list.
	if want := " a a b b   c c  b a d d  "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEndless(t *testing.T) {
	err := xcontent.Catch(func() {
		r := xcontent.NewReader([]byte(`{}`))
		for r.Next(); r.Next() != xcontent.StartArray; {
			continue
		}
	})
	if !errors.Is(err, xcontent.ErrEndless) {
		t.Errorf("got %v, want ErrEndless", err)
	}
}

func TestPlaceOf(t *testing.T) {
	r := xcontent.NewReader([]byte(`{"query":{"bool":{"must":[{"term":{"a":1}}]}}}`))
	r.Next()
	mark := r.Mark()
	for pointer, column := range map[string]int{"": 1, "/query": 2, "/query/bool/must/0": 27, "/query/bool/must/0/term/nope": 28} {
		if key, _ := r.PlaceOf(mark, pointer); key != (xcontent.Place{Line: 1, Column: column}) {
			t.Errorf("%q: got %v, want column %d", pointer, key, column)
		}
	}
}

// TestBase64Fault has what 2.19.4 said to a wrapper query's text; the column is
// that of the text's quote and what follows.
func TestBase64Fault(t *testing.T) {
	const illegal = "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): Illegal character '%c' (code 0x%x) in base64 content"
	const padding = "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): Unexpected padding character ('=') as character #%d of 4-char base64 unit: padding only legal as 3rd or 4th character"
	const blank = "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): Illegal white space character (code 0x%x) as character #2 of 4-char base64 unit: can only used between units"
	const missing = "Unexpected end of base64-encoded String: base64 variant 'MIME-NO-LINEFEEDS' expects padding (one or more '=' characters) at the end. This Base64Variant might have been incorrectly configured"
	for text, want := range map[string]struct {
		message string
		column  int
	}{
		"!": {fmt.Sprintf(illegal, '!', '!'), 32}, "ab!c": {fmt.Sprintf(illegal, '!', '!'), 34},
		"a": {fmt.Sprintf(illegal, '"', '"'), 33}, "ab": {missing, 33}, "abc": {missing, 34},
		"abcd!": {fmt.Sprintf(illegal, '!', '!'), 36}, "abcdef": {missing, 37},
		"====": {fmt.Sprintf(padding, 1), 32}, "a===": {fmt.Sprintf(padding, 2), 33}, "abcd=": {fmt.Sprintf(padding, 1), 36},
		"ab=c": {fmt.Sprintf(illegal, 'c', 'c'), 35}, "ab==x": {fmt.Sprintf(illegal, '"', '"'), 37}, "ab=": {fmt.Sprintf(illegal, '"', '"'), 35},
		"a b!": {fmt.Sprintf(blank, ' '), 33}, `a\nb`: {fmt.Sprintf(blank, '\n'), 34},
		"é": {fmt.Sprintf(illegal, 'Ã', 'Ã'), 32}, `\u0041!`: {fmt.Sprintf(illegal, '!', '!'), 38},
		"ab==": {"", 0}, "abc=": {"", 0}, "YQ==YQ==": {"", 0}, "abcd efgh": {"", 0}, "": {"", 0},
	} {
		r := xcontent.NewReader([]byte(`{"query":{"wrapper":{"query":"` + text + `"}}}`))
		r.Next()
		f := r.Base64Fault(r.Mark(), "/query/wrapper/query")
		switch {
		case f == nil && want.message != "":
			t.Errorf("%q: no fault, want %s", text, want.message)
		case f != nil:
			have := want.message + fmt.Sprintf("\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: %d]", want.column)
			if f.Message != have {
				t.Errorf("%q:\n got %s\nwant %s", text, f.Message, have)
			}
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add(`{"a":[1,2.5e3,{"b":"\u00e9"}],"c":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := read(body)
		want, parseErr := orderedjson.Parse([]byte(body))
		if parseErr != nil || !utf8.ValidString(body) || strings.Contains(body, `\u`) {
			return // the server's reader takes more (comments, text behind the value), but no broken UTF-8
		}
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		if !orderedjson.Equal(got, want) {
			t.Fatalf("%q: got %v, want %v", body, got, want)
		}
	})
}

func FuzzBase64Fault(f *testing.F) {
	f.Add("ab=c")
	f.Add(`\u0041\n`)
	f.Fuzz(func(t *testing.T, text string) {
		r := xcontent.NewReader([]byte(`["` + text + `"]`))
		if xcontent.Catch(func() { r.Next(); r.Value() }) != nil {
			return
		}
		r = xcontent.NewReader([]byte(`["` + text + `"]`))
		r.Next()
		_, err := base64.StdEncoding.DecodeString(text)
		if f := r.Base64Fault(r.Mark(), "/0"); f != nil && err == nil && !strings.ContainsAny(text, "\r\n") {
			t.Fatalf("%q: %v", text, f)
		}
	})
}
