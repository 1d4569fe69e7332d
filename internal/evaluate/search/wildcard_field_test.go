package search_test

import (
	"strings"
	"testing"
)

// The type wildcard, whose patterns are looked for by runs of letters: plain, with
// doc values, with a normalizer.
func TestWildcardField(t *testing.T) {
	p := livePair(t)
	p.create("ev-wildcards", `{"mappings":{"properties":{"w":{"type":"wildcard"},"v":{"type":"wildcard","doc_values":true},"l":{"type":"wildcard","normalizer":"lowercase"}}}}`)
	docs := []string{`{"o":1}`}
	for _, v := range []string{`"gamma"`, `"10.0.0.1"`, `""`, `"a"`, `"ab"`, `"quick fox"`, `"Zeta"`, `"x*y"`, `"é"`, `"a?b"`, `["ab","cd"]`, `12`, `true`} {
		docs = append(docs, `{"w":`+v+`,"v":`+v+`,"l":`+v+`}`)
	}
	p.add("ev-wildcards", docs...)
	for _, q := range wildcardQueries {
		for _, field := range []string{"w", "v", "l"} {
			p.compare("ev-wildcards", `{"size":30,"query":`+strings.ReplaceAll(q, "F", field)+`}`)
		}
	}
}

var wildcardQueries = []string{
	`{"prefix":{"F":"g"}}`,
	`{"match_bool_prefix":{"F":"g"}}`,
	`{"match_bool_prefix":{"F":"gam"}}`,
	`{"match_phrase":{"F":""}}`,
	`{"match":{"F":""}}`,
	`{"match":{"F":"gamma"}}`,
	`{"term":{"F":""}}`,
	`{"terms":{"F":["","a","gamma"]}}`,
	`{"wildcard":{"F":"?0.0.0.1"}}`,
	`{"query_string":{"query":"F:?0.0.0.1"}}`,
	`{"query_string":{"query":"F:g*"}}`,
	`{"query_string":{"query":"F:gam*"}}`,
	`{"query_string":{"query":"F:gamma"}}`,
	`{"simple_query_string":{"query":"g*","fields":["F"]}}`,
	`{"wildcard":{"F":"**"}}`,
	`{"wildcard":{"F":"??"}}`,
	`{"wildcard":{"F":""}}`,
	`{"prefix":{"F":""}}`,
	`{"wildcard":{"F":"*a"}}`,
	`{"wildcard":{"F":"g?*a"}}`,
	`{"wildcard":{"F":"zeta"}}`,
	`{"prefix":{"F":"z"}}`,
	`{"regexp":{"F":"g.*"}}`,
	`{"regexp":{"F":".*"}}`,
	`{"regexp":{"F":"gamma|a"}}`,
	`{"regexp":{"F":"g?amma"}}`,
	`{"regexp":{"F":"(ab|a)"}}`,
	`{"regexp":{"F":"[a-z]{2}"}}`,
	`{"regexp":{"F":"a"}}`,
	`{"regexp":{"F":"a@"}}`,
	`{"wildcard":{"F":{"value":"ZETA","case_insensitive":true}}}`,
	`{"wildcard":{"F":{"value":"É","case_insensitive":true}}}`,
	`{"wildcard":{"F":"abc*"}}`,
	`{"wildcard":{"F":"*c*d"}}`,
	`{"wildcard":{"F":"x\\*y"}}`,
	`{"wildcard":{"F":"a\\?b"}}`,
	`{"term":{"F":"a?b"}}`,
	`{"exists":{"field":"F"}}`,
	`{"match_phrase_prefix":{"F":"g"}}`,
	`{"query_string":{"query":"F:(N OR ?amma)"}}`,
	`{"wildcard":{"F":"?amm?"}}`,
	`{"term":{"F":12}}`,
	`{"term":{"F":"true"}}`,
	`{"range":{"F":{"gte":"a"}}}`,
	`{"query_string":{"query":"F:\"gamma\""}}`,
	`{"fuzzy":{"F":"gamma"}}`,
	`{"intervals":{"F":{"match":{"query":"gamma"}}}}`,
	`{"query_string":{"query":"F:/g.*/"}}`,
	`{"query_string":{"query":"F:ga?"}}`,
	`{"query_string":{"query":"F:??"}}`,
	`{"query_string":{"query":"F:*ga*"}}`,
	`{"query_string":{"query":"F:**"}}`,
	`{"match_bool_prefix":{"F":"a"}}`,
	`{"query_string":{"query":"F:/g.*a/"}}`,
	`{"query_string":{"query":"F:*a"}}`,
}
