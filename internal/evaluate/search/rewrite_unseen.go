package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// goneUnseen tells whether a clause matches nothing, whatever a shard holds: the node
// that was asked drops it before any shard looks at it, and with it what stands
// beside it, faults and all (observed on 2.19.4: a bool that filters by the terms []
// never reads its other clauses' dates).
func goneUnseen(o *orderedjson.Object) bool {
	name, body, err := clause(o)
	if err != nil {
		return false
	}
	switch name {
	case "match_none":
		return true
	case "ids":
		return len(body.Array("values")) == 0
	case "terms":
		for _, m := range body.Members() {
			if list, ok := m.Value.([]any); ok {
				return len(list) == 0
			}
		}
	case "constant_score":
		return goneUnseen(body.Object("filter"))
	case "boosting":
		return goneUnseen(body.Object("positive"))
	case "function_score":
		return goneUnseen(body.Object("query"))
	case "bool":
		return goneBool(body)
	}
	return false
}

// goneBool is goneUnseen of a bool: one clause that must match, or all of those of
// which some must.
func goneBool(body *orderedjson.Object) bool {
	needed := slices.Concat(clausesOf(body, "must"), clausesOf(body, "filter"))
	if len(needed) > 0 {
		return slices.ContainsFunc(needed, goneUnseen)
	}
	optional := clausesOf(body, "should")
	return len(optional) > 0 && !slices.ContainsFunc(optional, func(o *orderedjson.Object) bool { return !goneUnseen(o) })
}

func clausesOf(body *orderedjson.Object, group string) []*orderedjson.Object {
	var out []*orderedjson.Object
	for _, c := range body.Array(group) {
		o, _ := c.(*orderedjson.Object)
		out = append(out, o)
	}
	return out
}
