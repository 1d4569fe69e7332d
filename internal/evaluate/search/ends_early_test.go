package search_test

import (
	"strings"
	"testing"
)

// TestEndsEarly counts what can be told from an index and what has to be looked at: on
// 3.5 an answer without hits tells which of both it was.
func TestEndsEarly(t *testing.T) {
	values := map[string][]string{
		"boolean": {"true", "false"}, "long": {"1", "7"}, "double": {"1.5", "7"}, "keyword": {`"a"`, `"zz"`}, "ip": {`"10.0.0.1"`, `"10.9.9.9"`}, "date": {`"2024-01-15"`, `"2020-01-01"`},
		"unsigned_long": {"1", "7"}, "half_float": {"1.5", "7"}, "date_nanos": {`"2024-01-15"`, `"2020-01-01"`}, "scaled_float": {"1.5", "7"}, "text": {`"a"`, `"zz"`}, "match_only_text": {`"a"`, `"zz"`},
	}
	types := []string{"boolean", "long", "double", "keyword", "ip", "date", "unsigned_long", "half_float", "date_nanos", "scaled_float", "text", "match_only_text"}
	onGenerations(t, func(p *pair) {
		for _, kind := range types {
			if (kind == "unsigned_long" || kind == "match_only_text") && p.dialect.FewTypes {
				continue
			}
			extra := ""
			if kind == "scaled_float" {
				extra = `,"scaling_factor":10`
			}
			mapping := `"f":{"type":"` + kind + `"` + extra + `},"none":{"type":"` + kind + `"` + extra + `}`
			if kind != "text" && kind != "match_only_text" {
				mapping += `,"u":{"type":"` + kind + `","index":false` + extra + `},"v":{"type":"` + kind + `","doc_values":false` + extra + `}`
			}
			name := "ev-early-" + kind
			p.create(name, `{"mappings":{"properties":{"n":{"type":"long"},`+mapping+`}}}`)
			v := values[kind]
			p.add(name, `{"n":1,"f":`+v[0]+`,"u":`+v[0]+`,"v":`+v[0]+`}`, `{"n":2,"f":[`+v[0]+`,`+v[1]+`]}`, `{"n":3,"u":`+v[1]+`,"v":`+v[1]+`}`)
			for _, field := range []string{"f", "u", "v", "none", "w"} {
				for _, query := range []string{`{"term":{"F":V0}}`, `{"match":{"F":{"query":V1}}}`, `{"terms":{"F":[V0]}}`, `{"terms":{"F":[V0,V1]}}`, `{"exists":{"field":"F"}}`, `{"range":{"F":{"gte":V0}}}`, `{"range":{"F":{"lte":V0,"gte":V0}}}`,
					`{"bool":{"filter":[{"term":{"F":V0}}],"must_not":[{"match_none":{}}]}}`} {
					p.compare(name, `{"size":0,"query":`+strings.NewReplacer("F", field, "V0", v[0], "V1", v[1]).Replace(query)+`,"aggs":{"m":{"max":{"field":"n"}}}}`)
				}
			}
		}
	})
}
