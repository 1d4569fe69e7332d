package search_test

import (
	"fmt"
	"testing"
)

// apart is an index of what generations treat in ways of their own.
func apart(p *pair) {
	p.create("ev-apart", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"},"s":{"type":"scaled_float","scaling_factor":10},"t":{"type":"text"},"link":{"type":"alias","path":"t"},
		"b":{"type":"boolean"},"d":{"type":"double"},"o":{"properties":{"t":{"type":"text"}}},"date":{"type":"date"},"ip":{"type":"ip"},"i":{"type":"integer"},"h":{"type":"half_float"}}}}`)
	p.add("ev-apart", `{"k":"a","n":9007199254740993,"s":99.99,"t":"lazy dog","b":true,"o":{"t":"x"},"date":"2024-01-15","i":3,"h":1.5}`, `{"k":"b","n":10,"s":99.94,"b":false,"t":"fox","o":{"t":""},"i":4}`, `{"k":"fox","n":-7,"s":-3.75,"d":1,"o":{"t":"y"}}`,
		`{"k":"d","s":[-3.75,-3.75],"d":2}`, `{"k":"e","s":3.0}`)
}

// TestScaledRanges asks for ranges whose ends lie between the values that a scaled_float
// can have.
func TestScaledRanges(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, end := range []string{"99.99", "99.94", "99.96", "100", "99.9", "-3.75", "-3.7", "-3.8", "3", "3.04", "3.05", "-3.74", "-3.76", "0", "1e15"} {
			for _, op := range []string{"gt", "gte", "lt", "lte"} {
				p.compare("ev-apart", `{"query":{"range":{"s":{"`+op+`":`+end+`}}}}`)
			}
			p.compare("ev-apart", `{"query":{"term":{"s":`+end+`}}}`)
			p.compare("ev-apart", `{"query":{"query_string":{"query":"s:{\\`+end+` TO *} OR s:>=\\`+end+`"}}}`)
			p.compare("ev-apart", `{"query":{"range":{"s":{"gt":`+end+`,"lt":99.96}}}}`)
		}
	})
}

// TestValuesOfScripts asks scripts for what they make of the values of fields, which all
// come as decimals.
func TestValuesOfScripts(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, field := range []string{"n", "b", "date", "d", "i", "h", "s"} {
			for _, script := range []string{"_value * 3", "_value / 2", "_value", "_value % 4", "_value instanceof Double ? 1 : 3"} {
				p.compare("ev-apart", fmt.Sprintf(`{"size":0,"aggs":{"x":{"terms":{"field":%q,"script":%q}}}}`, field, script))
				if field != "b" && field != "date" {
					p.compare("ev-apart", fmt.Sprintf(`{"size":0,"aggs":{"y":{"sum":{"field":%q,"script":%q}},"z":{"cardinality":{"field":%q,"script":%q}}}}`, field, script, field, script))
					p.compare("ev-apart", fmt.Sprintf(`{"size":0,"aggs":{"y":{"histogram":{"field":%q,"interval":1e15,"script":%q}}}}`, field, script))
				}
			}
		}
	})
}

// TestUnscoredMinimum asks function_score for documents of a minimum, with and without
// scores that are told.
func TestUnscoredMinimum(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, query := range []string{`{"term":{"k":"fox"}}`, `{"term":{"k":{"value":"FOX","case_insensitive":true}}}`, `{"ids":{"values":["1","3"]}}`, `{"term":{"t":{"value":"dog","boost":2}}}`, `{"constant_score":{"filter":{"exists":{"field":"n"}},"boost":2}}`} {
			for _, functions := range []string{`"functions":[{"weight":0.5}]`, `"functions":[{"filter":{"range":{"n":{}}},"weight":3},{"weight":0.5}],"score_mode":"max"`, `"weight":0.5,"boost_mode":"replace"`} {
				for _, boost := range []string{"", `,"boost":2`, `,"boost":0.5`} {
					q := `{"function_score":{"query":` + query + `,` + functions + `,"min_score":1` + boost + `}}`
					for _, body := range []string{`{"query":` + q + `}`, `{"query":` + q + `,"sort":["k"]}`, `{"query":` + q + `,"sort":["k","_score"]}`, `{"query":` + q + `,"sort":["k"],"track_scores":true}`, `{"query":` + q + `,"size":0}`,
						`{"query":{"bool":{"filter":[` + q + `]}}}`, `{"query":{"bool":{"must":[` + q + `]}},"size":0}`, `{"query":{"bool":{"must_not":[` + q + `]}}}`, `{"query":{"constant_score":{"filter":` + q + `}}}`,
						`{"query":{"bool":{"must":[` + q + `,{"exists":{"field":"k"}}]}},"sort":["k"]}`, `{"query":{"dis_max":{"queries":[` + q + `,{"term":{"k":"zz"}}]}},"sort":["k"]}`,
						`{"size":0,"aggs":{"f":{"filter":` + q + `}}}`, `{"post_filter":` + q + `}`} {
						p.compare("ev-apart", body)
					}
				}
			}
		}
	})
}

// TestFieldsTwice asks for a word in a field and in an alias of it.
func TestFieldsTwice(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, fields := range []string{`"t","link"`, `"link","t"`, `"t","t"`, `"link^2","t"`, `"t^2","t"`, `"link","link^3"`, `"t*","link"`, `"l*","t"`, `"*"`} {
			for _, text := range []string{"dog", "lazy dog", `\"lazy dog\"`, "do*", "dog~1"} {
				p.compare("ev-apart", `{"query":{"simple_query_string":{"query":"`+text+`","fields":[`+fields+`]}}}`)
				p.compare("ev-apart", `{"query":{"query_string":{"query":"`+text+`","fields":[`+fields+`],"lenient":true}}}`)
				p.compare("ev-apart", `{"query":{"query_string":{"query":"`+text+`","type":"most_fields","fields":[`+fields+`],"lenient":true}}}`)
				for _, kind := range []string{"best_fields", "most_fields", "cross_fields", "phrase", "bool_prefix"} {
					p.compare("ev-apart", `{"query":{"multi_match":{"query":"`+text+`","type":"`+kind+`","fields":[`+fields+`]}}}`)
				}
			}
		}
	})
}

