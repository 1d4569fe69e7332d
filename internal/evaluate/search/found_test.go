package search_test

import (
	"strings"
	"testing"
)

// What random searches found: each line is one rule that was missed once.
func TestFound(t *testing.T) {
	p := livePair(t)
	p.create("ev-found-a", `{"mappings":{"properties":{"b":{"type":"boolean","index":false},"bs":{"type":"boolean","doc_values":false},"k":{"type":"keyword"},
		"n":{"type":"long"},"dbl":{"type":"double"},"ip":{"type":"ip"},"day":{"type":"date"},"nd":{"type":"long","doc_values":false},"t":{"type":"text","doc_values":false},
		"sf":{"type":"scaled_float","scaling_factor":10},"ul":{"type":"unsigned_long"},"w":{"type":"wildcard","boost":2},"mixed":{"type":"keyword"},
		"r":{"type":"integer_range","ignore_malformed":true},"dr":{"type":"date_range","ignore_malformed":true},
		"rx":{"type":"date_range","index":false},"ix":{"type":"ip_range","index":false},"rd":{"type":"long_range","doc_values":false},"ns":{"type":"nested","properties":{"x":{"type":"long"},"y":{"type":"keyword"}}}}}}`)
	p.create("ev-found-b", `{"mappings":{"properties":{"mixed":{"type":"unsigned_long"},"ul":{"type":"unsigned_long"}}}}`)
	p.add("ev-found-a",
		`{"rx":{"gte":5},"rd":{"gte":1},"ix":"10.0.0.0/8","b":true,"bs":true,"k":["a","b"],"n":[2,1],"dbl":1.7,"day":5,"sf":2.3,"ul":1,"ns":[{"y":"q"},{"x":7,"y":"z"},{"x":9}]}`,
		`{"b":[false,true],"bs":false,"k":"","n":1,"sf":99.9,"ul":2,"mixed":"m","ns":[{"x":3},{"x":1}],"r":{"gte":"x"}}`,
		`{"b":false,"k":1e3,"sf":9.99,"r":[{"gte":"x"},{"gte":1}]}`, `{"r":"x"}`, `{"r":{"gte":5,"lt":1}}`, `{"r":{"foo":1}}`, `{"dr":{"gte":"x"}}`, `{"dr":5}`,
	)
	for _, q := range []string{
		`{"term":{"b":true}}`, `{"terms":{"b":[true,true]}}`, `{"terms":{"b":[true,false]}}`, `{"match":{"b":{"query":"true","boost":2}}}`, `{"query_string":{"query":"b:true"}}`, `{"term":{"bs":true}}`,
		`{"term":{"k":{"value":"","case_insensitive":true}}}`, `{"term":{"k":{"value":"A","case_insensitive":true}}}`, `{"term":{"k":""}}`, `{"wildcard":{"k":""}}`, `{"wildcard":{"k":{"value":"","case_insensitive":true}}}`, `{"prefix":{"k":{"value":"","case_insensitive":true}}}`, `{"regexp":{"k":""}}`,
	} {
		p.compare("ev-found-a", `{"query":`+q+`}`)
	}
	for _, f := range []string{"k", "n", "dbl", "ip", "b", "day", "nd", "t", "sf", "ul", "nope"} {
		p.compare("ev-found-a", `{"query":{"terms_set":{"k":{"terms":["a","b"],"minimum_should_match_field":"`+f+`"}}}}`)
	}
	p.compare("ev-found-a", `{"query":{"terms_set":{"k":{"terms":["a","b"]}}}}`)
	for _, mode := range []string{"min", "sum", "median"} {
		for _, kind := range []string{"keyword", "text", "ip", "long", "boolean"} {
			p.compare("ev-found-a", `{"sort":[{"nope":{"mode":"`+mode+`","unmapped_type":"`+kind+`"}}]}`)
		}
	}
	for _, v := range []string{`"rx":5`, `"ix":"10.0.0.1"`, `"rd":5`} {
		for _, kind := range []string{"term", "match"} {
			p.compare("ev-found-a", `{"query":{"`+kind+`":{`+v+`}}}`)
		}
	}
	for _, q := range []string{`{"range":{"rx":{"gte":5}}}`, `{"range":{"rd":{"gte":5}}}`, `{"exists":{"field":"rx"}}`, `{"terms":{"rx":[5]}}`, `{"query_string":{"query":"rx:5"}}`, `{"query_string":{"query":"ix:10.0.0.1"}}`, `{"query_string":{"query":"rd:5"}}`, `{"multi_match":{"query":5,"fields":["rx","n"]}}`, `{"simple_query_string":{"query":"5","fields":["rx"]}}`,
		`{"terms":{"bs":[true,"fox"]}}`, `{"terms":{"bs":[true,false,"fox"]}}`, `{"terms":{"bs":["true",false]}}`, `{"bool":{"filter":{"terms":{"bs":["true",false]}}}}`, `{"range":{"bs":{"gte":false}}}`, `{"range":{"bs":{"gte":true}}}`, `{"exists":{"field":"bs"}}`, `{"range":{"b":{"gte":false}}}`} {
		p.compare("ev-found-a", `{"query":`+q+`}`)
	}
	for _, q := range []string{`{"ids":{"values":["1"]}}`, `{"term":{"_id":"2"}}`, `{"terms":{"_id":["1","2"]}}`, `{"match":{"_id":"1"}}`, `{"bool":{"must_not":{"ids":{"values":["1"]}}}}`} {
		p.compare("ev-found-a", `{"query":{"nested":{"path":"ns","query":`+q+`}}}`)
		p.compare("ev-found-a", `{"sort":[{"ns.x":{"nested":{"path":"ns","filter":`+q+`}}}]}`)
	}
	for _, b := range []string{
		`{"_source":{"excludes":["*.x"]}}`, `{"_source":{"excludes":["*.y","ns.x"]}}`,
		`{"fields":["sf","k"]}`, `{"docvalue_fields":["sf"]}`, `{"query":{"exists":{"field":"r"}}}`,
		`{"sort":[{"ns.x":{"nested":{"path":"ns","max_children":1}}}]}`, `{"sort":[{"ns.x":{"order":"desc","nested":{"path":"ns","max_children":1}}}]}`, `{"sort":[{"ns.y":{"order":"desc","nested":{"path":"ns","max_children":1}}}]}`,
		`{"sort":[{"ns.x":{"nested":{"path":"ns","filter":{"query_string":{"query":"a AND NOT NOT b"}}}}}]}`, `{"sort":[{"ns.x":{"nested":{"path":"ns","filter":{"term":{"ns.x":"q"}}}}}]}`,
	} {
		p.compare("ev-found-a", b)
	}
	findInShards(p)
	for _, b := range []string{`{"sort":["ul"]}`, `{"sort":["mixed"]}`, `{"sort":["mixed"],"size":0}`, `{"sort":[{"ul":"desc"},"mixed"]}`, `{"sort":["mixed"],"query":{"match_none":{}}}`, `{"sort":["mixed"],"query":{"term":{"n":1}}}`} {
		p.compare("ev-found-a,ev-found-b", b)
	}
}

