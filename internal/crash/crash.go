// Package crash brings a panic of a goroutine to who waits for it, so that one place
// words all of them: the runtime would write the panic's value to stderr itself, past
// the writer that masks secrets, and end the process.
//
// It must not print, and knows nothing of what it runs.
package crash

import (
	"fmt"
	"runtime/debug"
)

// Panic is what a goroutine has panicked with, and where.
type Panic struct {
	Value any
	Stack []byte
}

// Error names the value's type alone: the value may hold anything.
func (p *Panic) Error() string { return fmt.Sprintf("a panic with %T", p.Value) }

// Carry is f, with a panic as its error.
func Carry(f func() error) func() error {
	return func() (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = Of(v)
			}
		}()
		return f()
	}
}

// Of is a recovered value with its stack; one that was carried here keeps its own.
func Of(v any) *Panic {
	if carried, ok := v.(*Panic); ok {
		return carried
	}
	return &Panic{Value: v, Stack: debug.Stack()}
}

// Again panics where err is a panic that was carried.
func Again(err error) {
	if carried, ok := err.(*Panic); ok {
		panic(carried)
	}
}