// TestWalkedTotals sorts what a search for everything finds, however it is written, and
// counts objects.
func TestWalkedTotals(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, query := range []string{`{"match_all":{}}`, `{"term":{"_index":"ev-apart"}}`, `{"terms":{"_index":["ev-apart","x"]}}`, `{"exists":{"field":"_id"}}`, `{"exists":{"field":"k"}}`, `{"bool":{"must_not":[{"term":{"k":"zz"}}]}}`, `{"bool":{}}`, `{"bool":{"filter":[{"match_all":{}}]}}`,
			`{"constant_score":{"filter":{"match_all":{}}}}`, `{"bool":{"must":[{"term":{"_index":"ev-apart"}}]}}`, `{"bool":{"must_not":[{"match_none":{}}]}}`, `{"wildcard":{"_index":"ev-*"}}`, `{"query_string":{"query":"*"}}`, `{"query_string":{"query":"*:*"}}`, `{"bool":{"should":[{"match_all":{}}]}}`, `{"wrapper":{"query":"eyJtYXRjaF9hbGwiOnt9fQ=="}}`, `{"range":{"s":{"gte":-100}}}`, `{"dis_max":{"queries":[{"match_all":{}}]}}`, `{"boosting":{"positive":{"match_all":{}},"negative":{"match_none":{}},"negative_boost":1}}`, `{"function_score":{"query":{"match_all":{}}}}`} {
			for _, sort := range []string{`"d"`, `{"d":"desc"}`, `"i"`, `{"d":{"order":"asc","missing":"_first"}}`, `"d","k"`} {
				for _, rest := range []string{``, `,"post_filter":{"exists":{"field":"k"}}`, `,"size":1`, `,"track_total_hits":false`} {
					p.compare("ev-apart", `{"query":`+query+`,"sort":[`+sort+`]`+rest+`}`)
				}
			}
		}
		for _, query := range []string{`{"exists":{"field":"o"}}`, `{"exists":{"field":"o.t"}}`, `{"exists":{"field":"o.*"}}`, `{"bool":{"filter":[{"exists":{"field":"o"}}]}}`, `{"query_string":{"query":"_exists_:o"}}`, `{"bool":{"must_not":[{"exists":{"field":"o"}}]}}`} {
			for _, rest := range []string{``, `,"size":0`, `,"sort":["k"]`} {
				p.compare("ev-apart", `{"query":`+query+rest+`}`)
			}
		}
	})
}

