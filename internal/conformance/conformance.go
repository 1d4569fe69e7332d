// Package conformance holds what is evaluated offline against what real nodes
// answer: worlds of random mappings and documents, searches over them, templates,
// the searches of a corpus. It counts per feature what is equal, refused and
// unequal, and shrinks what is unequal to the least that still is.
//
// It is for tests and `make conformance`: no package of the product may import it,
// and it must not know how an answer is computed, on either side.
package conformance

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Outcome is what became of a case.
type Outcome int

// Equal answers, equal errors (by status and type), a refusal here, a difference
// that is known and has a reason, any other difference.
const (
	Equal Outcome = iota
	EqualError
	Refused
	Known
	Unequal
)

// Result is one case with its outcome.
type Result struct {
	Case       *Case
	Outcome    Outcome
	Difference Difference // of an unequal one
	Refusal    string     // of a refused one: what is refused
	OtherWords bool       // errors that are equal, but for the reason
	Node, Here Answer     // what was compared
	Template   string     // of a case that is one
}

// Case is a search over a world.
type Case struct {
	World   *World
	Targets string
	Body    *orderedjson.Object
}

func obj(pairs ...any) *orderedjson.Object {
	o := orderedjson.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	return o
}

func text(v any) string {
	b, err := orderedjson.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// settled writes a value out and reads it again, so that Go's numbers become
// those of the package orderedjson.
func settled(o *orderedjson.Object) *orderedjson.Object {
	v, err := orderedjson.Parse([]byte(text(o)))
	if err != nil {
		panic(err) // it was made of JSON
	}
	return v.(*orderedjson.Object)
}
