package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Most commands end before it pays to look for garbage: of a validate or a plan of
// 1,000 monitors a quarter of the processor's time went into that. So the heap may
// grow to so much at first. A larger one is collected a little later than Go does by
// itself, which is when it has doubled: of a validate of 10,000 monitors that saves a
// tenth of the processor's time, and takes 70 of 620 MB.
const (
	roomyHeap    = 96 << 20 // bytes
	mostPercent  = 400
	largePercent = 150
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
		if percent > largePercent {
			watchCollections(percent)
		}
	})
}

// percentFor is by how much a heap may grow that has so many bytes in use.
func percentFor(live uint64) int {
	if live == 0 {
		return mostPercent
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
