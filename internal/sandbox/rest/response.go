package rest

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Response is what a handler answers. Exactly one of Body and Text counts; both
// empty is an answer without a body.
type Response struct {
	// Status is the HTTP status, 200 where it is 0.
	Status int
	// Body is an orderedjson value. It is written in the format that the client
	// asked for, after filter_path.
	Body any
	// Text is sent as it is, as text/plain or as ContentType says.
	Text string
	// ContentType replaces the content type that would be sent.
	ContentType string
	// Header holds further headers: Location, Warning.
	Header http.Header
	// Instead is what is wrong with a request that a real server never answers
	// (Never). nil everywhere else.
	Instead error
}

// JSON answers with a body.
func JSON(status int, body any) Response { return Response{Status: status, Body: body} }

// Text answers with plain text.
func Text(status int, text string) Response {
	return Response{Status: status, Text: text, ContentType: "text/plain; charset=UTF-8"}
}

// Empty answers with a status alone, as to HEAD.
func Empty(status int) Response {
	return Response{Status: status, ContentType: "text/plain; charset=UTF-8"}
}

// Never is the answer that does not come: from a router that plays the server as
// it really is, the connection stays open until the client leaves or the sandbox
// is reset. Other routers answer instead, an error that says what is wrong with
// the request.
func Never(instead error) Response { return Response{Instead: instead} }

// WithLocation adds the Location header.
func (r Response) WithLocation(path string) Response {
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set("Location", path)
	return r
}

// O is short for building an object from alternating keys and values. It panics
// on a key that is no string: that is a mistake in the program.
func O(keysAndValues ...any) *orderedjson.Object {
	o := &orderedjson.Object{}
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		o.Set(keysAndValues[i].(string), keysAndValues[i+1])
	}
	return o
}
