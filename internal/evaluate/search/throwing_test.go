package search_test

import "testing"

// TestScriptsThatThrow asks for scripts that throw on some documents, in queries that
// may or may not come to those: each generation has its own order.
func TestScriptsThatThrow(t *testing.T) {
	const script, terms, exists, one = `{"script":{"script":"doc['n'].value > 1"}}`, `{"terms":{"k":["b","c"]}}`, `{"exists":{"field":"n"}}`, `{"term":{"k":"a"}}`
	queries := []string{script,
		`{"bool":{"filter":[` + exists + `,` + script + `]}}`,
		`{"bool":{"must":[` + script + `,` + one + `]}}`,
		`{"bool":{"filter":[` + one + `],"should":[` + script + `]}}`,
		`{"bool":{"filter":[` + one + `],"should":[` + exists + `,` + script + `]}}`,
		`{"bool":{"filter":[` + one + `],"should":[` + exists + `,` + script + `],"minimum_should_match":1}}`,
		`{"bool":{"filter":[{"bool":{"should":[` + script + `,{"term":{"k":"zz"}}]}},` + one + `]}}`,
		`{"bool":{"filter":[{"bool":{"should":[` + terms + `,` + script + `]}}]}}`,
		`{"bool":{"should":[` + terms + `,` + script + `]}}`,
		`{"bool":{"should":[` + terms + `,` + exists + `,` + script + `],"minimum_should_match":2}}`,
		`{"dis_max":{"queries":[` + terms + `,` + script + `]}}`,
		`{"boosting":{"positive":` + exists + `,"negative":` + script + `,"negative_boost":0.5}}`,
		`{"bool":{"must":[` + one + `],"should":[{"bool":{"filter":[` + exists + `],"must_not":[` + script + `]}}]}}`,
	}
	for _, required := range []string{one, exists, `{"range":{"n":{"gte":1}}}`, `{"match_all":{}}`} {
		for _, excluded := range []string{script, terms + `,` + script, `{"bool":{"must":[` + one + `,` + script + `]}}`} {
			for _, clause := range []string{"must", "filter", "should"} {
				queries = append(queries, `{"bool":{"`+clause+`":[`+required+`],"must_not":[`+excluded+`]}}`)
			}
			queries = append(queries, `{"constant_score":{"filter":{"bool":{"must":[`+required+`],"must_not":[`+excluded+`]}}}}`,
				`{"bool":{"filter":[`+required+`,{"bool":{"must_not":[`+excluded+`]}}]}}`,
				`{"bool":{"filter":[`+required+`,{"bool":{"filter":[`+exists+`],"must_not":[`+excluded+`]}}]}}`)
		}
	}
	onGenerations(t, func(p *pair) {
		p.create("ev-throws", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"}}}}`)
		p.add("ev-throws", `{"k":"a","n":1}`, `{"k":"a","n":2}`, `{"k":"b"}`, `{"k":"a","n":3}`, `{"k":"c"}`, `{"k":"b","n":4}`)
		for _, q := range queries {
			for _, body := range []string{`{"query":` + q + `}`, `{"query":` + q + `,"size":0}`, `{"query":` + q + `,"sort":["_doc"]}`,
				`{"query":` + one + `,"post_filter":` + q + `}`, `{"size":0,"aggs":{"a":{"filter":` + q + `}}}`} {
				p.compare("ev-throws", body)
			}
		}
	})
}
