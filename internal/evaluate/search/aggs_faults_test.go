package search_test

import "testing"

// Which of several faults of a search the server tells, and as what.
func TestFaultsInOrder(t *testing.T) {
	p := livePair(t)
	p.create("ev-faults-1", `{"mappings":{"properties":{"at":{"type":"date"},"k":{"type":"keyword"},"x":{"type":"float"},"nd":{"type":"long","doc_values":false},"items":{"type":"nested","properties":{"at":{"type":"keyword"},"n":{"type":"long"}}}}}}`)
	p.create("ev-faults-2", `{"mappings":{"properties":{"x":{"type":"float"},"k":{"type":"keyword"},"items":{"properties":{"at":{"type":"text"}}}}}}`)
	p.create("ev-faults-3", `{"mappings":{"properties":{"k":{"type":"keyword"}}}}`)
	p.add("ev-faults-1", `{"at":"2024-01-15","k":"a","x":1.5,"items":[{"at":"p","n":1},{"at":"q"}]}`)
	p.add("ev-faults-2", `{"x":2,"k":"b","items":{"at":"words"}}`)
	for _, body := range []string{
		`{"aggs":{"m0":{"filters":{"filters":{"b":{"constant_score":{"filter":{"match_none":{}}}}}}}}}`,
		`{"aggs":{"m0":{"filters":{"filters":{"b":{"constant_score":{"filter":{"term":{"k":"a"}}}}}}}}}`,
		`{"aggs":{"m0":{"filter":{"constant_score":{"filter":{"term":{"nope":"a"}}}}}}}`,
		`{"aggs":{"t":{"filter":{"multi_match":{"query":":","fields":["x"]}},"aggs":{"b":{"percentiles":{"field":"k"}}}}}}`,
		`{"aggs":{"t":{"filters":{"filters":[{"multi_match":{"query":":","fields":["x"]}}]},"aggs":{"b":{"percentiles":{"field":"k"}}}}}}`,
		`{"aggs":{"t":{"adjacency_matrix":{"filters":{"a":{"multi_match":{"query":":","fields":["x"]}}}},"aggs":{"b":{"percentiles":{"field":"k"}}}}}}`,
		`{"aggs":{"t":{"filter":{"term":{"x":"no"}},"aggs":{"b":{"terms":{"field":"nd"}}}}}}`,
		`{"aggs":{"t":{"filter":{"range":{"at":{"gte":"no"}}},"aggs":{"b":{"terms":{"field":"nd"}}}}}}`,
		`{"aggs":{"t":{"terms":{"field":"nd"},"aggs":{"b":{"filter":{"term":{"x":"no"}}}}}}}`,
		`{"aggs":{"h":{"filters":{"filters":[{"nested":{"path":"items","query":{"match_phrase":{"items.at":"3"}}}}]}}}}`,
		`{"aggs":{"h":{"filter":{"nested":{"path":"nope","query":{"match_all":{}}}}}}}`,
		`{"query":{"nested":{"path":"items","query":{"match_phrase":{"items.at":"3"}}}}}`,
		`{"query":{"nested":{"path":"nope","query":{"match_all":{}}}}}`,
		`{"query":{"bool":{"filter":[{"nested":{"path":"nope","query":{"match_all":{}}}}]}}}`,
		`{"aggs":{"p0":{"top_hits":{"sort":[{"items.at":{"nested":{"path":"items"}}}]}}}}`,
		`{"sort":[{"items.at":{"nested":{"path":"items"}}}]}`,
		`{"sort":[{"items.nope":{"nested":{"path":"items"}}}]}`,
		`{"sort":[{"items.nope":{"nested":{"path":"nope"}}}]}`,
		`{"sort":[{"items.nope":{"unmapped_type":"long","nested":{"path":"nope"}}}]}`,
		`{"sort":[{"items.at":{"nested":{"path":"items","filter":{"term":{"x":"no"}}}}}]}`,
		`{"aggregations":{"p0":{"adjacency_matrix":{"filters":{"a":{"terms_set":{"word":{"terms":["x"],"minimum_should_match_field":"body"}}}}}}}}`,
		`{"query":{"terms_set":{"word":{"terms":["x"],"minimum_should_match_field":"body"}}}}`,
		`{"query":{"terms_set":{"word":{"terms":[],"minimum_should_match_field":"body"}}}}`,
		`{"query":{"terms_set":{"k":{"terms":[],"minimum_should_match_field":"body"}}}}`,
		`{"query":{"terms_set":{"k":{"terms":["a"],"minimum_should_match_field":"items.n"}}}}`,
		`{"query":{"terms_set":{"word":{"terms":["a"],"minimum_should_match_field":"x"}}}}`,
		`{"query":{"terms_set":{"word":{"terms":["a"],"minimum_should_match_field":"nd"}}}}`,
		`{"query":{"terms_set":{"word":{"terms":["a"]}}}}`,
		`{"aggs":{"t0":{"range":{"field":"nope","ranges":[{}]},"aggs":{"t1":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"state.n","reduce_script":"double s = 0; for (n in states) { s += n } return s"}}}}}}`,
		`{"aggs":{"t0":{"ip_range":{"field":"nope","ranges":[{"to":"1.1.1.1"}]},"aggs":{"t1":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"state.n","reduce_script":"double s = 0; for (n in states) { s += n } return s"}}}}}}`,
		`{"aggs":{"t0":{"range":{"field":"x","ranges":[{"from":100}]},"aggs":{"t1":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"state.n","reduce_script":"double s = 0; for (n in states) { s += n } return s"}}}}}}`,
		`{"aggs":{"t0":{"range":{"field":"x","ranges":[{"from":1}]},"aggs":{"t1":{"terms":{"field":"k"},"aggs":{"t2":{"range":{"field":"nope","ranges":[{}]},"aggs":{"t3":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"state.n","reduce_script":"double s = 0; for (n in states) { s += n } return s"}}}}}}}}}}`,
	} {
		for _, targets := range []string{"ev-faults-1", "ev-faults-2", "ev-faults-3", "ev-faults-1,ev-faults-2"} {
			p.compare(targets, body)
		}
	}
}
