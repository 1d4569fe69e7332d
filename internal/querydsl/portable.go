package querydsl

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Portable rewrites the places of a canonical body that the generations print
// differently to one form, that of 2.19. Two canonical bodies, whichever nodes
// they come from, mean the same where their portable forms are equal. The body
// given is not changed.
//
// The places, all observed on 1.3.14, 2.19.4 and 3.5.0: the complement bit in
// flags_value of regexp (2, and 65536 on 3.x); document_type of percolate, null
// (1.3 only); show_only_intersecting of adjacency_matrix, false (not on 1.3);
// aggregations without any (1.3 only).
func Portable(canonical *orderedjson.Object) *orderedjson.Object {
	body, _ := orderedjson.Clone(canonical).(*orderedjson.Object)
	if body == nil {
		return &orderedjson.Object{}
	}
	if aggs := body.Object("aggregations"); aggs != nil && aggs.Len() == 0 {
		body.Delete("aggregations")
	}
	Walk(body, func(c Clause) {
		clause, _ := c.Body.(*orderedjson.Object)
		switch c.Kind {
		case "regexp":
			portableFlags(clause.Object(c.Field))
		case "intervals":
			portableIntervals(clause)
		case "percolate":
			if kind, ok := clause.Get("document_type"); ok && kind == nil {
				clause.Delete("document_type")
			}
		}
	})
	WalkAggregations(body, func(a AggregationNode) {
		if a.Kind != "adjacency_matrix" {
			return
		}
		matrix, _ := a.Body.(*orderedjson.Object)
		if filters, ok := matrix.Get("filters"); ok && !matrix.Has("show_only_intersecting") {
			matrix.Delete("filters") // it stands behind
			matrix.Set("show_only_intersecting", false)
			matrix.Set("filters", filters)
		}
	})
	return body
}

func portableFlags(regexp *orderedjson.Object) {
	flags, ok := regexp.Get("flags_value")
	n, isNumber := flags.(json.Number)
	if !ok || !isNumber {
		return
	}
	if value, err := n.Int64(); err == nil && value&deprecatedComplement != 0 {
		regexp.Set("flags_value", num(value&^deprecatedComplement|regexpFlagBits["COMPLEMENT"]))
	}
}

func portableIntervals(v any) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if rule, ok := m.Value.(*orderedjson.Object); ok && m.Key == "regexp" {
				portableFlags(rule)
			}
			portableIntervals(m.Value)
		}
	case []any:
		for _, item := range v {
			portableIntervals(item)
		}
	}
}
