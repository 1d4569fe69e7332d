package rest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Error is a failure that the client is told:
//
//	{"error":{"root_cause":[…],"type":…,"reason":…,EXTRA…,"caused_by":{…}},"status":…}
//
// Handlers return it as an error; anything else they return becomes a 500.
type Error struct {
	// Status is the HTTP status. It is left out of causes.
	Status int
	// Type is the exception's name as the API writes it, "parsing_exception".
	Type string
	// Reason is the text. NoReason writes null.
	Reason string
	// NoReason: the exception had no message, "reason" is null.
	NoReason bool
	// Extra stands between reason and caused_by: line and col, index and
	// index_uuid, resource.id and so on.
	Extra []orderedjson.Member
	// RootCause is what stands in root_cause; empty, it is the error itself.
	RootCause []*Error
	// CausedBy is the next cause, if there is one.
	CausedBy *Error

	syntax error
}

// Unwrap gives the *jackson.SyntaxError of a body that is no JSON, or nil.
func (e *Error) Unwrap() error { return e.syntax }

// Errorf makes an error without causes.
func Errorf(status int, kind, format string, args ...any) *Error {
	return &Error{Status: status, Type: kind, Reason: fmt.Sprintf(format, args...)}
}

// IllegalArgument is the 400 that most refusals are.
func IllegalArgument(format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, "illegal_argument_exception", format, args...)
}

// ParsingError is the 400 of a body that is JSON but not what was expected, with
// its place (line and column count from 1).
func ParsingError(reason string, line, column int) *Error {
	e := Errorf(http.StatusBadRequest, "parsing_exception", "%s", reason)
	e.Extra = []orderedjson.Member{{Key: "line", Value: line}, {Key: "col", Value: column}}
	return e
}

// ValidationFailed is the 400 of a request that is refused as a whole, with each
// fault numbered: "Validation Failed: 1: no requests added;".
func ValidationFailed(faults ...string) *Error {
	reason := "Validation Failed: "
	for i, fault := range faults {
		reason += fmt.Sprintf("%d: %s;", i+1, fault)
	}
	return Errorf(http.StatusBadRequest, "action_request_validation_exception", "%s", reason)
}

// IndexNotFound is the 404 of an index that is not there.
func IndexNotFound(name string) *Error {
	e := Errorf(http.StatusNotFound, "index_not_found_exception", "no such index [%s]", name)
	e.Extra = []orderedjson.Member{
		{Key: "index", Value: name},
		{Key: "resource.id", Value: name},
		{Key: "resource.type", Value: "index_or_alias"},
		{Key: "index_uuid", Value: "_na_"},
	}
	return e
}

// Because sets the cause and returns the error.
func (e *Error) Because(cause *Error) *Error {
	e.CausedBy = cause
	return e
}

// With adds a member after reason and returns the error.
func (e *Error) With(key string, value any) *Error {
	e.Extra = append(e.Extra, orderedjson.Member{Key: key, Value: value})
	return e
}

func (e *Error) Error() string { return e.Type + ": " + e.Reason }

// Cause is the error as it stands in caused_by, root_cause, in the parts of a
// _bulk or _msearch: without root_cause and status.
func (e *Error) Cause() *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "type", Value: e.Type})
	if e.NoReason {
		o.Set("reason", nil)
	} else {
		o.Set("reason", e.Reason)
	}
	for _, m := range e.Extra {
		o.Set(m.Key, m.Value)
	}
	if e.CausedBy != nil {
		o.Set("caused_by", e.CausedBy.Cause())
	}
	return o
}

// Object is the error as it stands under "error": root_cause first.
func (e *Error) Object() *orderedjson.Object {
	roots := []any{}
	for _, root := range e.RootCause {
		roots = append(roots, root.Cause())
	}
	if len(roots) == 0 {
		self := *e
		self.CausedBy = nil
		roots = append(roots, self.Cause())
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "root_cause", Value: roots})
	for _, m := range e.Cause().Members() {
		o.Set(m.Key, m.Value)
	}
	return o
}

// Body is the whole answer body.
func (e *Error) Body() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "error", Value: e.Object()},
		orderedjson.Member{Key: "status", Value: e.Status},
	)
}

// AsError brings any error to an *Error: itself if it is one, else a 500 with
// its text.
func AsError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		if e.Status == 0 { // a cause that nobody wrapped: what a server calls its own failure
			whole := *e
			whole.Status = http.StatusInternalServerError
			return &whole
		}
		return e
	}
	return Errorf(http.StatusInternalServerError, "exception", "%s", err.Error())
}

// TextError is a refusal whose "error" is a string: no handler, wrong method,
// wrong content type. They come before any handler is asked.
type TextError struct {
	Status int
	// Text is the whole sentence.
	Text string
	// NoStatus leaves "status" out of the body ("no handler found").
	NoStatus bool
	// Allow goes into the Allow header where it is not "".
	Allow string
}

func (e *TextError) Error() string { return e.Text }
