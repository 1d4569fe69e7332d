package main

import "testing"

func TestSmallHeapsMayGrow(t *testing.T) {
	for _, test := range []struct {
		live uint64
		want int
	}{
		{0, mostPercent}, {1 << 20, mostPercent}, {roomyHeap / 4, 300}, {roomyHeap / 2, largePercent}, {hugeHeap, largePercent}, {hugeHeap + 1, usualPercent},
	} {
		if got := percentFor(test.live); got != test.want {
			t.Errorf("%d bytes in use: %d percent, want %d", test.live, got, test.want)
		}
	}
}
