package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is how much garbage the sandbox lets gather, of what it holds: less than
// Go's 100, so that a million small events fit into 2 GiB. GOGC says otherwise.
const gcPercent = 40

// saveMemory is for a process that may hold many documents.
func saveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
