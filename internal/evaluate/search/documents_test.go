package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestDocuments indexes made-up documents, odd ones among them, here and on a live
// node: the same must be taken and refused, and the same mapping must grow.
func TestDocuments(t *testing.T) {
	p := livePair(t)
	r := rand.New(rand.NewPCG(5, 6))
	any := func(list ...string) string { return list[r.IntN(len(list))] }
	scalar := func() string {
		return any("1", "2.5", "-7", "9223372036854775807", "true", "null", `"x"`, `"two words"`, `"12"`, `"1.5"`, `"true"`, `""`, `"2020-01-02"`,
			`"2020-01-02T03:04:05Z"`, `"2020/01/02"`, `"10.0.0.1"`, "1e3", "0.0", `"2020"`)
	}
	var value func(depth int) string
	value = func(depth int) string {
		switch n := r.IntN(10); {
		case n < 6 || depth > 2:
			return scalar()
		case n < 8:
			return "[" + scalar() + "," + scalar() + "]"
		case n == 8:
			return "[" + value(depth+1) + "]"
		}
		return fmt.Sprintf(`{%q:%s,%q:%s}`, any("a", "b", "c.d"), value(depth+1), any("e", "f"), value(depth+1))
	}
	for i, mapping := range []string{`{}`, `{}`, `{}`, `{"settings":{"index.mapping.ignore_malformed":true}}`,
		`{"settings":{"index.mapping.ignore_malformed":true},"mappings":{"properties":{"a":{"type":"long"},"b":{"type":"date"},"c":{"type":"ip"},"d":{"type":"boolean"}}}}`,
		`{"mappings":{"properties":{"a":{"type":"double"},"b":{"type":"keyword","ignore_above":3},"c":{"type":"object","dynamic":"strict"},"d":{"type":"nested"},"e":{"type":"object","enabled":false}}}}`,
		`{"mappings":{"dynamic":"strict","properties":{"a":{"type":"integer"},"b":{"type":"text"},"c":{"dynamic":true,"type":"object"},"d":{"type":"scaled_float","scaling_factor":10}}}}`,
		`{"mappings":{"date_detection":false,"numeric_detection":true,"dynamic_templates":[{"ip":{"match":"a*","match_mapping_type":"string","mapping":{"type":"keyword"}}},{"n":{"path_match":"c.*","match_mapping_type":"long","mapping":{"type":"integer"}}}]}}`} {
		name := fmt.Sprintf("ev-docs-%d", i)
		p.create(name, mapping)
		var docs []string
		for range 60 {
			var members []string
			for _, key := range []string{"a", "b", "c", "d", "e", "c.x", "g"} {
				if r.IntN(3) == 0 {
					members = append(members, fmt.Sprintf("%q:%s", key, value(0)))
				}
			}
			docs = append(docs, "{"+strings.Join(members, ",")+"}")
		}
		p.add(name, docs...)
		for _, field := range []string{"a", "b", "c", "c.d", "d", "e", "e.f", "g", "a.a", "b.keyword", "c.x"} {
			p.compare(name, fmt.Sprintf(`{"query":{"exists":{"field":%q}},"size":60,"sort":["_id"]}`, field))
		}
	}
}