// findInShards sorts over shards: which are first, and what becomes of those that
// fail beside others that were left out.
func findInShards(p *pair) {
	p.create("ev-found-c", `{"settings":{"number_of_shards":3},"mappings":{"properties":{"half":{"type":"half_float"},"sf":{"type":"scaled_float","scaling_factor":10},"ul":{"type":"unsigned_long"},"fl":{"type":"float"},"k":{"type":"keyword"},"n":{"type":"long"}}}}`)
	var docs []string
	for _, v := range []string{"1.5", "1e3", "[]", "1.5", "1.5", "2", "1.5", "1.5", "7", "[]"} {
		docs = append(docs, `{"half":`+v+`,"sf":`+v+`,"fl":`+v+`,"ul":`+strings.ReplaceAll(v, ".5", "")+`}`)
	}
	p.add("ev-found-c", docs...)
	for _, f := range []string{"half", "sf", "ul", "fl"} {
		p.compare("ev-found-c", `{"sort":["`+f+`"]}`)
		p.compare("ev-found-c", `{"sort":[{"`+f+`":"desc"}]}`)
	}
	for _, b := range []string{`"collapse":{"field":"t"}`, `"collapse":{"field":"k"}`, `"search_after":["x"]`, `"post_filter":{"match_phrase_prefix":{"n":"x"}}`, `"stored_fields":"_none_","_source":true`,
		`"track_total_hits":false,"collapse":{"field":"t"}`, `"terminate_after":1,"collapse":{"field":"t"}`, `"track_total_hits":5,"size":0,"post_filter":{"match_phrase_prefix":{"n":"x"}}`} {
		for _, q := range []string{`{"match_none":{}}`, `{"term":{"zz":1}}`, `{"exists":{"field":"t"}}`} {
			for _, sort := range []string{`["k"]`, `[{"n":{"missing":"z"}}]`, `["_score"]`} {
				p.compare("ev-found-a,ev-found-c", `{"sort":`+sort+`,"query":`+q+`,`+b+`}`)
			}
		}
	}
}
