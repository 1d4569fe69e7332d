package search_test

import (
	"fmt"
	"testing"
)

// Indices of several shards: documents are routed, scored and counted by shard.
func TestShards(t *testing.T) {
	p := livePair(t)
	p.create("ev-shards-a", `{"settings":{"number_of_shards":3},"mappings":{"properties":{"k":{"type":"keyword"}}}}`)
	p.create("ev-shards-b", `{"settings":{"index":{"number_of_shards":"2"}},"mappings":{"properties":{"k":{"type":"keyword"}}}}`)
	var docs []string
	for i := range 40 {
		docs = append(docs, fmt.Sprintf(`{"k":"k%d","n":%d,"t":"word %s"}`, i%13, i, []string{"one", "two two", "three one"}[i%3]))
	}
	p.add("ev-shards-a", docs...)
	p.add("ev-shards-b", docs[:17]...)
	for _, body := range []string{`{}`, `{"size":50}`, `{"query":{"match":{"t":"one"}},"size":40}`, `{"sort":["k","n"],"size":60}`, `{"sort":["n"],"size":5,"from":3}`,
		`{"sort":["_doc"],"size":60}`, `{"size":0,"aggs":{"x":{"terms":{"field":"k","size":3}}}}`, `{"size":0,"aggs":{"x":{"terms":{"field":"k","size":1,"shard_size":2}}}}`,
		`{"size":0,"aggs":{"x":{"terms":{"field":"k","size":2,"shard_size":3,"show_term_doc_count_error":true},"aggs":{"s":{"sum":{"field":"n"}}}}}}`,
		`{"size":0,"aggs":{"x":{"terms":{"field":"k","size":3,"order":{"s":"desc"}},"aggs":{"s":{"max":{"field":"n"}}}}}}`, `{"query":{"term":{"n":"x"}}}`,
		`{"size":3,"track_total_hits":5}`, `{"size":0,"aggs":{"x":{"top_hits":{"size":4}}},"query":{"match":{"t":"two"}}}`, `{"query":{"ids":{"values":["1","2","33"]}}}`} {
		p.compare("ev-shards-a", body)
		p.compare("ev-shards-a,ev-shards-b", body)
	}
}
