package search_test

import "testing"

// Query strings, here and on a live node.
func TestQueryStrings(t *testing.T) {
	p := livePair(t)
	p.create("ev-qs", `{"mappings":{"properties":{"ip":{"type":"ip"},"low":{"type":"keyword","normalizer":"lowercase"}}}}`)
	p.add("ev-qs", `{"t":"Quick Fox","a":5,"d":"2020-01-01","ip":"10.1.2.3","b":true,"low":"ABC","k":"Put-Object"}`,
		`{"t":"lazy dog","a":7,"d":"2021-01-01","ip":"10.2.0.1","b":false,"k":"GetObject"}`, `{"u":"quick"}`)
	quote := func(s string) string { return print(s) }
	for _, q := range []string{"quick", "5", "true", "2020-01-01", "10.1.2.3", "ip:10.1.*", "a:5*", "a:*", "d:2020*", "b:t*", "t:Qu*", "t:QU?CK",
		"k:Put-O*", "t.keyword:Qu*", "t.keyword:qu*", "low:AB*", "*", "*:*", "nope:x", "nope:*", "t:(quick lazy)", "quick dog", "quick AND dog",
		"quick OR dog", "a:>5", "a:>=5", "a:[5 TO 6]", "a:[5 TO *]", "a:{5 TO 7]", "d:[2020 TO 2020]", "d:>2020", "d:>=2020-06", "t:[q TO R]",
		`t:"quick fox"`, `"quick fox"`, "t:quick^2", "NOT t:quick", "t:quick -a:5", "+t:quick +a:5", `t:\q\u\ick`, "k:Put-Object", "k:(Put-Object)",
		"t:quick fox", "t:quick dog", "_exists_:u", "a:x", "b:maybe", "d:x", "ip:x", `a:"5"`, "u:quick AND (t:x OR NOT t:y)", "", "t:", "t:qu AND",
		"AND", "t:quick && a:5", "t:quick || a:7", "!t:quick", "t*:quick", `\*:quick`, "*ick", "t:*ick", "(quick)", "a:5 OR", "t:a/b",
		"t:quick a:7 NOT b:true", "foo:bar OR t:quick", `t.key\word:x`, "A OR B AND C", "a:5 OR a:7 AND t:dog", "t:(quick", "t:quick)", "quick dog lazy AND a:7",
		"t:dog OR (t:quick AND NOT a:7)", "a:5 t:lazy dog", "b:true AND d:[2019-01-01 TO 2020-12-31]", `k:"Put-Object"`, "ip:[10.0.0.0 TO 10.1.255.255]", `ip:"10.1.0.0/16"`, "?ick", "u:quick^0.5 OR t:quick",
		"quick + fox", "quick | dog", "quick -fox", "-quick", "--quick", "- quick", "qui*", "qui* + fo*", "(quick | lazy) + dog", "quick | (lazy + dog) fox", `\"quick`, `"quick fox" | lazy`, `"quick`, "(quick", "quick)", "()", `""`, "+quick", "quick +", "| quick",
		"fox + -lazy", `qui\*`, `lazy\ dog`, "*uick", "QUI*", `"lazy dog" + -quick`, "quick fox -dog", "a + b | c", "quick + (-fox)", "5*", "quick - fox"} {
		p.compare("ev-qs", `{"query":{"query_string":{"query":`+quote(q)+`}}}`)
		p.compare("ev-qs", `{"query":{"query_string":{"query":`+quote(q)+`,"default_operator":"AND"}}}`)
		p.compare("ev-qs", `{"query":{"query_string":{"query":`+quote(q)+`,"fields":["t","u"]}}}`)
		p.compare("ev-qs", `{"query":{"query_string":{"query":`+quote(q)+`,"default_field":"t","analyze_wildcard":true}}}`)
		p.compare("ev-qs", `{"query":{"bool":{"filter":[{"simple_query_string":{"query":`+quote(q)+`}}]}}}`)
		p.compare("ev-qs", `{"query":{"simple_query_string":{"query":`+quote(q)+`,"fields":["t","u^2"],"default_operator":"and"}}}`)
		p.compare("ev-qs", `{"query":{"multi_match":{"query":`+quote(q)+`,"fields":["t","u^2"]}}}`)
		p.compare("ev-qs", `{"query":{"multi_match":{"query":`+quote(q)+`,"type":"phrase","lenient":true}}}`)
		p.compare("ev-qs", `{"query":{"multi_match":{"query":`+quote(q)+`,"fields":["t","a"],"operator":"and"}}}`)
	}
}
