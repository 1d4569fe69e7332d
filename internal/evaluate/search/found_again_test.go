package search_test

import "testing"

// What random searches over other seeds found: each line is one rule that was missed.
func TestFoundAgain(t *testing.T) {
	p := livePair(t)
	p.create("ev-again-a", `{"mappings":{"properties":{"t":{"type":"text"},"t2":{"type":"text"},"k":{"type":"keyword"},"kn":{"type":"keyword","index":false},"ko":{"type":"keyword","index":false,"doc_values":false},
		"fo":{"type":"flat_object"},"d":{"type":"date"},"dn":{"type":"date_nanos"},"b":{"type":"boolean"},"m":{"type":"match_only_text"},"l":{"type":"long"},"i":{"type":"integer"},"by":{"type":"byte"},"f":{"type":"float"},
		"h":{"type":"half_float"},"u":{"type":"unsigned_long"},"un":{"type":"unsigned_long","index":false},"ip":{"type":"ip"},"w":{"type":"wildcard"},"sd":{"type":"date"},"several":{"type":"long"},"fp":{"type":"text","analyzer":"fingerprint"},"dr":{"type":"date_range"},"at":{"type":"date"},
		"ns":{"type":"object","properties":{"f":{"type":"float","index":false,"doc_values":false}}}}}}`)
	p.create("ev-again-b", `{"settings":{"number_of_shards":3},"mappings":{"properties":{"k":{"type":"keyword"},"b":{"type":"keyword"},"sd":{"type":"keyword"},"l":{"type":"keyword"}}}}`)
	p.create("ev-again-c", `{"mappings":{"properties":{"in":{"type":"nested","properties":{"m":{"type":"match_only_text"},"w":{"type":"wildcard"},"n":{"type":"long"}}}}}}`)
	p.add("ev-again-a",
		`{"t":"x y","k":"a","kn":"fox","fo":{"a":"fox","b":{"c":"fo"}},"d":"2024-01-15T23:59:59.999Z","dn":"2024-01-15","b":[true,false],"m":"foo_bar foo-bar fox","l":1,"i":1,"by":1,"f":1.1,"h":1.1,"u":1,"un":[42,18446744073709551615],"w":"zeta","fp":"ÄÖ Straße über","dr":{"gte":"2024-01-01"},"several":[1,2]}`,
		`{"t":"z","t2":"y b","k":"","kn":"box","fo":{"a":"box","f":"q"},"d":"2024-01-15T10:59:59.999Z","dn":"2024-01-16","b":true,"m":"fox","l":2,"i":2,"by":2,"f":2.1,"h":2.1,"u":2,"un":42,"several":3}`,
		`{"t":"b c x","k":"cc","d":"2024-01-14T23:30:00Z","b":false,"l":3,"i":3,"by":3,"f":3.1,"h":3.1,"u":3,"un":7,"at":"2024-01-15T10:30:00Z"}`,
		`{"k":"y b","t2":"x","l":4,"i":4,"by":4,"at":"2024-02-29T00:00:00Z","h":"0.2"}`)
	p.add("ev-again-b", `{"k":"a","b":"text","sd":"text","l":"text"}`, `{"k":"b"}`)
	p.add("ev-again-c", `{"in":{"n":1},"in.w":"zeta"}`, `{"in":[{"w":"beta","n":2,"m":"quick fox"},{"n":3}]}`)
	for _, text := range []string{"y b AND x", "y b c AND x", "y b OR x", "y b c", "x AND y b", "y b && x", "y b AND NOT q", "+x y b", "y b -q", "y b *", "y TO b AND NOT zzz"} {
		for _, options := range []string{`"fields":["t","k"]`, `"fields":["t","t2"]`, `"fields":["t","t2"],"type":"phrase"`, `"fields":["t","k"],"default_operator":"and"`, `"default_field":"t"`} {
			p.compare("ev-again-a", `{"query":{"query_string":{"query":"`+text+`",`+options+`}}}`)
		}
	}
	for _, text := range []string{`d:2024-01-15`, `d:\"2024-01-15\"`, `d:>2024-01-15`, `x || d:2024-01-15`, `dn:2024-01-15`} {
		p.compare("ev-again-a", `{"query":{"query_string":{"query":"`+text+`","time_zone":"Europe/Paris"}}}`)
		p.compare("ev-again-a", `{"query":{"query_string":{"query":"`+text+`"}}}`)
	}
	p.compare("ev-again-a", `{"query":{"query_string":{"query":"2024-01-15","default_field":"d","time_zone":"Europe/Paris"}}}`)
	p.compare("ev-again-a", `{"query":{"query_string":{"query":"2024-01-15","fields":["d"],"time_zone":"Europe/Paris"}}}`)
	for _, text := range []string{"b:[true TO *]", "b:[* TO true]", "b:{false TO *]", "b:>false", "*x", "(*fox)", "f?x", "/fo.*/", "fo*", "*b", "*.*", "/f.*/", "?"} {
		for _, field := range []string{"t", "kn", "fo", "fo.a", "ko"} {
			p.compare("ev-again-a", `{"query":{"query_string":{"query":"`+text+`","default_field":"`+field+`"}}}`)
			p.compare("ev-again-a", `{"query":{"function_score":{"functions":[{"filter":{"query_string":{"query":"`+text+`","fields":["`+field+`"],"lenient":true}},"weight":2}]}}}`)
		}
	}
	for _, body := range foundAgain {
		p.compare("ev-again-a", body)
		p.compare("ev-again-a,ev-again-b", body)
	}
	for _, q := range []string{`{"nested":{"path":"in","query":{"wildcard":{"in.w":"?*"}}}}`, `{"nested":{"path":"in","query":{"wildcard":{"in.w":"*eta"}}}}`, `{"nested":{"path":"in","query":{"regexp":{"in.w":"b.*"}}}}`, `{"nested":{"path":"in","query":{"term":{"in.w":"beta"}}}}`, `{"nested":{"path":"in","query":{"exists":{"field":"in.w"}}}}`, `{"nested":{"path":"in","query":{"match_phrase":{"in.m":"quick fox"}}}}`, `{"nested":{"path":"in","query":{"match_phrase_prefix":{"in.m":"qu"}}}}`} {
		p.compare("ev-again-c", `{"query":`+q+`}`)
	}
	p.compare("ev-again-c", `{"size":0,"aggs":{"n":{"nested":{"path":"in"},"aggs":{"h":{"top_hits":{"_source":{"includes":["zz"]}}}}}}}`)
	p.compare("ev-again-c", `{"sort":[{"in.n":{"nested":{"path":"in","filter":{"range":{"in.w":{"gte":3}}}}}}]}`)
}

