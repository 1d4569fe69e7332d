package search_test

import "testing"

// TestOddDocuments indexes objects where values belong, nulls where nothing may be new,
// and copies of objects.
func TestOddDocuments(t *testing.T) {
	onGenerations(t, func(p *pair) {
		for _, kind := range []string{"long", "double", "unsigned_long", "scaled_float", "date", "ip"} {
			if kind == "unsigned_long" && p.dialect.FewTypes {
				continue
			}
			extra := ""
			if kind == "scaled_float" {
				extra = `,"scaling_factor":10`
			}
			for _, ignore := range []string{"true", "false"} {
				name := "ev-odd-" + kind + "-" + ignore
				p.create(name, `{"mappings":{"properties":{"f":{"type":"`+kind+`","ignore_malformed":`+ignore+extra+`},"k":{"type":"keyword"}}}}`)
				list := `{"f":[{"x":1}]}`
				if kind == "scaled_float" {
					list = `{"f":["x"]}`
				}
				p.add(name, list, `{"f":{"x":1}}`, `{"f":{"x":{"y":[1,{"z":2}]}},"k":"after"}`, `{"k":"a","f":{}}`, `{"f":{"x":1},"n":{"f":2}}`, `{"f":[[1]]}`)
				p.compare(name, `{"query":{"term":{"k":"after"}}}`)
				p.compare(name, `{"query":{"term":{"_ignored":"f"}},"_source":false}`)
				p.compare(name, `{"query":{"exists":{"field":"f"}},"_source":false}`)
			}
		}
		for i, template := range []string{``, `,"dynamic_templates":[{"a":{"match_pattern":"regex","match":"^[a-k]$","mapping":{"type":"keyword"}}}]`, `,"dynamic_templates":[{"a":{"match":"*","mapping":{"type":"keyword"}}}]`, `,"dynamic_templates":[{"a":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}]`} {
			name := "ev-odd-strict-" + string(rune('a'+i))
			p.create(name, `{"mappings":{"dynamic":"strict","properties":{"o":{"properties":{"x":{"type":"long"}}},"s":{"type":"scaled_float","scaling_factor":10}}`+template+`}}`)
			p.add(name, `{"o":{"x":7,"y":null}}`, `{"z":null}`, `{"z":[]}`, `{"z":{}}`, `{"z":[null]}`, `{"o":{"z":{}}}`, `{"o":{"z":[]}}`, `{"a":null}`, `{"a":"x"}`, `{"o":{"a":null}}`, `{"o":null}`, `{"o":[null]}`, `{"o":[{"y":null}]}`)
		}
		p.create("ev-odd-copied", `{"mappings":{"properties":{"r":{"type":"date_range","copy_to":"all"}}}}`)
		p.add("ev-odd-copied", `{"r":{"gte":"2024-01-01","lt":"2025-01-01"}}`, `{"x":1}`, `{"r":null}`)
		p.create("ev-odd-copied-b", `{"mappings":{"properties":{"r":{"type":"long_range","copy_to":"all"},"all":{"type":"text"}}}}`)
		p.add("ev-odd-copied-b", `{"r":{"gte":1,"lt":5}}`, `{"r":null}`)
		p.create("ev-odd-copied-d", `{"mappings":{"properties":{"r":{"type":"date_range","copy_to":["all"]},"n":{"type":"long"}}}}`)
		p.add("ev-odd-copied-d", `{"n":1,"r":{"gte":"2024-01-01","lt":"2025-01-01"},"u":{"name":"x"}}`, `{"all":"x"}`, `{"r":{"gte":"2024-01-01"}}`)
	})
}
