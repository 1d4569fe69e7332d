package querydsl

import (
	"slices"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// asRead is a value that the server keeps as a tree of its own: numbers are
// parsed and printed again, the keys of its maps stand in the order of a
// java.util.HashMap.
func asRead(v any) any { return rebuild(v, hashOrder) }

// asReadInOrder is the same where the server keeps the order of keys.
func asReadInOrder(v any) any {
	return rebuild(v, func(m []orderedjson.Member) []orderedjson.Member { return m })
}

func rebuild(v any, order func([]orderedjson.Member) []orderedjson.Member) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		members := make([]orderedjson.Member, 0, v.Len())
		for _, m := range v.Members() {
			members = append(members, orderedjson.Member{Key: m.Key, Value: rebuild(m.Value, order)})
		}
		return orderedjson.NewObject(order(members)...)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = rebuild(item, order)
		}
		return list
	default:
		return scalar(v)
	}
}

// hashOrder sorts keys as a java.util.HashMap iterates over them, when they
// were put in one by one.
func hashOrder(members []orderedjson.Member) []orderedjson.Member {
	buckets := 16
	for len(members)*4 > buckets*3 {
		buckets *= 2
	}
	return inBuckets(members, buckets)
}

// copiedHashOrder is the order in which a HashMap iterates that was filled at
// once from another HashMap: its table is only as large as it must be.
func copiedHashOrder(members []orderedjson.Member) []orderedjson.Member {
	buckets := 1
	for float64(buckets) < float64(len(members))/0.75+1 {
		buckets *= 2
	}
	return inBuckets(hashOrder(members), buckets)
}

func inBuckets(members []orderedjson.Member, buckets int) []orderedjson.Member {
	sorted := slices.Clone(members)
	slices.SortStableFunc(sorted, func(a, b orderedjson.Member) int {
		return javaBucket(a.Key, buckets) - javaBucket(b.Key, buckets)
	})
	return sorted
}

func javaBucket(key string, buckets int) int {
	h := javaHash(key)
	return int(h^h>>16) & (buckets - 1)
}

// javaHash is String.hashCode.
func javaHash(s string) uint32 {
	var h uint32
	for _, unit := range utf16.Encode([]rune(s)) {
		h = 31*h + uint32(unit)
	}
	return h
}

// hashSet drops doubles and sorts texts as a java.util.HashSet iterates.
func hashSet(texts []any) []any {
	var members []orderedjson.Member
	seen := orderedjson.NewObject()
	for _, t := range texts {
		seen.Set(t.(string), nil)
	}
	members = hashOrder(seen.Members())
	list := make([]any, len(members))
	for i, m := range members {
		list[i] = m.Key
	}
	return list
}
