package main

import (
	"fmt"
	"io"
	"os"
	"runtime/pprof"
)

// envProfile names a file for a profile of the processor's time, as `go tool pprof`
// reads it. It is for who works on alertplan's speed.
const envProfile = "ALERTPLAN_PROFILE"

// profile writes one until it is stopped; no file, no profile.
func profile(file string, messages io.Writer) (stop func()) {
	if file == "" {
		return func() {}
	}
	f, err := os.Create(file)
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		fmt.Fprintf(messages, "Warning: no profile is written (%s): %v\n", envProfile, err)
		return func() {}
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}
}
