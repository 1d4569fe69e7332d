package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
)

// Request is what a handler is given. It is used by one goroutine.
type Request struct {
	Method string
	// Path is the path as it was sent, escapes and all, without the query.
	Path string
	// Header holds the request's headers.
	Header http.Header
	// Dialect is the server that is played.
	Dialect dialect.Dialect
	// RemoteAddress is the client's, host:port.
	RemoteAddress string
	// AsReal: the server is played with the manners that harm its clients, too
	// (Router.AsReal).
	AsReal bool

	ctx      context.Context
	uri      string
	params   map[string]string
	consumed map[string]bool
	checked  bool
	raw      []byte
	format   format

	route     string
	unread    []string // parameters that the route doesn't know
	guard     Guard    // nil where the server is not secured
	user      *User
	permitted bool // the guard was asked
}

// Context ends when the client leaves or the sandbox stops.
func (r *Request) Context() context.Context { return r.ctx }

// HasBody tells whether the request has a body of at least one byte.
func (r *Request) HasBody() bool { return len(r.raw) > 0 }

// Raw is the body as it was sent, unzipped.
func (r *Request) Raw() []byte { return r.raw }

// IsYAML tells whether the body is YAML by its content type, not JSON.
func (r *Request) IsYAML() bool { return r.format == formatYAML }

// ContentType is the Content-Type header as it was sent.
func (r *Request) ContentType() string { return r.Header.Get("Content-Type") }

// Body reads the body's first value, of any kind; what follows it is left
// unread. Errors are *Error: no body is a 400 "request body is required", broken
// JSON a 400 json_parse_exception whose *jackson.SyntaxError errors.As finds.
func (r *Request) Body() (jackson.Document, error) {
	if !r.HasBody() {
		return jackson.Document{}, Errorf(http.StatusBadRequest, "parse_exception", "request body is required")
	}
	if r.format == formatYAML {
		return parseYAML(r.raw)
	}
	d, err := jackson.ParseFirst(r.raw)
	if err != nil {
		return d, r.brokenJSON(err)
	}
	return d, nil
}

// WholeBody reads the body's first value and refuses text behind it, as the core
// does with searches: 400 "Unexpected token [START_OBJECT] found after the main
// object.".
func (r *Request) WholeBody() (jackson.Document, error) {
	d, err := r.Body()
	if err != nil || r.format == formatYAML {
		return d, err
	}
	kind, at, err := jackson.Following(r.raw, d)
	if err != nil {
		return d, r.brokenJSON(err)
	}
	if kind != "" {
		return d, ParsingError("Unexpected token ["+string(kind)+"] found after the main object.", at.Line, at.Column)
	}
	return d, nil
}

// Object reads the body's first value and refuses what is no object: 400
// parsing_exception "Failed to parse object: expecting token of type
// [START_OBJECT] but found [START_ARRAY]".
func (r *Request) Object() (*orderedjson.Object, error) {
	d, err := r.Body()
	if err != nil {
		return nil, err
	}
	o, ok := d.Value.(*orderedjson.Object)
	if !ok {
		return nil, ParsingError("Failed to parse object: expecting token of type [START_OBJECT] but found ["+
			string(jackson.KindOf(d.Value))+"]", d.Start.Line, d.Start.Column)
	}
	return o, nil
}

// brokenJSON is BrokenJSON in the words of the server that is played.
func (r *Request) brokenJSON(err error) *Error {
	e := BrokenJSON(err)
	if r.Dialect.NamedSource {
		e.Reason = jackson.WithNamedSource(e.Reason)
	}
	return e
}

// BrokenJSON turns an error of the jackson package into the core's 400.
func BrokenJSON(err error) *Error {
	var syntax *jackson.SyntaxError
	if !errors.As(err, &syntax) {
		return AsError(err)
	}
	e := Errorf(http.StatusBadRequest, syntax.Type(), "%s", syntax.Error())
	e.syntax = syntax
	return e
}
