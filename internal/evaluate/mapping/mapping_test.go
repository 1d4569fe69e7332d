package mapping_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func parse(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}

const textType = `{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}}`

// Each case is a document under a mapping, and the mapping or the refusal that
// 2.19.4 answered.
func TestAdd(t *testing.T) {
	for _, c := range []struct{ mapping, doc, want string }{
		{`{}`, `{"a":[1,1.5]}`, "mapper [a] cannot be changed from type [long] to [float]"},
		{`{}`, `{"a":["x",1]}`, "mapper [a] cannot be changed from type [text] to [long]"},
		{`{}`, `{"a":["2020-01-01","x"]}`, "mapper [a] cannot be changed from type [date] to [text]"},
		{`{}`, `{"a":1e300}`, "[float] supports only finite values, but got [Infinity]"},
		{`{}`, `{"a":12345678901234567890}`, "out of range of long"},
		{`{}`, `{"a":"2020"}`, `{"properties":{"a":` + textType + `}}`},
		{`{}`, `{"a":"2020-01"}`, `{"properties":{"a":{"type":"date"}}}`},
		{`{}`, `{"a":"2020/01/01"}`, `{"properties":{"a":{"type":"date","format":"yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis","print_format":"yyyy/MM/dd HH:mm:ss"}}}`},
		{`{}`, `{"a":[{}]}`, `{"properties":{"a":{"type":"object"}}}`},
		{`{}`, `{"a":[null]}`, `{}`},
		{`{}`, `{"a":[[{"b":1}]]}`, `{"properties":{"a":{"properties":{"b":{"type":"long"}}}}}`},
		{`{}`, `{"a.b":1,"a":{"c":2}}`, `{"properties":{"a":{"properties":{"b":{"type":"long"},"c":{"type":"long"}}}}}`},
		{`{}`, `{"a.":1}`, `{"properties":{"a":{"type":"long"}}}`},
		{`{}`, `{".a":1}`, "object field starting or ending with a [.] makes object resolution ambiguous: [.a]"},
		{`{}`, `{"":1}`, "field name cannot be an empty string"},
		{`{}`, `{"_id":1}`, "Field [_id] is a metadata field"},
		{`{"properties":{"a":{"type":"long"}}}`, `{"a":"x"}`, `For input string: "x"`},
		{`{"properties":{"a":{"type":"long"}}}`, `{"a":["5",null,1.7,""]}`, `{"properties":{"a":{"type":"long"}}}`},
		{`{"properties":{"a":{"type":"boolean"}}}`, `{"a":"False"}`, "Failed to parse value [False] as only [true] or [false] are allowed."},
		{`{"properties":{"a":{"type":"ip"}}}`, `{"a":"1.2.3.0/24"}`, "'1.2.3.0/24' is not an IP string literal."},
		{`{"properties":{"a":{"type":"byte"}}}`, `{"a":200}`, "Value [200] is out of range for a byte"},
		{`{"properties":{"a":{"type":"half_float"}}}`, `{"a":70000}`, "[half_float] supports only finite values, but got [70000.0]"},
		{`{"properties":{"a":{"properties":{"b":{"type":"long"}}}}}`, `{"a":5}`, "object mapping for [a] tried to parse field [a] as object, but found a concrete value"},
		{`{"dynamic":"strict"}`, `{"a":1}`, "mapping set to strict, dynamic introduction of [a] within [_doc] is not allowed"},
		{`{"dynamic":false}`, `{"a":1}`, `{"dynamic":"false"}`},
		{`{"properties":{"a":{"type":"long","copy_to":"all"}}}`, `{"a":null}`, "Can't handle serializing a dynamic type with content token [VALUE_NULL] and field name [all]"},
		{`{"properties":{"a":{"type":"long","copy_to":"o.all"}}}`, `{"a":[3,null]}`, "Can't handle serializing a dynamic type with content token [VALUE_NULL] and field name [all]"},
		{`{"dynamic":"strict","properties":{"a":{"type":"long","copy_to":"all"}}}`, `{"a":null}`, "mapping set to strict, dynamic introduction of [all] within [_doc] is not allowed"},
		{`{"dynamic_templates":[{"o":{"match_mapping_type":"object","mapping":{"type":"object","bogus":1,"dynamic":false}}}]}`, `{"a":{"b":1}}`,
			`{"dynamic_templates":[{"o":{"match_mapping_type":"object","mapping":{"type":"object","bogus":1,"dynamic":false}}}],"properties":{"a":{"type":"object","dynamic":"false"}}}`},
		{`{"dynamic_templates":[{"s":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}]}`, `{"a":"x"}`,
			`{"dynamic_templates":[{"s":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}],"properties":{"a":{"type":"keyword"}}}`},
	} {
		m, err := mapping.New(parse(t, c.mapping), mapping.DefaultSettings())
		if err != nil {
			t.Fatalf("%s: %v", c.mapping, err)
		}
		_, m, err = m.Add("1", parse(t, c.doc))
		if !strings.HasPrefix(c.want, "{") {
			if err == nil || !strings.Contains(chain(err), c.want) {
				t.Errorf("%s: %v, want %s", c.doc, chain(err), c.want)
			}
			continue
		}
		if err != nil || !orderedjson.Equal(m.Print(), parse(t, c.want)) {
			text, _ := orderedjson.Marshal(m.Print())
			t.Errorf("%s: %s %v, want %s", c.doc, text, err, c.want)
		}
	}
}

// chain is an error with its causes.
func chain(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return ""
	}
	text := ""
	for ; e != nil; e = e.Cause {
		text += e.Type + ": " + e.Reason + "; "
	}
	return text
}

func TestFieldLimit(t *testing.T) {
	settings := mapping.DefaultSettings()
	for limit, taken := range map[int]bool{5: false, 6: true} {
		settings.FieldLimit = limit
		m, err := mapping.New(nil, settings)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = m.Add("1", parse(t, `{"a":1,"b":2,"c":{"d":3,"e":"x"}}`))
		if (err == nil) != taken {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

func TestDeclared(t *testing.T) {
	for definition, want := range map[string]string{
		`{"properties":{"x":{"type":"strnig"}}}`:                                "No handler for type [strnig] declared on field [x]",
		`{"properties":{"y":{"type":"keyword","nope":1}}}`:                      "unknown parameter [nope] on mapper [y] of type [keyword]",
		`{"properties":{"y":{"type":"join"}}}`:                                  "field type [join]",
		`{"properties":{"y":{"type":"text","analyzer":"german"}}}`:              "analyzer [german]",
		`{"properties":{"y":{"type":"keyword","normalizer":"nobody"}}}`:         "normalizer [nobody] not found for field [y]",
		`{"properties":{"y":{"type":"scaled_float"}}}`:                          "Field [scaling_factor] is required",
		`{"properties":{"y":{"type":"date","format":"date_hour_minute_nope"}}}`: "date format [date_hour_minute_nope]",
	} {
		_, err := mapping.New(parse(t, definition), mapping.DefaultSettings())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", definition, err, want)
		}
	}
}

func FuzzAdd(f *testing.F) {
	f.Add(`{"a":[1,"x",{"b":null}],"c.d":true,"e":"2020-01-01"}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := orderedjson.Parse([]byte(text))
		doc, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		m, err := mapping.New(nil, mapping.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		if _, next, err := m.Add("1", doc); err == nil {
			if _, again, err := next.Add("1", doc); err != nil || again != next {
				t.Errorf("%s is taken once: %v", text, err)
			}
		}
	})
}
