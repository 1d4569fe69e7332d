package search_test

import "testing"

// TestStatusOfFailures asks for searches that no shard answers, each for a reason of its
// own: the answer has one status.
func TestStatusOfFailures(t *testing.T) {
	onGenerations(t, func(p *pair) {
		p.create("ev-status-a", `{"mappings":{"properties":{"items":{"type":"nested"}}}}`)
		p.create("ev-status-b", `{"mappings":{"properties":{"at":{"type":"keyword"},"k":{"type":"boolean"}}}}`)
		p.create("ev-status-c", `{"settings":{"number_of_shards":3},"mappings":{"properties":{"at":{"type":"text"},"items":{"type":"nested"},"k":{"type":"long"}}}}`)
		p.add("ev-status-a", `{"x":1}`)
		p.add("ev-status-b", `{"at":["a","b"],"k":true}`)
		p.add("ev-status-c", `{"at":"a","k":1}`)
		for _, targets := range []string{"ev-status-a,ev-status-b", "ev-status-b,ev-status-a", "ev-status-b,ev-status-c", "ev-status-*"} {
			for _, body := range []string{
				`{"collapse":{"field":"at"}}`,
				`{"collapse":{"field":"at"},"size":0}`,
				`{"aggs":{"x":{"avg":{"field":"k","missing":true}},"y":{"nested":{"path":"items"}}}}`,
				`{"aggs":{"y":{"filter":{"term":{"k":"abc"}}},"x":{"nested":{"path":"items"}}}}`,
				`{"query":{"term":{"k":"maybe"}},"aggs":{"x":{"nested":{"path":"items"}}}}`,
				`{"query":{"nested":{"path":"items","query":{"match_all":{}}}},"aggs":{"x":{"avg":{"field":"at"}}}}`,
				`{"query":{"range":{"k":{"gte":"x"}}},"aggs":{"x":{"reverse_nested":{}}}}`,
				`{"query":{"match_phrase":{"at":"x y"}},"collapse":{"field":"at"},"aggs":{"x":{"nested":{"path":"items"}}}}`,
			} {
				p.compare(targets, body)
			}
		}
	})
}
