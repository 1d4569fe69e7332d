package schema

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// firstStandIn begins the numbers that stand for unknown leaves: such as hardly
// stand in a query, and exact in a float of 32 bits.
const firstStandIn = 16_131_000

// canonicalOfUnknown is the canonical form of a body in which an unknown leaf
// stands where a number is due: numbers take the places of all unknown leaves,
// and give them back afterwards. It is false for a body that can't be told even
// so, such as one with a clause that is unknown as a whole.
func canonicalOfUnknown(body *orderedjson.Object) (*orderedjson.Object, bool) {
	var leaves []string
	numbered := mapLeaves(body, func(leaf any) any {
		text, _ := leaf.(string)
		if _, unknown := monitors.Unknown(text); !unknown {
			return leaf
		}
		leaves = append(leaves, text)
		return json.Number(strconv.Itoa(firstStandIn + len(leaves) - 1))
	})
	canonical, err := readable(numbered.(*orderedjson.Object))
	if err != nil {
		return nil, false
	}
	restored := mapLeaves(canonical, func(leaf any) any {
		var text string
		switch leaf := leaf.(type) {
		case json.Number:
			text = leaf.String()
		case string:
			text = leaf
		}
		n, err := strconv.ParseFloat(text, 64) // 16131000, 16131000.0 or 1.6131E7
		if i := int(n) - firstStandIn; err == nil && i >= 0 && i < len(leaves) {
			return leaves[i]
		}
		return leaf
	})
	return restored.(*orderedjson.Object), true
}

// mapLeaves copies a value with each leaf replaced.
func mapLeaves(v any, replace func(leaf any) any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		for _, m := range v.Members() {
			o.Set(m.Key, mapLeaves(m.Value, replace))
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = mapLeaves(x, replace)
		}
		return list
	default:
		return replace(v)
	}
}
