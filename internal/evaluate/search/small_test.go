package search_test

import "testing"

// A small index of all kinds of values, searched here and on a live node.
func TestSmall(t *testing.T) {
	p := livePair(t)
	p.create("ev-small", `{"mappings":{"properties":{"i":{"type":"integer"},"sf":{"type":"scaled_float","scaling_factor":100},
		"f":{"type":"float"},"ip":{"type":"ip"},"s":{"type":"short"},"hf":{"type":"half_float"},"dbl":{"type":"double"},
		"low":{"type":"keyword","normalizer":"lowercase"},"ns":{"type":"nested"},"off":{"type":"object","enabled":false},
		"hidden":{"type":"keyword","index":false},"day":{"type":"date","format":"yyyy/MM/dd||epoch_second"}}}}`)
	p.add("ev-small",
		`{"a":1,"t":"the quick brown fox","d":"2020-01-01","k":"k","i":5,"sf":1.25,"f":1.1,"ip":"1.2.3.4","b":true,"s":3,"hf":1.5,"dbl":0.1,"dd":2.5,"low":"ABC","ns":[{"x":1,"y":"a"},{"x":2,"y":"b"}],"hidden":"h","day":"2020/02/03","o":{"p":1}}`,
		`{"a":2,"t":"quick quick fox","d":"2020-01-02T03:04:05.678Z","i":-5,"sf":-3.456,"f":2,"ip":"::1","b":false,"low":"abd","ns":{"x":2,"y":"a"},"day":1580688000}`,
		`{"t":"lazy dog jumps over the fox","a":[3,7],"d":["2021-01-01","2019-01-01"],"tags":["x","y","x"],"ip":["10.0.0.1","192.168.1.1"],"dbl":-7}`,
		`{"t":"","a":null,"tags":[],"o":{},"b":"true"}`,
		`{"t":["first text","second text"],"a":"12","tags":"y","off":{"z":1}}`,
		`{"a":"x"}`, `{"d":"no date"}`, `{"b":"maybe"}`, `{"ip":"1.2.3"}`, `{"a":{"q":1}}`, `{"o":5}`,
		`{"x":1,"t":"fox fox fox fox"}`,
	)
	for _, q := range []string{
		`{"match_all":{}}`, `{"match_none":{}}`, `{"match_all":{"boost":2.5}}`,
		`{"term":{"a":1}}`, `{"term":{"a":"1"}}`, `{"term":{"a":1.0}}`, `{"term":{"a":1.5}}`, `{"term":{"a":"x"}}`, `{"term":{"a":true}}`, `{"term":{"a":""}}`,
		`{"term":{"t":"fox"}}`, `{"term":{"t":"Fox"}}`, `{"term":{"t.keyword":"the quick brown fox"}}`, `{"term":{"t.keyword":""}}`, `{"term":{"nope":1}}`,
		`{"term":{"t":{"value":"FOX","case_insensitive":true}}}`, `{"term":{"low":"AbC"}}`, `{"term":{"hidden":"h"}}`, `{"term":{"off.z":1}}`,
		`{"term":{"b":true}}`, `{"term":{"b":"false"}}`, `{"term":{"b":1}}`, `{"term":{"d":"2020-01-02"}}`, `{"term":{"d":"2020"}}`, `{"term":{"d":"x"}}`, `{"term":{"d":1577836800000}}`,
		`{"term":{"ip":"1.2.3.4"}}`, `{"term":{"ip":"10.0.0.0/8"}}`, `{"term":{"ip":"::/0"}}`, `{"term":{"ip":"x"}}`, `{"term":{"i":4294967296}}`,
		`{"term":{"sf":1.25}}`, `{"term":{"f":1.1}}`, `{"term":{"hf":1.5}}`, `{"term":{"dbl":0.1}}`, `{"term":{"day":"2020/02/03"}}`, `{"term":{"_id":"2"}}`,
		`{"terms":{"a":[1,2,99]}}`, `{"terms":{"t":["fox","dog"]}}`, `{"terms":{"tags":["x"]}}`, `{"terms":{"ip":["1.2.0.0/16","::1"]}}`, `{"terms":{"b":[true]}}`, `{"terms":{"a":[]}}`, `{"terms":{"d":["2020-01-01"]}}`, `{"terms":{"a":["x"]}}`,
		`{"range":{"a":{"gte":2}}}`, `{"range":{"a":{"gt":2,"lt":12}}}`, `{"range":{"a":{"gt":1.5,"lte":"7"}}}`, `{"range":{"a":{"gt":"x"}}}`, `{"range":{"a":{"gt":1e30}}}`, `{"range":{"i":{"gte":-5,"lt":5}}}`,
		`{"range":{"sf":{"gt":1.25}}}`, `{"range":{"sf":{"gte":1.251}}}`, `{"range":{"sf":{"gte":1.25}}}`, `{"range":{"sf":{"lte":-3.45}}}`, `{"range":{"f":{"gte":1.1}}}`, `{"range":{"f":{"gt":1.1}}}`, `{"range":{"dbl":{"lt":0.1}}}`, `{"range":{"hf":{"gte":1.5}}}`,
		`{"range":{"d":{"gte":"2020-01-02"}}}`, `{"range":{"d":{"gt":"2020-01-01"}}}`, `{"range":{"d":{"gt":"2020-01-01||-1d/d","lte":"2020-01"}}}`, `{"range":{"d":{"lte":"2020-01-02||/M"}}}`, `{"range":{"d":{"lt":"now"}}}`, `{"range":{"d":{"gte":"now-20y/y","lt":"now+1d/d"}}}`,
		`{"range":{"d":{"gte":"2020-01-02","time_zone":"-04:00"}}}`, `{"range":{"d":{"gte":"2020-01-02","time_zone":"Asia/Tokyo"}}}`, `{"range":{"d":{"gte":"02.01.2020","format":"dd.MM.yyyy"}}}`, `{"range":{"d":{"gte":1577836800001}}}`, `{"range":{"d":{"gte":"nonsense"}}}`, `{"range":{"d":{"gte":"2020-01-01||+1x"}}}`,
		`{"range":{"t.keyword":{"gte":"l"}}}`, `{"range":{"t":{"gte":"q","lt":"r"}}}`, `{"range":{"ip":{"gte":"1.0.0.0","lt":"10.0.0.1"}}}`, `{"range":{"b":{"gte":true}}}`, `{"range":{"b":{"gte":false}}}`, `{"range":{"nope":{"gte":1}}}`, `{"range":{"a":{}}}`,
		`{"exists":{"field":"a"}}`, `{"exists":{"field":"t"}}`, `{"exists":{"field":"t.keyword"}}`, `{"exists":{"field":"o"}}`, `{"exists":{"field":"nope"}}`, `{"exists":{"field":"ns"}}`, `{"exists":{"field":"ns.x"}}`, `{"exists":{"field":"off"}}`, `{"exists":{"field":"tags"}}`,
		`{"prefix":{"t":"qu"}}`, `{"prefix":{"t.keyword":"la"}}`, `{"prefix":{"t":{"value":"QU","case_insensitive":true}}}`, `{"prefix":{"a":"1"}}`, `{"prefix":{"low":"AB"}}`,
		`{"wildcard":{"t":"*u*k"}}`, `{"wildcard":{"t.keyword":"*fox"}}`, `{"wildcard":{"t":"F?X"}}`, `{"wildcard":{"t":{"value":"F?X","case_insensitive":true}}}`, `{"wildcard":{"low":"AB*"}}`, `{"wildcard":{"a":"1*"}}`, `{"wildcard":{"nope":"*"}}`,
		`{"match":{"t":"quick fox"}}`, `{"match":{"t":{"query":"Quick FOX","operator":"and"}}}`, `{"match":{"t":{"query":"quick lazy dog","minimum_should_match":"2"}}}`, `{"match":{"t":{"query":"quick lazy dog brown","minimum_should_match":"75%"}}}`, `{"match":{"t":""}}`, `{"match":{"t":{"query":"","zero_terms_query":"all"}}}`, `{"match":{"a":1}}`, `{"match":{"a":"x"}}`, `{"match":{"a":{"query":"x","lenient":true}}}`, `{"match":{"d":"2020"}}`, `{"match":{"b":"true"}}`, `{"match":{"nope":"x"}}`, `{"match":{"low":"ABC"}}`, `{"match":{"t":"fox fox"}}`, `{"match":{"t":{"query":"fox","boost":3}}}`,
		`{"match_phrase":{"t":"quick brown"}}`, `{"match_phrase":{"t":"brown quick"}}`, `{"match_phrase":{"t":"fox fox"}}`, `{"match_phrase":{"t":"text second"}}`, `{"match_phrase":{"t":"first text"}}`, `{"match_phrase":{"a":1}}`, `{"match_phrase":{"t":"fox"}}`, `{"match_phrase":{"t":"!"}}`,
		`{"ids":{"values":["1","3","99"]}}`,
		`{"nested":{"path":"ns","query":{"term":{"ns.x":2}}}}`, `{"nested":{"path":"ns","query":{"bool":{"must":[{"term":{"ns.x":2}},{"term":{"ns.y.keyword":"a"}}]}}}}`, `{"nested":{"path":"ns","query":{"match":{"ns.y":"a"}},"score_mode":"max"}}`, `{"nested":{"path":"ns","query":{"match_all":{}},"score_mode":"sum"}}`, `{"nested":{"path":"zz","query":{"match_all":{}}}}`, `{"nested":{"path":"zz","ignore_unmapped":true,"query":{"match_all":{}}}}`, `{"nested":{"path":"o","query":{"match_all":{}}}}`, `{"term":{"ns.x":2}}`, `{"nested":{"path":"ns","query":{"exists":{"field":"ns.x"}}}}`,
		`{"constant_score":{"filter":{"term":{"t":"fox"}},"boost":1.5}}`,
		`{"bool":{}}`, `{"bool":{"must":[{"term":{"t":"fox"}},{"term":{"a":1}}]}}`, `{"bool":{"filter":[{"term":{"t":"fox"}}]}}`, `{"bool":{"must_not":[{"term":{"t":"fox"}}]}}`, `{"bool":{"should":[{"term":{"t":"fox"}},{"term":{"t":"dog"}}]}}`, `{"bool":{"should":[{"term":{"t":"fox"}},{"term":{"t":"dog"}}],"filter":[{"exists":{"field":"a"}}]}}`, `{"bool":{"should":[{"term":{"t":"fox"}},{"term":{"t":"dog"}}],"minimum_should_match":2}}`, `{"bool":{"should":[{"term":{"t":"fox"}},{"term":{"t":"dog"}},{"term":{"t":"lazy"}}],"minimum_should_match":"-1"}}`, `{"bool":{"must":[{"match":{"t":"fox"}}],"should":[{"term":{"b":true}}],"must_not":[{"term":{"a":2}}],"boost":2}}`, `{"bool":{"must_not":[{"term":{"t":"fox"}}],"adjust_pure_negative":false}}`, `{"bool":{"should":[{"term":{"t":"fox"}}],"minimum_should_match":0}}`, `{"bool":{"should":[{"term":{"t":"fox"}}],"must_not":[{"exists":{"field":"d"}}]}}`,
		`{"bool":{"filter":[{"term":{"nope":1}},{"term":{"a":"x"}}]}}`, `{"bool":{"filter":[{"range":{"d":{"gte":"2030-01-01"}}},{"term":{"a":"x"}}]}}`, `{"bool":{"filter":[{"match":{"nope":1}},{"term":{"a":"x"}}]}}`, `{"bool":{"filter":[{"range":{"d":{"gte":"x"}}},{"term":{"nope":1}}]}}`,
		`{"dis_max":{"queries":[{"term":{"t":"fox"}},{"term":{"t":"quick"}}],"tie_breaker":0.3}}`, `{"boosting":{"positive":{"term":{"t":"fox"}},"negative":{"term":{"t":"quick"}},"negative_boost":0.5}}`,
		`{"trem":{"a":1}}`, `{"term":{"a":1,"b":2}}`,
	} {
		p.compare("ev-small", `{"query":`+q+`}`)
	}
	for _, b := range []string{
		`{}`, `{"size":0}`, `{"size":2,"from":1}`, `{"from":100}`, `{"size":-1}`, `{"from":9999,"size":2}`, `{"track_total_hits":false}`, `{"track_total_hits":3}`, `{"track_total_hits":true}`, `{"version":true,"seq_no_primary_term":true}`,
		`{"sort":["a"]}`, `{"sort":[{"a":"desc"}]}`, `{"sort":[{"d":"desc"},{"_id":"asc"}]}`, `{"sort":["d"]}`, `{"sort":["i"]}`, `{"sort":["sf"]}`, `{"sort":[{"sf":"desc"}]}`, `{"sort":["f"]}`, `{"sort":["hf"]}`, `{"sort":["dbl"]}`, `{"sort":["ip"]}`, `{"sort":[{"ip":"desc"}]}`, `{"sort":["b"]}`, `{"sort":["t.keyword"]}`, `{"sort":[{"t.keyword":"desc"}]}`, `{"sort":["t"]}`, `{"sort":["nope"]}`, `{"sort":["_doc"]}`, `{"sort":[{"_doc":"desc"}]}`, `{"sort":["_score","_id"],"query":{"term":{"t":"fox"}}}`, `{"sort":["_score"],"query":{"term":{"t":"fox"}}}`, `{"sort":[{"_score":"asc"},{"_id":"desc"}],"query":{"term":{"t":"fox"}}}`, `{"sort":["a","_id"],"track_scores":true,"query":{"term":{"t":"fox"}}}`,
		`{"sort":[{"a":{"missing":"_first"}}]}`, `{"sort":[{"a":{"missing":5}},"_id"]}`, `{"sort":[{"a":{"mode":"max"}}]}`, `{"sort":[{"a":{"mode":"min","order":"desc"}}]}`, `{"sort":[{"t.keyword":{"missing":"m"}}]}`, `{"sort":[{"t.keyword":{"missing":"_first"}}]}`, `{"sort":[{"nope":{"unmapped_type":"long"}},"_id"]}`, `{"sort":[{"nope":{"unmapped_type":"keyword"}},"_id"]}`,
		`{"sort":["a"],"search_after":[2]}`, `{"sort":["_id"],"search_after":["3"]}`, `{"sort":["d","_id"],"search_after":["2020-01-01","1"]}`, `{"sort":["d","_id"],"search_after":[1577836800000,"1"]}`, `{"sort":["a"],"search_after":["x"]}`, `{"search_after":[1]}`, `{"sort":["a"],"search_after":[1,2]}`, `{"sort":["a"],"search_after":[1],"from":1}`, `{"sort":["t.keyword","_id"],"search_after":[null,"1"]}`, `{"sort":[{"f":"desc"}],"search_after":[1.5]}`,
		`{"_source":false}`, `{"_source":"a"}`, `{"_source":["a","o"]}`, `{"_source":{"includes":["ns.*"],"excludes":["ns.x"]}}`, `{"_source":{"excludes":["ns","t"]}}`, `{"_source":["o.p","ns.y"]}`, `{"_source":["*s"]}`, `{"_source":{"excludes":["o.p","*.x"]}}`, `{"_source":["n*"]}`, `{"_source":["nope"]}`, `{"_source":{"includes":["off.z"]}}`,
		`{"stored_fields":["*"]}`, `{"stored_fields":["*"],"_source":{"excludes":[]}}`, `{"stored_fields":["_source"]}`, `{"stored_fields":"_none_"}`, `{"stored_fields":[]}`,
		`{"docvalue_fields":["a","d","i","sf","f","ip","b","t.keyword","hf","low","tags",{"field":"d","format":"epoch_millis"},{"field":"day","format":"yyyy"}],"_source":false}`, `{"docvalue_fields":["nope"]}`, `{"docvalue_fields":["t"]}`,
		`{"min_score":0.5,"query":{"match":{"t":"fox dog"}}}`, `{"post_filter":{"term":{"a":1}}}`, `{"query":{"match":{"t":"fox"}},"size":1}`, `{"nope":1}`,
	} {
		p.compare("ev-small", b)
	}
}
