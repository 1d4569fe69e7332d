package search_test

import "testing"

// What a search body can ask beside its query: fields, scripts, collapsing,
// marking, stopping early.
func TestOptions(t *testing.T) {
	p := livePair(t)
	p.create("ev-options", `{"mappings":{"properties":{"n":{"type":"integer"},"k":{"type":"keyword"},"low":{"type":"keyword","normalizer":"lowercase"},
		"t":{"type":"text","fields":{"keyword":{"type":"keyword"}}},"d":{"type":"date"},"o":{"properties":{"x":{"type":"keyword"}}},
		"ip":{"type":"ip"},"f":{"type":"float"},"dbl":{"type":"double"},"sf":{"type":"scaled_float","scaling_factor":100},"b":{"type":"boolean"},
		"ns":{"type":"nested","properties":{"a":{"type":"keyword"},"n":{"type":"integer"}}},"hidden":{"type":"keyword","doc_values":false}}}}`)
	p.add("ev-options",
		`{"n":1,"k":"a","low":"ABC","t":"the quick brown fox","d":"2020-01-01","o":{"x":"p"},"ip":"1.2.3.4","f":1.1,"dbl":0.25,"sf":1.257,"b":true,"ns":[{"a":"x","n":1},{"a":"y","n":2}]}`,
		`{"n":[3,2],"k":["b","a"],"t":["first quick text","second text"],"d":1577836800000,"o":[{"x":"q"},{"x":["r","s"]}],"ip":"::1","f":"2","b":"false"}`,
		`{"n":"7","k":"c","t":"nothing quick quick","o.x":"dotted","f":[3,[1,2]]}`,
		`{"k":"a","t":"QUICK, yes","n":null,"dbl":[1,2]}`,
		`{"k":"d","n":12,"t":"lazy dog","sf":2,"d":"2021-02-03T04:05:06.789Z","b":[true,false]}`,
	)
	for _, body := range optionBodies {
		p.compare("ev-options", body)
	}
}

