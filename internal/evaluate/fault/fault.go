// Package fault holds the two ways in which evaluating a search can go wrong: an
// Error is what the server would answer (status, type, reason, causes, printed as
// the server prints it), an UnsupportedError names what can't be evaluated
// faithfully and is refused. It must not know mappings, documents or searches.
package fault

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Error is an error as the server has it: an exception with its cause. Observed
// forms: transcripts documents/search_errors on 2.19.4.
type Error struct {
	Status int    // HTTP status; 0 in causes
	Type   string // snake case, such as "mapper_parsing_exception"
	Reason string
	Extra  []orderedjson.Member // further keys after reason: index, line, phase …
	Cause  *Error
	Roots  []*Error // root_cause; nil: the error itself
}

// New makes an error with a formatted reason.
func New(status int, kind, format string, args ...any) *Error {
	reason := format
	if len(args) > 0 {
		reason = fmt.Sprintf(format, args...)
	}
	return &Error{Status: status, Type: kind, Reason: reason}
}

// Illegal is the commonest error, a 400 illegal_argument_exception.
func Illegal(format string, args ...any) *Error {
	return New(400, "illegal_argument_exception", format, args...)
}

// CausedBy sets the cause and returns the error.
func (e *Error) CausedBy(cause *Error) *Error {
	e.Cause = cause
	return e
}

// With adds a further key and returns the error.
func (e *Error) With(key string, value any) *Error {
	e.Extra = append(e.Extra, orderedjson.Member{Key: key, Value: value})
	return e
}

// Error is the type and the reason.
func (e *Error) Error() string { return e.Type + ": " + e.Reason }

// Object prints the exception without root_cause and status, as it stands in
// bulk items and in failed_shards.
func (e *Error) Object() *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("type", e.Type)
	o.Set("reason", e.Reason)
	for _, m := range e.Extra {
		o.Set(m.Key, m.Value)
	}
	if e.Cause != nil {
		o.Set("caused_by", e.Cause.Object())
	}
	return o
}

// Body prints the whole answer: {"error": {"root_cause": […], …}, "status": n}.
func (e *Error) Body() *orderedjson.Object {
	roots := e.Roots
	if roots == nil {
		roots = []*Error{{Type: e.Type, Reason: e.Reason, Extra: e.Extra}}
	}
	list := make([]any, 0, len(roots))
	for _, r := range roots {
		list = append(list, (&Error{Type: r.Type, Reason: r.Reason, Extra: r.Extra}).Object())
	}
	inner := orderedjson.NewObject()
	inner.Set("root_cause", list)
	for _, m := range e.Object().Members() {
		inner.Set(m.Key, m.Value)
	}
	body := orderedjson.NewObject()
	body.Set("error", inner)
	body.Set("status", json.Number(strconv.Itoa(e.Status)))
	return body
}

// UnsupportedError says that something would be evaluated by a server, but can't
// be evaluated faithfully here. Nothing was computed.
type UnsupportedError struct {
	What string // by name: "query [more_like_this]", "analyzer [english]"
}

// Error names what is refused.
func (e *UnsupportedError) Error() string { return "can't be evaluated offline: " + e.What }

// Unsupported makes an UnsupportedError with a formatted name.
func Unsupported(format string, args ...any) *UnsupportedError {
	return &UnsupportedError{What: fmt.Sprintf(format, args...)}
}
