package accept

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// get is what stands at a path.
func get(v any, path []string) (any, bool) {
	for _, step := range path {
		switch x := v.(type) {
		case *orderedjson.Object:
			next, ok := x.Get(step)
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// set is a copy of v with another value at a path that is there.
func set(v any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch x := v.(type) {
	case *orderedjson.Object:
		child, _ := x.Get(path[0])
		changed := orderedjson.NewObject(x.Members()...)
		changed.Set(path[0], set(child, path[1:], value))
		return changed
	case []any:
		i, _ := strconv.Atoi(path[0])
		changed := slices.Clone(x)
		changed[i] = set(x[i], path[1:], value)
		return changed
	}
	return v
}

// remove is a copy of v without what stands at a path.
func remove(v any, path []string) any {
	if len(path) == 0 {
		return v
	}
	outer, last := path[:len(path)-1], path[len(path)-1]
	parent, _ := get(v, outer)
	switch x := parent.(type) {
	case *orderedjson.Object:
		without := orderedjson.NewObject(x.Members()...)
		without.Delete(last)
		return set(v, outer, without)
	case []any:
		i, _ := strconv.Atoi(last)
		return set(v, outer, slices.Delete(slices.Clone(x), i, i+1))
	}
	return v
}

// add is a copy of v in which the node at a path has one member, or element, more. A
// single clause that stands without a list becomes one of two. It is nil where there
// is no room for it.
func add(v any, path []string, node any, name string, value any) any {
	i, err := strconv.Atoi(name)
	switch x := node.(type) {
	case *orderedjson.Object:
		if err == nil && !x.Has(name) {
			return set(v, path, slices.Insert([]any{any(x)}, min(i, 1), value))
		}
		changed := orderedjson.NewObject(x.Members()...)
		changed.Set(name, value)
		return set(v, path, changed)
	case []any:
		if err == nil && i <= len(x) {
			return set(v, path, slices.Insert(slices.Clone(x), i, value))
		}
	}
	return nil
}

// leavesOf are the paths of the texts, numbers and the like within a node that are a
// value: what is stored as a number may be written as a text.
func leavesOf(node any, at []string, value any) [][]string {
	var found [][]string
	switch x := node.(type) {
	case *orderedjson.Object:
		for _, m := range x.Members() {
			found = append(found, leavesOf(m.Value, append(slices.Clone(at), m.Key), value)...)
		}
	case []any:
		for i, element := range x {
			found = append(found, leavesOf(element, append(slices.Clone(at), strconv.Itoa(i)), value)...)
		}
	default:
		if scalarText(node) == scalarText(value) && scalarText(value) != "" || orderedjson.Equal(node, value) {
			found = append(found, at)
		}
	}
	return found
}

// scalarText is a text or a number as text, "" for anything else.
func scalarText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return orderedjson.CanonicalNumber(v)
	}
	return ""
}
