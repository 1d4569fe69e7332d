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

// CompileError is a script that the server would not compile.
type CompileError struct {
	Offset int    // from the start of the script, in UTF-16 units as Java counts
	Type   string // the Java exception in the server's form, "illegal_argument_exception"
	Reason string
}

func (e *CompileError) Error() string { return e.Reason }

// RuntimeError is a script that throws.
type RuntimeError struct {
	Offset int // the place as the server tells it, in UTF-16 units
	// Start and End bound the statement there, as the server extracts it, in
	// UTF-16 units.
	Start, End int
	Type       string
	Reason     string // "" where Java has none
	// Calls are the lines of script_stack before the script's own: what threw,
	// within the server. Not all are known.
	Calls []string
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
	// Document is the ctx of an update.
	Document *javavalue.Map
	// Doc is the document of field scripts; nil refuses scripts that ask for it.
	Doc Fields
	// Source is the document itself, params._source of most field scripts; nil
	// refuses.
	Source func() Value
	// Score is _score; nil refuses.
	Score func() float64
	// AggregationValue is _value: a value of the field of an aggregation, null
	// where it has none.
	AggregationValue Value
	// State is state of scripted_metric's scripts, a Map at first, and states, a
	// List, of the reduce script.
	State Value
	// JDK prints numbers; the zero value is that of OpenSearch 2.19.
	JDK javavalue.JDK
	// Now is the clock of System.currentTimeMillis() and new Date(), in epoch
	// milliseconds; nil refuses scripts that ask for it.
	Now func() int64

	trace func(class typ, name string)
}

// Script is a compiled script. It may run several times at once.
type Script struct {
	finder
	context    Context
	main       *function
	statements statements
	variables  []contextVariable // of the context
	used       []bool            // whether the script asks for the variable
	places     places
}

// Compile compiles source for context. Errors are *CompileError and
// *UnsupportedError.
func Compile(source string, context Context) (*Script, error) {
	return Language{}.Compile(source, context)
}

func compileFailure(thrown any, at places) error {
	switch e := thrown.(type) {
	case *CompileError:
		told := *e
		told.Offset = at.of(e.Offset)
		return &told
	case *UnsupportedError:
		return at.refused(e)
	}
	return stumbled(thrown)
}

// Run runs the script. Errors are *RuntimeError and *UnsupportedError.
func (s *Script) Run(b Bindings) (result Value, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			result, err = nil, s.failure(thrown)
			if failed, ok := err.(*RuntimeError); ok {
				failed.Calls = StackOn(b.JDK, failed.Calls)
			}
		}
	}()
	m := &machine{finder: s.finder, bindings: &b, jdk: b.JDK, trace: b.trace}
	return s.main.call(m, s.arguments(&b)), nil
}

func (s *Script) arguments(b *Bindings) []Value {
	values := make([]Value, len(s.variables))
	for i, v := range s.variables {
		if s.used[i] {
			values[i] = v.value(s, b)
		}
	}
	return values
}

func (s *Script) failure(thrown any) error {
	switch e := thrown.(type) {
	case *exception:
		start, end := s.statements.around(e.offset)
		return &RuntimeError{
			Offset: s.places.of(e.offset), Start: s.places.of(start), End: s.places.of(end),
			Type: snakeCase(e.class), Reason: e.message + e.told, Calls: e.calls,
		}
	case *UnsupportedError:
		return s.places.refused(e)
	}
	return stumbled(thrown)
}

// stumbled makes a refusal of a fault of this package: it must not take the program
// down.
func stumbled(thrown any) error {
	return &UnsupportedError{Construct: fmt.Sprintf("what the interpreter stumbles over (%v)", thrown)}
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
