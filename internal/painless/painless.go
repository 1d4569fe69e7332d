// Package painless compiles and runs scripts as the server's Painless does:
// its grammar, its static types and casts (what does not compile there does not
// compile here), its arithmetic, its dynamic calls and its list of allowed
// classes (classes.txt, asked of a node of OpenSearch 2.19.4).
//
// What it can't run faithfully it refuses by name, with an *UnsupportedError:
// it never guesses. It must not know monitors or the server's API.
package painless

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// Value is what a script takes and returns.
type Value = javavalue.Value

// Context is what a script is compiled for: it decides the names that the
// script sees and the type that it must return.
type Context int

const (
	// PainlessTest is the context of POST _scripts/painless/_execute: params,
	// any result.
	PainlessTest Context = iota
	// QueryLevelTrigger is the condition of a query-level (or cluster metrics)
	// trigger: params, and ctx, an object with fixed fields; boolean.
	QueryLevelTrigger
	// BucketSelector is the condition of a bucket-level trigger, the core's
	// aggregation_selector: params; boolean.
	BucketSelector
)

// CompileError is a script that the server would not compile.
type CompileError struct {
	Offset int    // bytes from the start of the script
	Type   string // the Java exception in the server's form, "illegal_argument_exception"
	Reason string
}

func (e *CompileError) Error() string { return e.Reason }

// RuntimeError is a script that throws.
type RuntimeError struct {
	Offset int // the place as the server tells it, in bytes
	// Start and End bound the statement there, as the server extracts it, in bytes.
	Start, End int
	Type       string
	Reason     string // "" where Java has none
}

func (e *RuntimeError) Error() string {
	if e.Reason == "" {
		return e.Type
	}
	return e.Reason
}

// UnsupportedError is a script that the server may run and this package can't.
type UnsupportedError struct {
	Construct string
	Offset    int
}

func (e *UnsupportedError) Error() string { return "can't be run faithfully: " + e.Construct }

// Bindings are the values that a script sees. A nil Params is an empty map; only
// bucket selectors may change it (what lies in it, all may).
type Bindings struct {
	Params *javavalue.Map
	// Ctx is the ctx of a query-level trigger.
	Ctx *TriggerContext
	// JDK prints numbers; the zero value is that of OpenSearch 2.19.
	JDK javavalue.JDK
	// Now is the clock of System.currentTimeMillis() and new Date(), in epoch
	// milliseconds; nil refuses scripts that ask for it.
	Now func() int64
}

// Script is a compiled script. It may run several times at once.
type Script struct {
	context    Context
	main       *function
	statements statements
}

// Compile compiles source for context. Errors are *CompileError and
// *UnsupportedError.
func Compile(source string, context Context) (script *Script, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			script, err = nil, compileFailure(thrown)
		}
	}()
	main, at := analyze(parse(source), context)
	return &Script{context: context, main: main, statements: at}, nil
}

func compileFailure(thrown any) error {
	switch e := thrown.(type) {
	case *CompileError:
		return e
	case *UnsupportedError:
		return e
	}
	panic(thrown)
}

// Run runs the script. Errors are *RuntimeError and *UnsupportedError.
func (s *Script) Run(b Bindings) (result Value, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			result, err = nil, s.failure(thrown)
		}
	}()
	m := &machine{bindings: b, jdk: b.JDK}
	return s.main.call(m, s.arguments(b)), nil
}

func (s *Script) arguments(b Bindings) []Value {
	params := b.Params
	if params == nil {
		params = javavalue.NewHashMap()
	}
	if s.context == BucketSelector {
		return []Value{params}
	}
	unmodifiable := *params
	unmodifiable.ReadOnly = true
	if s.context == QueryLevelTrigger {
		return []Value{&unmodifiable, b.Ctx}
	}
	return []Value{&unmodifiable}
}

func (s *Script) failure(thrown any) error {
	switch e := thrown.(type) {
	case *exception:
		start, end := s.statements.around(e.offset)
		return &RuntimeError{Offset: e.offset, Start: start, End: end, Type: snakeCase(e.class), Reason: e.message + e.told}
	case *UnsupportedError:
		return e
	}
	panic(thrown)
}

func refuse(offset int, format string, a ...any) {
	panic(&UnsupportedError{Construct: fmt.Sprintf(format, a...), Offset: offset})
}

func compileError(offset int, kind, format string, a ...any) *CompileError {
	return &CompileError{Offset: offset, Type: kind, Reason: fmt.Sprintf(format, a...)}
}

// The exceptions that the compiler throws, in the server's form.
const (
	illegalArgument = "illegal_argument_exception"
	classCast       = "class_cast_exception"
	illegalState    = "illegal_state_exception"
	arithmetic      = "arithmetic_exception"
)
