package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Most commands end before it pays to look for garbage: of a validate or a plan of
// 1,000 monitors a quarter of the processor's time went into that. So the heap may
// grow to so much at first, and a large one to three times of what is in use: of a
// validate of 10,000 monitors that saves a quarter of the processor's time, and takes
// 800 MB in place of 520. What is larger still is collected as Go does by itself, when
// it has doubled.
const (
	roomyHeap    = 96 << 20  // bytes
	hugeHeap     = 384 << 20 // bytes in use
	mostPercent  = 400
	largePercent = 200
	usualPercent = 100 // Go's own
)

// collectLess sets the collector so, unless the user has set it: GOGC, GOMEMLIMIT.
func collectLess() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(mostPercent)
	watchCollections(mostPercent)
}

// watchCollections looks after each collection how much room the heap may take until
// the next, as long as that is more than usual, and nobody else has set it.
func watchCollections(set int) {
	type sentinel struct{ _ *sentinel } // garbage by the next collection
	runtime.SetFinalizer(&sentinel{}, func(*sentinel) {
		percent := percentFor(liveHeap())
		if was := debug.SetGCPercent(percent); was != set {
			debug.SetGCPercent(was)
			return
		}
		if percent > usualPercent {
			watchCollections(percent)
		}
	})
}

// percentFor is by how much a heap may grow that has so many bytes in use.
func percentFor(live uint64) int {
	switch {
	case live == 0:
		return mostPercent
	case live > hugeHeap:
		return usualPercent
	}
	room := int(100*roomyHeap/live) - 100
	return min(max(room, largePercent), mostPercent)
}

// liveHeap is how many bytes the last collection left.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