var foundAgain = []string{
	`{"query":{"query_string":{"query":"m\\*:*Q","allow_leading_wildcard":false}}}`, `{"query":{"query_string":{"query":"*Q","allow_leading_wildcard":false}}}`,
	`{"query":{"simple_query_string":{"query":"1","fields":["ns.*"]}}}`, `{"query":{"multi_match":{"query":"1","fields":["ns.*"]}}}`,
	`{"query":{"terms":{"un":[42]}}}`, `{"query":{"term":{"un":42}}}`, `{"query":{"range":{"un":{"gte":10}}}}`, `{"query":{"range":{"un":{"lte":50}}}}`, `{"query":{"terms":{"un":[42,18446744073709551615]}}}`,
	`{"query":{"terms":{"dr":{"index":"ev-again-a","id":"1","path":"dr"}}}}`, `{"query":{"terms":{"t":{"index":"ev-again-a","id":"1","path":"fo"}}}}`,
	`{"query":{"fuzzy":{"k":{"value":"ab","fuzziness":2,"rewrite":"constant_score_boolean"}}}}`, `{"query":{"fuzzy":{"k":{"value":"ab","fuzziness":2,"rewrite":"constant_score"}}}}`, `{"query":{"fuzzy":{"k":{"value":"b","fuzziness":1}}}}`,
	`{"query":{"match_phrase_prefix":{"m":"F"}}}`, `{"query":{"match_phrase_prefix":{"m":{"query":"foo","boost":3}}}}`, `{"query":{"match":{"at":{"query":"0:00","fuzziness":1}}}}`,
	`{"fields":["h"],"sort":["l"]}`,
	`{"query":{"term":{"k":"a"}},"sort":["b"]}`, `{"query":{"term":{"k":"b"}},"sort":["b"]}`, `{"query":{"prefix":{"l":"te"}},"sort":["sd"]}`, `{"query":{"prefix":{"l":"te"}},"sort":[{"l":"desc"}]}`,
	`{"sort":["k",{"nope":{}}]}`, `{"query":{"term":{"nope":1}},"sort":[{"zz":{"missing":"n","unmapped_type":"long"}}]}`,
	`{"size":0,"aggs":{"x":{"range":{"field":"l","ranges":[{"to":2.5},{"from":2.5}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"i","ranges":[{"to":2.5},{"from":2.5}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"by","ranges":[{"from":1.5,"to":3e9}]}}}}`,
	`{"size":0,"aggs":{"x":{"range":{"field":"f","ranges":[{"to":2.1},{"from":2.1}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"h","ranges":[{"to":2.1},{"from":2.1}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"l","ranges":[{"to":2.5},{"from":1,"to":3.5}]}}}}`,
	`{"size":0,"aggs":{"x":{"range":{"field":"l","ranges":[{"to":2.5}]},"aggs":{"m":{"max":{"field":"i"}}}}}}`, `{"size":0,"query":{"range":{"l":{"gte":2}}},"aggs":{"x":{"range":{"field":"l","ranges":[{"to":2.5}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"several","ranges":[{"to":2.5}]}}}}`,
	`{"size":0,"aggs":{"x":{"range":{"field":"u","ranges":[{"to":2.5}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"u","ranges":[{"to":2}]}}}}`, `{"size":0,"aggs":{"x":{"range":{"field":"u","missing":1,"ranges":[{"to":2.5}]}}}}`, `{"size":0,"aggs":{"x":{"date_range":{"field":"dn","ranges":[{"to":"2024-01-16"}]}}}}`,
	`{"size":0,"aggs":{"x":{"range":{"field":"l","ranges":[{"to":3}]}},"y":{"range":{"field":"i","ranges":[{"to":3}]}}}}`,
	`{"aggs":{"x":{"cardinality":{"field":"k"}}},"terminate_after":1}`, `{"aggs":{"x":{"cardinality":{"field":"ip"}}},"terminate_after":1}`, `{"aggs":{"x":{"cardinality":{"field":"k"}}},"min_score":5}`, `{"aggs":{"x":{"date_histogram":{"field":"d","calendar_interval":"day"}}},"min_score":5}`, `{"aggs":{"x":{"terms":{"field":"k"}}},"terminate_after":1}`,
	`{"size":0,"aggs":{"x":{"date_histogram":{"field":"at","calendar_interval":"month"},"aggs":{"r":{"date_range":{"field":"at","ranges":[{"from":"2024"}]},"aggs":{"a":{"ip_range":{"field":"ip","ranges":[{"to":"1.1.1.1"}]}}}},"t":{"terms":{"field":"k","min_doc_count":0}}}}}}`,
	`{"size":0,"aggs":{"x":{"histogram":{"field":"l","interval":1,"extended_bounds":{"min":0,"max":6}},"aggs":{"a":{"ip_range":{"field":"ip","ranges":[{"to":"1.1.1.1"}]}},"t":{"terms":{"field":"k","min_doc_count":0}}}}}}`,
	`{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l","missing":true},{"field":"k"}]},"aggs":{"m":{"stats":{"field":"t"}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"k"}]},"aggs":{"g":{"global":{},"aggs":{"r":{"range":{"field":"k"}}}}}}}}`,
	`{"size":0,"aggs":{"x":{"composite":{"sources":[{"p":{"date_histogram":{"field":"d","fixed_interval":"1h"}}}],"after":{"p":"-"}},"aggs":{"m":{"avg":{"field":"ip"}}}}}}`, `{"size":0,"aggs":{"x":{"significant_terms":{"field":"k","collect_mode":"depth_first"}}}}`,
	`{"size":0,"aggs":{"x":{"terms":{"field":"by","missing":1,"script":{"source":"_value * 3"}}}}}`, `{"size":0,"aggs":{"x":{"extended_stats":{"field":"l","missing":2147483647,"format":"0.00"}}}}`,
	`{"size":0,"aggs":{"h":{"filters":{"filters":[{"term":{"k":"nope"}},{"term":{"k":"a"}}]},"aggs":{"p":{"bucket_selector":{"buckets_path":{"n":"_count"},"script":"params.n > 0"}}}},"s":{"min_bucket":{"buckets_path":"h>_count"}}}}`,
	`{"sort":[{"several":{"mode":"sum"}}],"size":1}`, `{"sort":[{"several":{"mode":"min"}}],"size":1}`, `{"collapse":{"field":"k"},"rescore":{"query":{"rescore_query":{"regexp":{"d":"["}}}}}`,
	`{"query":{"query_string":{"query":"fp:?Ö\\ Straße\\ über"}}}`, `{"query":{"query_string":{"query":"fp:ao*"}}}`, `{"query":{"query_string":{"query":"fp:/AO.*/"}}}`, `{"query":{"query_string":{"query":"fp:*Strasse*"}}}`,
	`{"size":0,"aggs":{"x":{"filters":{"filters":{"a":{"range":{"dn":{"time_zone":"America/New_York"}}}}}}}}`, `{"size":0,"aggs":{"x":{"terms":{"field":"d","script":{"source":"_value * 3"},"format":"yyyy"}}}}`,
	`{"size":0,"aggs":{"x":{"histogram":{"field":"l","interval":1,"min_doc_count":3},"aggs":{"r":{"range":{"field":"l","ranges":[{"from":0}]},"aggs":{"p":{"percentiles":{"field":"i","missing":-1,"hdr":{}}}}}}}}}`,
	`{"aggs":{"b":{"max":{"field":"l"},"aggs":{"m":{"max":{"field":"l"}}}}}}`, `{"sort":[{"_score":"asc"}],"collapse":{"field":"k"}}`, `{"sort":[{"_score":"asc"},"k"],"collapse":{"field":"k"}}`,
	`{"query":{"function_score":{"query":{"wildcard":{"l":"?"}},"functions":[{"filter":{"match_phrase":{"d":"."}},"weight":1}]}}}`, `{"query":{"function_score":{"query":{"wildcard":{"l":"?"}},"functions":[{"filter":{"wildcard":{"i":"?"}},"field_value_factor":{"field":"nope"}}]}}}`,
	`{"query":{"intervals":{"t":{"all_of":{"intervals":[{"wildcard":{"pattern":"x*"}},{"any_of":{"intervals":[{"fuzzy":{"term":"x"}},{"match":{"query":""}}]}}]}}}}}`,
	`{"query":{"intervals":{"t":{"all_of":{"intervals":[{"fuzzy":{"term":"x"}},{"match":{"query":""}}]}}}}}`,
	`{"query":{"match_phrase_prefix":{"k":{"query":"","analyzer":"whitespace"}}}}`, `{"query":{"match_phrase_prefix":{"l":{"query":" ","analyzer":"whitespace","zero_terms_query":"all"}}}}`, `{"query":{"match_phrase_prefix":{"ip":{"query":""}}}}`, `{"query":{"match_phrase_prefix":{"k":{"query":"","analyzer":"keyword"}}}}`,
	`{"size":0,"aggs":{"x":{"composite":{"sources":[{"p":{"terms":{"field":"f"}}}],"after":{"p":true}}}}}`, `{"size":0,"aggs":{"x":{"composite":{"sources":[{"p":{"histogram":{"field":"l","interval":1}}}],"after":{"p":false}}}}}`, `{"size":0,"aggs":{"x":{"composite":{"sources":[{"p":{"terms":{"field":"b"}}}],"after":{"p":false}}}}}`,
	`{"query":{"bool":{"must":[{"range":{"dn":{"lt":"1826-11-01"}}}],"filter":[{"terms":{"l":[]}}]}}}`, `{"query":{"bool":{"must":[{"range":{"dn":{"lt":"1826-11-01"}}}],"filter":[{"ids":{"values":[]}}]}}}`, `{"query":{"bool":{"must":[{"range":{"dn":{"lt":"1826-11-01"}}},{"term":{"nope":1}}]}}}`,
	`{"query":{"bool":{"should":[{"range":{"dn":{"lt":"1826-11-01"}}},{"match_none":{}}]}}}`, `{"query":{"bool":{"should":[{"range":{"dn":{"lt":"1826-11-01"}}}],"must":[{"constant_score":{"filter":{"bool":{"should":[{"terms":{"l":[]}},{"match_none":{}}]}}}}]}}}`,
	`{"query":{"bool":{"must":[{"dis_max":{"queries":[{"terms":{"l":[]}}]}},{"range":{"dn":{"lt":"1826-11-01"}}}]}}}`, `{"query":{"bool":{"must":[{"boosting":{"positive":{"terms":{"l":[]}},"negative":{"match_all":{}},"negative_boost":0.2}},{"function_score":{"query":{"range":{"dn":{"lt":"1826-11-01"}}}}}]}}}`,
	`{"query":{"boosting":{"positive":{"match":{"t":"x"}},"negative":{"range":{"l":{"gte":2}}},"negative_boost":0.3,"boost":1.5}}}`, `{"query":{"boosting":{"positive":{"match":{"t":"x y"}},"negative":{"match_all":{}},"negative_boost":0.2,"boost":0.7}}}`, `{"query":{"bool":{"should":{"boosting":{"positive":{"match":{"t":{"query":"x y","boost":1.7}}},"negative":{"match_all":{}},"negative_boost":0.7,"boost":0.7}},"boost":3}}}`,
	`{"query":{"regexp":{"k":{"value":"~()","case_insensitive":true}}}}`, `{"query":{"regexp":{"k":{"value":"()","case_insensitive":true}}}}`, `{"query":{"regexp":{"k":{"value":"","case_insensitive":true}}}}`, `{"query":{"regexp":{"k":{"value":"(a|b)\"\"~(\"\")","case_insensitive":true}}}}`, `{"query":{"regexp":{"k":{"value":"~()|b"}}}}`,
	`{"query":{"regexp":{"w":{"value":"zeta&.*"}}}}`, `{"query":{"regexp":{"w":{"value":"[z]e(ta){1}"}}}}`, `{"query":{"regexp":{"w":{"value":"~(beta)"}}}}`, `{"query":{"regexp":{"w":{"value":"~(#)"}}}}`, `{"query":{"regexp":{"w":{"value":"#"}}}}`, `{"query":{"regexp":{"w":{"value":"z.*&.*a"}}}}`, `{"query":{"regexp":{"w":{"value":"zeta|beta"}}}}`, `{"query":{"regexp":{"w":{"value":"<1-3>|zet[a-b]"}}}}`,
	`{"sort":["f"],"search_after":["1.5d"]}`, `{"sort":["f"],"search_after":["q"]}`, `{"sort":["f"],"search_after":[true]}`, `{"sort":["f"],"search_after":[" "]}`, `{"sort":["l"],"search_after":[""]}`,
	`{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2},"aggs":{"s":{"sampler":{},"aggs":{"m":{"max":{"field":"l"}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"size":1},"aggs":{"s":{"sampler":{},"aggs":{"m":{"max":{"field":"l"}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2,"collect_mode":"breadth_first"},"aggs":{"s":{"sampler":{},"aggs":{"m":{"max":{"field":"l"}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2},"aggs":{"t":{"top_hits":{}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"size":1},"aggs":{"t":{"top_hits":{}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2,"collect_mode":"breadth_first"},"aggs":{"t":{"top_hits":{}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2},"aggs":{"t":{"top_hits":{"sort":["l"]}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"size":1},"aggs":{"t":{"top_hits":{"sort":["l"]}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2,"collect_mode":"breadth_first"},"aggs":{"t":{"top_hits":{"sort":["l"]}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2},"aggs":{"h":{"histogram":{"field":"l","interval":1},"aggs":{"t":{"top_hits":{}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"size":1},"aggs":{"h":{"histogram":{"field":"l","interval":1},"aggs":{"t":{"top_hits":{}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2,"collect_mode":"breadth_first"},"aggs":{"h":{"histogram":{"field":"l","interval":1},"aggs":{"t":{"top_hits":{}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2},"aggs":{"p":{"sampler":{},"aggs":{"t":{"top_hits":{}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"size":1},"aggs":{"p":{"sampler":{},"aggs":{"t":{"top_hits":{}}}}}}}}`, `{"size":0,"aggs":{"x":{"multi_terms":{"terms":[{"field":"l"},{"field":"i"}],"min_doc_count":2,"collect_mode":"breadth_first"},"aggs":{"p":{"sampler":{},"aggs":{"t":{"top_hits":{}}}}}}}}`,
	`{"query":{"bool":{"filter":[{"term":{"k":"a"}},{"intervals":{"t":{"match":{"query":""}}}}]}}}`, `{"query":{"bool":{"filter":[{"match_all":{}},{"intervals":{"t":{"match":{"query":""}}}}]}}}`, `{"query":{"bool":{"must_not":[{"intervals":{"t":{"match":{"query":""}}}}]}}}`, `{"query":{"bool":{"filter":[{"intervals":{"t":{"match":{"query":""}}}}],"should":{"term":{"k":"a"}}}}}`, `{"query":{"bool":{"should":[{"intervals":{"t":{"match":{"query":""}}}},{"match":{"t":"x"}}]}}}`,
}
