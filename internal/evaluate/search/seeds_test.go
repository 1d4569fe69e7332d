package search_test

import "testing"

// What fresh seeds of the table found: each rule by a few searches, to the last bit and
// the words of errors.
func TestSeeds(t *testing.T) {
	p := livePair(t)
	p.create("ev-seeds-a", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"},"dn":{"type":"date_nanos"},"ip":{"type":"ip"},"u":{"type":"unsigned_long"},"i":{"type":"integer"},
		"bin":{"properties":{"x":{"type":"binary"},"y":{"type":"text"}}},"items":{"type":"nested","properties":{"k":{"type":"keyword"}}}}}}`)
	p.add("ev-seeds-a", `{"k":"x","n":[2,9007199254740993],"dn":"2024-01-01","ip":"10.0.0.1","u":7,"i":3,"t":"one"}`, `{"k":"y","items":[{"k":"a"},{"k":"b"}]}`)
	for _, sort := range []string{
		`[{"nope":{"unmapped_type":"nonsense"}}]`, `[{"nope":{"unmapped_type":"binary"}}]`, `[{"nope":{"unmapped_type":"string"}}]`,
		`[{"nope":{"unmapped_type":"scaled_float"}}]`, `[{"nope":{"unmapped_type":"constant_keyword"}}]`, `[{"nope":{"unmapped_type":"flat_object"}}]`,
		`["nope"]`, `[{"n":{"order":"desc","mode":"median"}}]`, `[{"n":{"order":"desc","mode":"avg"}}]`,
	} {
		p.same("ev-seeds-a", `{"sort":`+sort+`}`)
	}
	for _, after := range []string{
		`"sort":[{"k":"desc"},{"nope":{"unmapped_type":"date"}}],"search_after":["1","a"]`, `"sort":[{"k":"desc"},{"nope":{"unmapped_type":"long"}}],"search_after":["1","a"]`,
		`"sort":[{"nope":{"unmapped_type":"integer"}}],"search_after":["1.5"]`, `"sort":[{"nope":{"unmapped_type":"ip"}}],"search_after":["a"]`,
		`"sort":["dn"],"search_after":["2023-01-01T00:00:00.123456789Z"]`, `"sort":["dn"],"search_after":["a"]`, `"sort":["dn"],"search_after":[1500]`,
		`"sort":["u"],"search_after":["a"]`, `"sort":["u"],"search_after":[1.5]`, `"sort":["u"],"search_after":[-3]`, `"sort":["i"],"search_after":["1.5"]`, `"sort":["i"],"search_after":[1.5]`, `"sort":["ip"],"search_after":["a"]`,
	} {
		p.same("ev-seeds-a", `{`+after+`}`)
	}
	for _, query := range []string{
		`{"simple_query_string":{"query":"r*","fields":["n","k"],"analyze_wildcard":true}}`, `{"simple_query_string":{"query":"1*","fields":["n","dn","ip","u","i"],"analyze_wildcard":true}}`,
		`{"simple_query_string":{"query":"!*","fields":["n"],"analyzer":"standard","analyze_wildcard":true}}`, `{"simple_query_string":{"query":"x-1*","fields":["n"],"analyzer":"standard","analyze_wildcard":true}}`,
		`{"simple_query_string":{"query":"1*","fields":["n"]}}`,
		`{"regexp":{"nope":"("}}`, `{"query_string":{"query":"bin.\\*:ezea~","default_field":"m"}}`, `{"query_string":{"query":"ezea","default_field":"bin.*"}}`,
		`{"query_string":{"query":"ezea","fields":["bin.*"]}}`, `{"query_string":{"query":"bin.x:ez*","default_field":"m"}}`,
		`{"terms":{"t.keyword":{"index":"ev-seeds-a","id":"1","path":"t.keyword.more"}}}`, `{"terms":{"t.keyword":{"index":"ev-seeds-a","id":"1","path":"t."}}}`,
	} {
		p.same("ev-seeds-a", `{"query":`+query+`}`)
	}
	p.same("ev-seeds-a", `{"size":0,"aggs":{"a":{"terms":{"field":"nope"},"aggs":{"f":{"filters":{"filters":[{"regexp":{"nope":"("}}]}}}}}}`)
	p.same("ev-seeds-a", `{"size":0,"aggs":{"a":{"nested":{"path":"items"},"aggs":{"h":{"top_hits":{"sort":[{"_index":"desc"}],"seq_no_primary_term":true,"version":true}}}}}}`)
}

// What fresh seeds found of searches over several shards, of which some can't match.
func TestSeedsOfShards(t *testing.T) {
	p := livePair(t)
	p.create("ev-seeds-b", `{"settings":{"number_of_shards":1},"mappings":{"properties":{"at":{"type":"date","doc_values":false}}}}`)
	p.create("ev-seeds-c", `{"settings":{"number_of_shards":2},"mappings":{"properties":{"user":{"properties":{"name":{"type":"text"}}},"at":{"type":"date"}}}}`)
	p.add("ev-seeds-b", `{"at":"2024-02-29T00:00:00Z","extra":5}`)
	p.add("ev-seeds-c", `{"n":42,"at":"2020-02-07T12:00:00Z","user":{"name":"quick fox"}}`, `{"user":{"name":"foo"}}`)
	for _, rest := range []string{
		`"aggs":{"h":{"date_histogram":{"field":"at","calendar_interval":"month"}}}`, `"aggs":{"h":{"terms":{"field":"at"}}}`, `"aggs":{"h":{"max":{"field":"at"}}}`,
	} {
		for _, name := range []string{"f", "l"} {
			p.same("ev-seeds-b,ev-seeds-c", `{"query":{"prefix":{"user.name":"`+name+`"}},"sort":["_doc"],"size":0,`+rest+`}`)
		}
	}
}