// TestEmptyRanges asks for ranges of addresses below what nothing was collected for.
func TestEmptyRanges(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		p.create("ev-apart-b", `{"mappings":{"properties":{"zz":{"type":"long"},"ns":{"type":"nested","properties":{"k":{"type":"keyword"}}},"k":{"type":"keyword"}}}}`)
		p.add("ev-apart-b", `{"k":"b","zz":5,"ns":[{"k":"x"}]}`)
		for _, outer := range []string{`"range":{"field":"zz","ranges":[{}]}`, `"range":{"field":"d","ranges":[{"from":100}]}`, `"date_range":{"field":"zz","ranges":[{}]}`, `"ip_range":{"field":"zz","ranges":[{}]}`, `"filter":{"term":{"k":"zz"}}`, `"filters":{"filters":[{"term":{"k":"zz"}}]}`,
			`"missing":{"field":"k"}`, `"nested":{"path":"none"}`, `"nested":{"path":"ns"}`, `"terms":{"field":"k","min_doc_count":0,"size":1}`, `"histogram":{"field":"i","interval":1,"extended_bounds":{"min":0,"max":5}}`, `"histogram":{"field":"d","interval":1,"min_doc_count":0}`, `"global":{}`, `"adjacency_matrix":{"filters":{"a":{"term":{"k":"zz"}}}}`} {
			for _, inner := range []string{`{"ip_range":{"field":"ip","ranges":[{},{"to":"10.0.0.1"}]}}`, `{"terms":{"field":"k","min_doc_count":0}}`, `{"terms":{"field":"i","min_doc_count":0}}`, `{"terms":{"field":"k"}}`} {
				below := `"aggs":{"i":` + inner + `}`
				for _, target := range []string{"ev-apart", "ev-apart-b", "ev-apart*"} {
					p.compare(target, `{"size":0,"aggs":{"x":{`+outer+`,`+below+`}}}`)
					p.compare(target, `{"size":0,"aggs":{"x":{`+outer+`,"aggs":{"m":{"date_range":{"field":"date","ranges":[{}]},`+below+`}}}}}`)
					if target != "ev-apart*" { // there one of both may be left out
						p.compare(target, `{"size":0,"query":{"match_none":{}},"aggs":{"x":{`+outer+`,`+below+`}}}`)
					}
				}
			}
		}
	})
}

// TestUncountedRest asks for the total of searches that end early, for ranges between whole
// numbers, and for matrices beside a sort.
func TestUncountedRest(t *testing.T) {
	onGenerations(t, func(p *pair) {
		apart(p)
		for _, rest := range []string{``, `,"aggs":{"a":{"sum":{"field":"i"}}}`, `,"aggs":{"a":{"global":{}}}`} {
			for _, query := range []string{``, `,"query":{"match_all":{}}`, `,"query":{"constant_score":{"filter":{"match_all":{}}}}`} {
				for _, enough := range []string{"1", "2", "4", "5", "9"} {
					p.compare("ev-apart", `{"size":0,"terminate_after":`+enough+query+rest+`}`)
				}
			}
		}
		for _, filters := range []string{`"a":{"match_all":{}}`, `"a":{"exists":{"field":"k"}},"b":{"match_all":{}}`, `"a":{"exists":{"field":"i"}}`, `"a":{"term":{"_index":"ev-apart"}}`} {
			for _, kind := range []string{"adjacency_matrix", "filters"} {
				for _, sort := range []string{``, `,"sort":["i"]`, `,"sort":["i","d"]`, `,"sort":["k"]`, `,"sort":["i"],"size":0`} {
					p.compare("ev-apart", `{"aggs":{"x":{"`+kind+`":{"filters":{`+filters+`}}}}`+sort+`}`)
				}
			}
		}
		if p.dialect.FewTypes {
			return
		}
		p.create("ev-apart-u", `{"mappings":{"properties":{"u":{"type":"unsigned_long"},"l":{"type":"long"}}}}`)
		p.add("ev-apart-u", `{"u":[0,5],"l":1}`, `{"u":18446744073709551615}`)
		for _, ranges := range []string{`{"to":2.5}`, `{"from":2.5}`, `{"from":2.0,"to":7}`, `{"from":1e3,"to":1.5e3}`, `{"to":-1.5}`, `{}`} {
			for _, field := range []string{"u", "l", "none"} {
				p.compare("ev-apart-u", `{"size":0,"aggs":{"x":{"range":{"field":"`+field+`","ranges":[`+ranges+`]}}}}`)
			}
		}
	})
}