var optionBodies = []string{
	`{"sort":["_seq_no"]}`, `{"sort":[{"_seq_no":"desc"}],"size":2}`, `{"sort":["_index","_id"]}`, `{"sort":["_version"]}`, `{"sort":["_primary_term"]}`, `{"sort":["_type"]}`, `{"sort":["_source"]}`,
	`{"sort":["_seq_no"],"search_after":[2]}`,
	`{"terminate_after":1}`, `{"terminate_after":2,"query":{"match":{"t":"quick"}}}`, `{"terminate_after":5}`, `{"terminate_after":4}`, `{"terminate_after":9}`, `{"terminate_after":1,"sort":[{"n":"desc"}]}`,
	`{"terminate_after":1,"track_total_hits":false}`, `{"terminate_after":3,"size":0,"aggs":{"x":{"sum":{"field":"n"}}}}`, `{"terminate_after":2,"size":0}`, `{"terminate_after":2,"size":0,"query":{"term":{"k":"a"}}}`, `{"terminate_after":1,"query":{"term":{"k":"none"}}}`, `{"terminate_after":0}`,
	`{"fields":["n","k","t","d","o.x","ip","f","sf","b","t.keyword","dbl","low","nope"]}`, `{"fields":["*"],"_source":false}`, `{"fields":["o.*",{"field":"d","format":"yyyy"}]}`, `{"fields":["o","ns"]}`, `{"fields":["ns.a"]}`, `{"fields":["n","n"],"docvalue_fields":["k"]}`,
	`{"fields":["k"],"docvalue_fields":["k"]}`,
	`{"script_fields":{"n":{"script":"1 + 1"}}}`, `{"script_fields":{"a":{"script":"doc['k'].size()"}}}`, `{"script_fields":{"a":{"script":"doc.k.value + '/' + doc[\"k\"].length"}}}`, `{"script_fields":{"a":{"script":"doc['n'].value * 2"}},"query":{"exists":{"field":"n"}}}`,
	`{"script_fields":{"a":{"script":"doc['n'].value * 2"}}}`, `{"script_fields":{"a":{"script":"doc['n'].size() == 0 ? -1 : doc['n'].value"}}}`, `{"script_fields":{"a":{"script":"doc['n'].empty ? 'none' : doc['n'][0]"}}}`, `{"script_fields":{"a":{"script":"int s = 0; for (int i = 0; i < doc['n'].size(); i++) { s += doc['n'].get(i) } return s"}}}`,
	`{"script_fields":{"f":{"script":"doc['f'].value"},"d":{"script":"doc['d'].value"},"sf":{"script":"doc['sf'].value"},"ip":{"script":"doc['ip'].value"},"b":{"script":"doc['b'].value"},"x":{"script":"doc['o.x'].value"},"h":{"script":"doc['d'].value.getHour()"}},"query":{"ids":{"values":["1"]}}}`,
	`{"script_fields":{"a":{"script":"doc['nope'].value"}}}`, `{"script_fields":{"a":{"script":"doc['t'].value"}}}`, `{"script_fields":{"a":{"script":"doc.containsKey('k')"}}}`, `{"script_fields":{"a":{"script":"doc['nope'].size() == 0"}}}`,
	`{"script_fields":{"a":{"script":"params._source.k"},"b":{"script":{"source":"params.x + 1","params":{"x":3}}}}}`, `{"script_fields":{"a":{"script":"params['_source']['o']"}}}`, `{"script_fields":{"a":{"script":"params._source.ns"}},"size":2}`,
	`{"script_fields":{"a":{"script":"null"}}}`, `{"script_fields":{"a":{"script":"[1,[2]]"}}}`, `{"script_fields":{"a":{"script":"['x':1]"}}}`, `{"script_fields":{"a":{"script":"[]"}}}`, `{"script_fields":{"a":{"script":"1L"},"b":{"script":"1.5"},"c":{"script":"true"},"d":{"script":"'x'"},"e":{"script":"1.1f"},"g":{"script":"(byte)3"}}}`,
	`{"script_fields":{"a":{"script":"1+"}}}`, `{"script_fields":{"a":{"script":"1/0"}}}`, `{"script_fields":{"a":{"script":"params.nope.x"}}}`, `{"script_fields":{"a":{"script":{"source":"params.nope.x"},"ignore_failure":true}}}`, `{"script_fields":{"a":{"script":"params.x"}}}`, `{"script_fields":{"a":{"script":"x"}}}`, `{"script_fields":{"a":{"script":""}}}`,
	`{"script_fields":{"a":{"script":"1"}},"_source":true,"size":1}`, `{"script_fields":{"a":{"script":"1"}},"stored_fields":["_source"],"size":1}`, `{"script_fields":{"a":{"script":"// doc\n 'doc' + \"params\""}},"size":1}`, `{"script_fields":{"a":{"script":"params"}}}`,
	`{"script_fields":{"a":{"script":"if (doc['k'].value == 'a') { return doc['k'].value.toUpperCase() } return 'other'"}}}`,
	`{"collapse":{"field":"k"}}`, `{"collapse":{"field":"n"}}`, `{"collapse":{"field":"t"}}`, `{"collapse":{"field":"nope"}}`, `{"collapse":{"field":"d"}}`, `{"collapse":{"field":"k"},"query":{"ids":{"values":["1","3","4","5"]}}}`, `{"collapse":{"field":"k"},"query":{"ids":{"values":["1","3","4","5"]}},"sort":[{"n":"desc"}]}`,
	`{"collapse":{"field":"n"},"query":{"ids":{"values":["1","3","4","5"]}},"sort":["k"]}`, `{"collapse":{"field":"k"},"query":{"ids":{"values":["1","3","4","5"]}},"from":1,"size":1}`, `{"collapse":{"field":"k"},"query":{"ids":{"values":["1","3","4","5"]}},"docvalue_fields":["k","n"]}`, `{"collapse":{"field":"k"},"size":0}`, `{"collapse":{"field":"sf"},"query":{"ids":{"values":["1","5"]}}}`, `{"collapse":{"field":"hidden"}}`,
	`{"collapse":{"field":"t.keyword"},"query":{"ids":{"values":["1","3","4","5"]}},"sort":["_score"]}`, `{"collapse":{"field":"k"},"query":{"bool":{"must_not":{"ids":{"values":["2"]}}}},"aggs":{"x":{"value_count":{"field":"n"}}}}`,
	`{"size":0,"aggs":{"r":{"ip_range":{"field":"ip","ranges":[{"to":"1.2.3.4"},{"from":"1.2.3.4"},{"mask":"1.2.0.0/16"},{"from":"1.0.0.0","to":"2.0.0.0","key":"x"},{"mask":"1.2.3.4/32"}]},"aggs":{"n":{"sum":{"field":"n"}}}}}}`, `{"size":0,"aggs":{"r":{"ip_range":{"field":"ip","keyed":true,"ranges":[{"to":"1.2.3.4"},{"from":"::","to":"::2"}]}}}}`,
	`{"size":0,"aggs":{"r":{"ip_range":{"field":"nope","ranges":[{"to":"1.2.3.4"}]}}}}`, `{"size":0,"aggs":{"r":{"ip_range":{"field":"ip","ranges":[{"mask":"1.2.3.99/24","key":"m"},{"from":"1.2.3.4","to":"1.2.3.5"},{"from":"1.2.3.4"}]}}}}`,
	`{"highlight":{"fields":{"t":{}}},"query":{"match":{"t":"quick"}}}`, `{"highlight":{"fields":{"t":{}}},"query":{"match":{"t":"quick fox text"}}}`, `{"highlight":{"fields":{"t":{}}},"query":{"term":{"k":"a"}}}`, `{"highlight":{"fields":{"t":{},"k":{}}},"query":{"bool":{"must":[{"match":{"t":"Quick"}}],"filter":[{"term":{"k":"a"}},{"range":{"n":{"gte":1}}}],"must_not":[{"match":{"t":"dog"}}]}}}`,
	`{"highlight":{"pre_tags":["<b>"],"post_tags":["</b>"],"fields":{"t":{}}},"query":{"match":{"t":"quick"}}}`, `{"highlight":{"fields":{"t.keyword":{},"nope":{}}},"query":{"term":{"t.keyword":"lazy dog"}}}`, `{"highlight":{"fields":{"t.keyword":{}}},"query":{"match":{"t":"quick"}}}`, `{"highlight":{"fields":{"low":{}}},"query":{"term":{"low":"abc"}}}`, `{"highlight":{"fields":{"t":{}}},"query":{"term":{"t":"quick"}},"sort":["_id"]}`,
	`{"highlight":{"fields":{"t":{}}}}`, `{"highlight":{"fields":{"t":{"number_of_fragments":0}}},"query":{"match":{"t":"quick"}}}`, `{"highlight":{"fields":{"n":{}}},"query":{"term":{"n":1}}}`, `{"highlight":{"fields":{"k":{}}},"query":{"terms":{"k":["a"]}}}`,
}
