package functions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/alertplan/alertplan/schema/internal/functions"
)

type secretMark struct{}

func world(t testing.TB) functions.World {
	return functions.World{
		Dir: t.TempDir(), Sensitive: secretMark{}, Public: func(string) {},
		Env:     func(name string) (string, bool) { return "value of " + name, name != "UNSET" },
		Unknown: func(string) cty.Value { return cty.UnknownVal(cty.String) },
	}
}

func evaluate(t testing.TB, text string) (cty.Value, error) {
	t.Helper()
	expression, diags := hclsyntax.ParseExpression([]byte(text), "test", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %v", text, diags)
	}
	v, diags := expression.Value(&hcl.EvalContext{Functions: functions.All(world(t)), Variables: map[string]cty.Value{
		"unknown": cty.UnknownVal(cty.String), "list": cty.ListVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a")}),
	}})
	if diags.HasErrors() {
		return v, diags
	}
	return v, nil
}

func TestValues(t *testing.T) {
	for text, want := range map[string]string{
		`endswith("abc", "bc")`:                    `true`,
		`strcontains("abc", "b")`:                  `true`,
		`replace("a1b2", "/[0-9]/", "")`:           `"ab"`,
		`replace("a/b", "/", "-")`:                 `"a-b"`,
		`length("äb")`:                             `2`,
		`length({ a = 1 })`:                        `1`,
		`length(list)`:                             `2`,
		`anytrue([])`:                              `false`,
		`one([])`:                                  `null`,
		`sum(["1", 2])`:                            `3`,
		`transpose({ a = ["x", "y"], b = ["x"] })`: `{"x":["a","b"],"y":["a"]}`,
		`jsondecode("[1, \"1\", {\"a\": null, \"b\": 2}]")`: `[1,"1",{"a":null,"b":2}]`,
		`yamldecode("a: 1\nb: [x, {c: true}]")`:             `{"a":1,"b":["x",{"c":true}]}`,
		`yamldecode(yamlencode({ a = [1, "1"] }))`:          `{"a":[1,"1"]}`,
		`sort(list)`:                               `["a","b"]`,
		`cidrhost("10.1.0.0/16", -1)`:              `"10.1.255.255"`,
		`cidrhost("2001:db8::/64", 5)`:             `"2001:db8::5"`,
		`cidrcontains("10.0.0.0/8", "10.0.0.0/7")`: `false`,
		`base64decode(base64encode("ü"))`:          `"ü"`,
		`tonumber("0x10") == 16 ? 1 : 2`:           `error`,
		`tolist(["a", 1])`:                         `["a","1"]`,
		`try(jsondecode("{"), "fallback")`:         `"fallback"`,
		`sha256("")`:                               `"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`,
		`one([1, 2])`:                              `error`,
		`one({ a = 1 })`:                           `error`,
		`sum([])`:                                  `error`,
		`sum(["a"])`:                               `error`,
		`index(["a"], "b")`:                        `error`,
		`jsondecode("{\"a\": 1, \"a\": 2}")`:       `error`,
		`base64decode("/w==")`:                     `error`,
		`replace("a", "/(/", "")`:                  `error`,
		`cidrhost("10.0.0.0/24", 256)`:             `error`,
		`file("nothing")`:                          `error`,
		`uuid()`:                                   `error`,
		`timestamp()`:                              `error`,
	} {
		v, err := evaluate(t, text)
		if err != nil {
			if want != "error" {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		got, err := ctyjson.Marshal(v, v.Type())
		if err != nil || string(got) != want {
			t.Errorf("%s = %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	for _, text := range []string{`upper(unknown)`, `jsondecode(unknown)`, `file(unknown)`, `yamlencode(unknown)`, `length(unknown)`, `env("UNSET")`, `env(unknown)`, `templatefile(unknown, {})`} {
		v, err := evaluate(t, text)
		if err != nil || v.IsKnown() {
			t.Errorf("%s = %#v, %v", text, v, err)
		}
	}
}

func TestEnvIsSensitive(t *testing.T) {
	for text, want := range map[string]bool{
		`env("A")`: true, `upper(env("A"))`: true, `nonsensitive(env("A"))`: false, `env("UNSET", "x")`: false, `jsonencode({ a = env("A") })`: true,
	} {
		v, err := evaluate(t, text)
		if err != nil || v.HasMark(secretMark{}) != want {
			t.Errorf("%s: %#v, %v", text, v, err)
		}
	}
}

func TestDeepJSON(t *testing.T) {
	deep := strings.Repeat("[", 2000) + strings.Repeat("]", 2000)
	if _, err := evaluate(t, `jsondecode("`+deep+`")`); err == nil || !strings.Contains(err.Error(), "1000") {
		t.Errorf("got %v", err)
	}
	if _, err := evaluate(t, `jsondecode("[\"`+strings.Repeat("[", 2000)+`\"]")`); err != nil {
		t.Errorf("brackets in a text are no nesting: %v", err)
	}
}

// FuzzDecode reads any text as JSON and YAML: nothing panics.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{`{"a": [1.50, null]}`, "a: &x [1]\nb: *x", `1e400`, `"`} {
		f.Add(text)
	}
	all := functions.All(world(f))
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"jsondecode", "yamldecode"} {
			if v, err := all[name].Call([]cty.Value{cty.StringVal(text)}); err == nil && v == cty.NilVal {
				t.Fatalf("%s(%q) is neither a value nor an error", name, text)
			}
		}
	})
}
