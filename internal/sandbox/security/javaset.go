package security

import (
	"slices"
	"unicode/utf16"
)

// setOrder puts names into the order in which a Java HashSet lists them, each once:
// the server prints roles and permissions so.
func setOrder(names []string) []string {
	set := []string{}
	for _, n := range names {
		if !slices.Contains(set, n) {
			set = append(set, n)
		}
	}
	buckets := uint32(16)
	for 4*len(set) > 3*int(buckets) {
		buckets *= 2
	}
	place := func(s string) uint32 {
		h := javaHash(s)
		return (h ^ h>>16) & (buckets - 1)
	}
	slices.SortStableFunc(set, func(a, b string) int { return int(place(a)) - int(place(b)) })
	return set
}

// javaHash is String.hashCode.
func javaHash(s string) uint32 {
	h := uint32(0)
	for _, unit := range utf16.Encode([]rune(s)) {
		h = 31*h + uint32(unit)
	}
	return h
}
