package search

import (
	"math/bits"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// foldUnsigned makes one value of a document's, biased and in their order, as the server
// does: it has them as signed numbers, those from 2^63 on first, and looks for the least
// by their signs, beyond a 0 that comes first; what it computes overflows.
func foldUnsigned(mode string, biased []int64) int64 {
	list := asSigned(biased)
	n := len(list)
	if n == 1 {
		return biased[0]
	}
	var out uint64
	switch mode {
	case "sum", "avg":
		for _, x := range list {
			out += x
		}
		if mode == "avg" {
			out = divided(out, uint64(n))
		}
	case "median":
		out = unsignedMedian(list)
	case "max":
		out = mapping.Unbiased(biased[n-1])
	default:
		out = leastUnsigned(list)
	}
	return mapping.Biased(out)
}

// asSigned is a document's values in the order in which the server has them.
func asSigned(biased []int64) []uint64 {
	list := make([]uint64, len(biased))
	for i, x := range biased {
		list[i] = mapping.Unbiased(x)
	}
	large := slices.IndexFunc(list, isLarge)
	if large < 0 {
		return list
	}
	return slices.Concat(list[large:], list[:large])
}

// isLarge tells whether a number is negative as a signed one.
func isLarge(x uint64) bool { return x>>63 == 1 }

func leastUnsigned(list []uint64) uint64 {
	if first := list[0]; first > 0 && !isLarge(first) {
		return first
	}
	for _, x := range list[1:] {
		if !isLarge(x) {
			return x
		}
	}
	return list[0]
}

// unsignedMedian is that of the values in their true order, which begins where no value
// is large.
func unsignedMedian(list []uint64) uint64 {
	n := len(list)
	if n == 2 {
		return halved(list[0] + list[1])
	}
	small := slices.IndexFunc(list, func(x uint64) bool { return !isLarge(x) })
	at := (max(small, 0) + (n-1)/2) % n
	if n%2 == 0 {
		return halved(list[at] + list[(at+1)%n])
	}
	return list[at]
}

func halved(x uint64) uint64 { return x>>1 + x&1 }

// divided rounds halves up.
func divided(x, n uint64) uint64 {
	quotient, rest := bits.Div64(0, x, n)
	if float64(rest)/float64(n) >= 0.5 {
		quotient++
	}
	return quotient
}
