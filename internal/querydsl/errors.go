package querydsl

import (
	"fmt"
	"strings"
)

// The kinds of exception with which the server refuses a search body. Which
// status and type each has in an answer depends on the version and on the API.
const (
	KindParsing       = "ParsingException"
	KindXContentParse = "XContentParseException"
	KindIllegalArg    = "IllegalArgumentException"
	KindIllegalState  = "IllegalStateException"
	KindNumberFormat  = "NumberFormatException"
	KindNullPointer   = "NullPointerException"
	KindOpenSearch    = "OpenSearchParseException"
	KindJSONParse     = "JsonParseException"
	KindInputCoercion = "InputCoercionException"
	KindClassCast     = "ClassCastException"
	KindGeneral       = "OpenSearchException"
	KindDateTime      = "ZoneRulesException"
	KindNotFound      = "NamedObjectNotFoundException"
	KindArithmetic    = "ArithmeticException"

	KindIndexOutOfBounds = "IndexOutOfBoundsException"
	KindArrayIndex       = "ArrayIndexOutOfBoundsException"
	KindNotXContent      = "NotXContentException"
	KindAggregationInit  = "AggregationInitializationException"
	KindTextParse        = "ParseException" // java.text
	KindDateTimeFormat   = "DateTimeException"
	// KindAssertion is no exception but an error: a node that meets one halts.
	KindAssertion = "AssertionError"
)

// Error says why the server refuses a body.
type Error struct {
	Kind   string // the server's exception, without its package
	Path   string // JSON pointer into the body that was given, as deep as is known
	Reason string // the server's words, without the position ("[1:244] ")

	// UnknownName is the query or aggregation type, field or function that the
	// server does not know, at whatever depth; "" for other errors.
	UnknownName string
	// Suggestion is the first name that the server offers instead; may be "".
	Suggestion string

	// Cause is the error that this one wraps (the server's caused_by), or nil.
	Cause *Error

	candidates []string // the names that would have been known
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Reason + " (at " + e.Path + ")"
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error {
	if e.Cause == nil {
		return nil
	}
	return e.Cause
}

// Root is the innermost cause: what went wrong, where the outer errors only say
// in which field.
func (e *Error) Root() *Error {
	for e.Cause != nil {
		e = e.Cause
	}
	return e
}

func refuse(kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Reason: fmt.Sprintf(format, args...)}
}

func parsing(format string, args ...any) *Error { return refuse(KindParsing, format, args...) }

func xContent(format string, args ...any) *Error { return refuse(KindXContentParse, format, args...) }

func illegal(format string, args ...any) *Error { return refuse(KindIllegalArg, format, args...) }

// wrap makes an outer error of the server's chain; it keeps the depth of the
// path and the unknown name of what it wraps.
func wrap(kind, reason string, cause *Error) *Error {
	return &Error{
		Kind: kind, Reason: reason, Path: cause.Path,
		UnknownName: cause.UnknownName, Suggestion: cause.Suggestion, Cause: cause,
	}
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// under says that err, if it is one, was met under key.
func under(err *Error, key string) *Error {
	for e := err; e != nil; e = e.Cause {
		e.Path = "/" + pointerEscapes.Replace(key) + e.Path
	}
	return err
}

func underIndex(err *Error, i int) *Error { return under(err, fmt.Sprint(i)) }
