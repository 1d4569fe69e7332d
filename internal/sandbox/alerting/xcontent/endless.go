package xcontent

import (
	"errors"
	"fmt"
)

// ErrEndless says that the server's parser would never return: it asks for
// tokens behind the end of the body and takes none of them for the end
// (a ui_metadata of [] as the last field: a request that is never answered).
// The error that a parser returns is an *EndlessError.
var ErrEndless = errors.New("the server's parser never ends")

// EndlessError is ErrEndless with what led the parser astray.
type EndlessError struct {
	// Field is the value that is a list where an object is due; "" where something
	// else is wrong.
	Field string
	// Line and Column are its place in the body, both from 1; 0 without a Field.
	Line, Column int
}

// Error says what is wrong with the body, as a person needs it.
func (e *EndlessError) Error() string {
	if e.Field == "" {
		return "the body ends where its parser still expects values: one of them is of another kind than is due"
	}
	return fmt.Sprintf("[%d:%d] [%s] must be an object, but is a list", e.Line, e.Column, e.Field)
}

// Is makes errors.Is find ErrEndless.
func (e *EndlessError) Is(target error) bool { return target == ErrEndless }

// maxNones is how many times a parser may ask for a token behind the end before
// it counts as one that never ends.
const maxNones = 1000

// behindEnd counts a token that was asked for behind the end.
func (r *Reader) behindEnd() {
	if r.nones++; r.nones <= maxNones {
		return
	}
	e := r.astray
	if e == nil {
		e = &EndlessError{}
	}
	panic(e)
}

// GoAstray notes that a list begins here where an object is due: the
// server's map() and mapStrings() take it for an empty object, and leave its end
// to the parser around it.
func (r *Reader) GoAstray() {
	if r.astray == nil {
		r.astray = &EndlessError{Field: r.Name()}
		r.astray.Line, r.astray.Column = r.Place()
	}
}
