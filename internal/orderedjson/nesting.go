package orderedjson

import "slices"

// DeeperThan tells whether more than so many objects and lists lie in each other, v
// the first of them.
func DeeperThan(v any, levels int) bool {
	switch v := v.(type) {
	case *Object:
		return v != nil && (levels <= 0 || slices.ContainsFunc(v.members, func(m Member) bool { return DeeperThan(m.Value, levels-1) }))
	case []any:
		return levels <= 0 || slices.ContainsFunc(v, func(x any) bool { return DeeperThan(x, levels-1) })
	}
	return false
}
