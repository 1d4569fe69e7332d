package javavalue

import "math"

// Round is Math.round: to the nearest whole number, of two the greater one; beyond what
// a long holds its ends, and 0 for what is no number.
func Round(x float64) int64 {
	switch down := math.Floor(x); {
	case math.IsNaN(x):
		return 0
	case down >= math.MaxInt64:
		return math.MaxInt64
	case down <= math.MinInt64:
		return math.MinInt64
	case x-down >= 0.5:
		return int64(down) + 1
	default:
		return int64(down)
	}
}
