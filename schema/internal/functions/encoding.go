package functions

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func encodings() []Function {
	const group = "encoding"
	return []Function{
		{"base64decode", `base64decode(text)`, "Reads base64; the result must be UTF-8.", group, base64Decode},
		{"base64encode", `base64encode(text)`, "Writes a text in base64.", group, textFunction(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })},
		{"csvdecode", `csvdecode(text)`, "Reads CSV with a line of names into a list of objects.", group, stdlib.CSVDecodeFunc},
		{"jsondecode", `jsondecode(text)`, "Reads JSON; a key twice in one object is an error.", group, jsonDecode},
		{"jsonencode", `jsonencode(value)`, "Writes a value as JSON.", group, stdlib.JSONEncodeFunc},
		{"md5", `md5(text)`, "Is the MD5 digest, in hexadecimal.", group, textFunction(func(s string) string { d := md5.Sum([]byte(s)); return hex.EncodeToString(d[:]) })},
		{"sha1", `sha1(text)`, "Is the SHA-1 digest, in hexadecimal.", group, textFunction(func(s string) string { d := sha1.Sum([]byte(s)); return hex.EncodeToString(d[:]) })},
		{"sha256", `sha256(text)`, "Is the SHA-256 digest, in hexadecimal.", group, textFunction(func(s string) string { d := sha256.Sum256([]byte(s)); return hex.EncodeToString(d[:]) })},
		{"sha512", `sha512(text)`, "Is the SHA-512 digest, in hexadecimal.", group, textFunction(func(s string) string { d := sha512.Sum512([]byte(s)); return hex.EncodeToString(d[:]) })},
		{"urlencode", `urlencode(text)`, "Escapes a text for a URL's query.", group, textFunction(url.QueryEscape)},
		{"yamldecode", `yamldecode(text)`, "Reads one YAML document.", group, yamlDecode},
		{"yamlencode", `yamlencode(value)`, "Writes a value as YAML.", group, yamlEncode},
	}
}

func textFunction(f func(string) string) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("text", cty.String)},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(f(args[0].AsString())), nil
		},
	})
}

var base64Decode = function.New(&function.Spec{
	Params: []function.Parameter{parameter("text", cty.String)},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		data, err := base64.StdEncoding.DecodeString(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "this is no base64")
		}
		if !utf8.Valid(data) {
			return cty.NilVal, function.NewArgErrorf(0, "what it holds is no UTF-8 text")
		}
		return cty.StringVal(string(data)), nil
	},
})

// decoder makes a function that turns a text into a value whose type follows
// from the text.
func decoder(decode func(text string) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{parameter("text", cty.String)},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			v, err := decode(args[0].AsString())
			if err != nil {
				return cty.NilType, function.NewArgError(0, err)
			}
			return v.Type(), nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return decode(args[0].AsString()) },
	})
}

// deepest is how deep JSON and YAML may be nested: OpenSearch 3.5 refuses more,
// and a 2.19 node may stop saving altogether.
const deepest = 1000

var jsonDecode = decoder(func(text string) (cty.Value, error) {
	if nesting([]byte(text)) > deepest {
		return cty.NilVal, errors.New("the JSON is nested more than 1000 deep; no server takes that")
	}
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		return cty.NilVal, err
	}
	return fromJSON(v)
})

func nesting(text []byte) int {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return most
}

var yamlDecode = decoder(func(text string) (cty.Value, error) {
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return cty.NilVal, errors.New("this is no YAML: " + firstLine(err.Error()))
	}
	if nesting(asJSON) > deepest {
		return cty.NilVal, errors.New("the YAML is nested more than 1000 deep; no server takes that")
	}
	v, err := orderedjson.Parse(asJSON)
	if err != nil {
		return cty.NilVal, err
	}
	return fromJSON(v)
})

func firstLine(text string) string {
	for i, c := range text {
		if c == '\n' {
			return text[:i]
		}
	}
	return text
}

var yamlEncode = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(cty.String), nil
		}
		asJSON, err := ctyjson.Marshal(args[0], args[0].Type())
		if err != nil {
			return cty.NilVal, errors.New("this value can't be written as YAML")
		}
		text, err := yaml.JSONToYAML(asJSON)
		if err != nil {
			return cty.NilVal, errors.New("this value can't be written as YAML")
		}
		return cty.StringVal(string(text)), nil
	},
})
