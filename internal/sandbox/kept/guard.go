package kept

import (
	"fmt"
	"runtime/debug"
)

// guarded does what reads a file that may be broken. bbolt takes its pages as they
// are: what doesn't hold together makes it panic, what lies beyond the file's end is
// a fault of memory. Both come out as errors.
func guarded(read func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("its pages don't hold together (%v)", reason)
		}
	}()
	return read()
}
