package search

import (
	"fmt"
	"strings"
)

// extent is how many texts a regular expression matches.
type extent int

const (
	extentUnknown extent = iota
	extentNone
	extentOne
	extentMany
	extentAll
)

// extentOf tells how many texts a part matches, and which where it is one.
func extentOf(n regexpNode) (extent, string) {
	switch n := n.(type) {
	case regexpNothing:
		return extentNone, ""
	case regexpText:
		if n.folded {
			return extentUnknown, ""
		}
		return extentOne, string(n.letters)
	case regexpClass:
		if len(n.ranges) == 1 && len(n.sets) == 0 && !n.negated && n.ranges[0][0] == n.ranges[0][1] {
			return extentOne, string(n.ranges[0][0])
		}
		return extentMany, ""
	case regexpInterval:
		switch {
		case n.low < n.high:
			return extentMany, ""
		case n.digits > 0:
			return extentOne, fmt.Sprintf("%0*d", n.digits, n.low)
		}
	case regexpRun:
		return extentOfRun(n)
	case regexpUnion:
		return extentOfUnion(n)
	case regexpRepeat:
		return extentOfRepeat(n)
	case regexpNot:
		switch inner, _ := extentOf(n.inner); inner {
		case extentNone:
			return extentAll, ""
		case extentOne:
			return extentMany, ""
		case extentAll:
			return extentNone, ""
		}
	case regexpBoth:
		return extentOfBoth(n)
	}
	return extentUnknown, ""
}

func extentOfRun(n regexpRun) (extent, string) {
	if len(n) == 1 {
		return extentOf(n[0])
	}
	all, text := extentOne, ""
	for _, part := range n {
		size, piece := extentOf(part)
		switch {
		case size == extentNone:
			return extentNone, ""
		case size == extentUnknown:
			all = extentUnknown
		case size >= extentMany && all == extentOne:
			all = extentMany
		}
		text += piece
	}
	return all, text
}

func extentOfUnion(n regexpUnion) (extent, string) {
	left, one := extentOf(n.left)
	right, other := extentOf(n.right)
	switch {
	case left == extentNone:
		return right, other
	case right == extentNone:
		return left, one
	case left == extentAll || right == extentAll:
		return extentAll, ""
	case left == extentMany || right == extentMany:
		return extentMany, ""
	case left == extentUnknown || right == extentUnknown:
		return extentUnknown, ""
	case one == other:
		return extentOne, one
	}
	return extentMany, ""
}

func extentOfRepeat(n regexpRepeat) (extent, string) {
	inner, text := extentOf(n.inner)
	switch {
	case n.most == 0 || inner == extentNone && n.least == 0:
		return extentOne, ""
	case inner == extentOne && (text == "" || n.least == n.most):
		return extentOne, strings.Repeat(text, n.least)
	case inner == extentOne:
		return extentMany, ""
	}
	return inner, ""
}

// extentOfBoth knows the one text of a side, and whether the other matches it.
func extentOfBoth(n regexpBoth) (extent, string) {
	for _, side := range [][2]regexpNode{{n.left, n.right}, {n.right, n.left}} {
		size, text := extentOf(side[0])
		if size == extentNone {
			return extentNone, ""
		}
		if size != extentOne {
			continue
		}
		if (&luceneRegexp{side[1]}).match(text) {
			return extentOne, text
		}
		return extentNone, ""
	}
	return extentUnknown, ""
}
