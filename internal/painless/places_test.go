package painless_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// TestPlaces compares where scripts throw, the statement there and the reason
// with testdata/places.jsonl, asked of POST _scripts/painless/_execute of 2.19.4.
func TestPlaces(t *testing.T) {
	f, err := os.Open("testdata/places.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const params = `{"m":{"a":{"b":1}},"l":[1,2],"s":"x","n":null}`
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct {
			Script             string
			Offset, Start, End int
			Type, Reason       string
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		script, err := painless.Compile(c.Script, painless.PainlessTest)
		if err != nil {
			t.Errorf("%s: %v", c.Script, err)
			continue
		}
		_, err = script.Run(painless.Bindings{Params: javavalue.FromJSON(parseJSON(t, []byte(params))).(*javavalue.Map)})
		var got *painless.RuntimeError
		if !errors.As(err, &got) {
			t.Errorf("%s: %v", c.Script, err)
			continue
		}
		want := painless.RuntimeError{Offset: c.Offset, Start: c.Start, End: c.End, Type: c.Type, Reason: c.Reason}
		got.Calls = nil
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%s (node -, here +):\n%s", c.Script, diff)
		}
	}
}

// TestSyntaxErrors compares the reasons and places of scripts that no parser
// takes with those that 2.19.4 told.
func TestSyntaxErrors(t *testing.T) {
	for source, want := range map[string]painless.CompileError{
		"import java.io.File; return true": {Offset: 11, Reason: "invalid sequence of tokens near ['.']."},
		"import java util":                 {Offset: 12, Reason: "invalid sequence of tokens near ['util']."},
		"def x y":                          {Offset: 6, Reason: "invalid sequence of tokens near ['y']."},
		"List x -> 5":                      {Offset: 7, Reason: "invalid sequence of tokens near ['->']."},
		"x y)":                             {Offset: 3, Reason: "invalid sequence of tokens near [')']."},
		"foo bar(1)":                       {Offset: 8, Reason: "unexpected token ['1'] was expecting one of [')']."},
		"foo bar = 1 2":                    {Offset: 12, Reason: "unexpected token ['2'] was expecting one of [{<EOF>, ';'}]."},
		"x y, z w":                         {Offset: 7, Reason: "unexpected token ['w'] was expecting one of [{<EOF>, ';'}]."},
		"import java":                      {Offset: 7, Reason: "invalid declaration: cannot resolve type [import]"},
	} {
		_, err := painless.Compile(source, painless.PainlessTest)
		want.Type = "illegal_argument_exception"
		var got *painless.CompileError
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", source, got, want)
		}
	}
}
