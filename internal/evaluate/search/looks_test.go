package search_test

import "testing"

// What is told where shards are looked at before they are searched, where a query
// can't match, and which of a request's faults comes first.
func TestLooks(t *testing.T) {
	p := livePair(t)
	p.create("ev-looks-a", `{"mappings":{"properties":{"ip":{"type":"ip"},"body":{"type":"date"},"w":{"type":"scaled_float","scaling_factor":10,"doc_values":false},
		"flag":{"type":"boolean"},"k":{"type":"keyword"},"u":{"type":"unsigned_long"},"items":{"type":"nested","properties":{"n":{"type":"keyword"}}},"d":{"type":"date","format":"date_optional_time"}}}}`)
	p.create("ev-looks-b", `{"mappings":{"properties":{"ip":{"type":"text","fields":{"keyword":{"type":"keyword"}}},"body":{"type":"text"},"user":{"type":"text"},
		"flag":{"type":"boolean"},"k":{"type":"keyword"},"u":{"type":"long"},"items":{"type":"nested","properties":{"n":{"type":"keyword"}}},"m":{"type":"match_only_text","index":false}}}}`)
	p.add("ev-looks-a", `{"k":"a","u":3,"flag":true,"items":[{"n":"b"}]}`, `{"k":"a","u":18446744073709551615,"items":[{"n":"a"},{"n":"c"}]}`)
	p.add("ev-looks-b", `{"ip":"x","body":"y","k":"b","u":3,"flag":false,"items":{"n":"z"}}`, `{"ip":"w","k":"b","user":"fox"}`)
	for _, body := range []string{
		`{"sort":[{"ip.keyword":{}},"body"]}`, `{"sort":["w",{"user":{}}]}`, `{"sort":["nope","b"]}`, `{"sort":["k","body"]}`, `{"sort":["k"]}`, `{"sort":["k","body"],"query":{"term":{"nope":1}}}`,
		`{"sort":[{"flag":{"missing":"_last"}},"_score"],"search_after":[true,0.5]}`, `{"sort":["k"],"search_after":["a","b"]}`, `{"sort":["k"],"search_after":["a"],"from":1}`,
		`{"sort":["body"],"query":{"terms_set":{"d":{"terms":["s"],"minimum_should_match_script":{"source":"1"}}}}}`,
		`{"sort":["body"],"post_filter":{"query_string":{"query":"!"}}}`, `{"sort":["nope"],"query":{"range":{"d":{"gte":"no"}}}}`,
		`{"query":{"query_string":{"query":"ip:(fox"}},"aggs":{"x":{"filter":{"range":{"d":{"lt":"no"}}}}}}`,
		`{"query":{"range":{"d":{"lt":"170531"}}}}`, `{"query":{"range":{"d":{"lt":"17053"}}}}`, `{"query":{"query_string":{"query":"user:\\u0066ox"}}}`,
		`{"query":{"prefix":{"user":"f"}},"collapse":{"field":"u"}}`, `{"collapse":{"field":"u"}}`, `{"collapse":{"field":"w"}}`, `{"collapse":{"field":"user"}}`,
		`{"sort":[{"items.n":"desc"}]}`, `{"sort":["items.n"]}`, `{"from":10000,"size":1,"sort":["nope"]}`, `{"from":10000,"size":1,"aggs":{"x":{"terms":{"field":"w"}}}}`,
		`{"aggs":{"x":{"filters":{"filters":{"a":{"dis_max":{"queries":[{"terms":{"nope":[1]}}]}}}}}}}`, `{"aggs":{"x":{"filter":{"boosting":{"positive":{"match_all":{}},"negative":{"term":{"nope":1}},"negative_boost":1}}}}}`,
		`{"aggs":{"x":{"filter":{"function_score":{"query":{"match_all":{}},"functions":[{"filter":{"term":{"nope":1}},"weight":1}]}}}}}`, `{"aggs":{"x":{"filter":{"dis_max":{"queries":[{"match_all":{}}]}}}}}`,
		`{"aggs":{"x":{"filter":{"nested":{"path":"items","query":{"term":{"nope":1}}}}}}}`, `{"_source":false,"stored_fields":["_source"],"query":{"term":{"k":"a"}}}`,
		`{"query":{"terms":{"u":[-7]}}}`, `{"query":{"term":{"u":-7}}}`, `{"query":{"term":{"m":{"value":"Q","case_insensitive":true}}}}`, `{"query":{"match_phrase":{"m":"q r"}}}`,
		`{"query":{"function_score":{"field_value_factor":{"field":"body","missing":1}}}}`, `{"size":0,"terminate_after":1,"aggs":{"x":{"max":{"field":"u"}}}}`,
		`{"size":0,"aggs":{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"flag"}]},"aggs":{"s":{"sampler":{},"aggs":{"c":{"value_count":{"field":"k"}}}}}}}}`,
		`{"size":0,"aggs":{"m":{"multi_terms":{"terms":[{"field":"k"},{"field":"flag"}],"collect_mode":"breadth_first"},"aggs":{"s":{"top_hits":{"_source":false}}}}}}`,
		`{"size":0,"aggs":{"m":{"terms":{"field":"k","min_doc_count":3},"aggs":{"s":{"top_hits":{"stored_fields":"_none_","_source":["k"]}}}}}}`,
		`{"size":0,"aggs":{"m":{"histogram":{"field":"u","interval":5},"aggs":{"s":{"scripted_metric":{"map_script":"state.n = 1","combine_script":"return 1","reduce_script":"double s = 0; for (n in states) { s += n } return s"}}}}}}`,
	} {
		p.compare("ev-looks-a,ev-looks-b", body)
	}
	for _, fields := range []string{`["*"]`, `["u","k","d"]`, `["i*","body"]`} {
		for _, text := range []string{"t", "t~", "[a TO b]", "t*"} {
			p.compare("ev-looks-a,ev-looks-b", `{"query":{"query_string":{"query":"`+text+`","lenient":false,"fields":`+fields+`}}}`)
		}
	}
}
