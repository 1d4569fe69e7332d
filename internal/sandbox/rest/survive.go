package rest

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"runtime/debug"
	"time"
)

// survive keeps a handler's mistake from ending the process: it is written to the
// log with the stack, and told to the client as a 500. An abort goes on: it is
// how a connection is closed without an answer.
func (o *output) survive(hr *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	log.Printf("the sandbox failed on %s %q: %v\n%s", hr.Method, PathOf(hr), v, debug.Stack())
	if o.begun {
		panic(http.ErrAbortHandler) // half an answer is none
	}
	o.options = options{}
	o.fail(Errorf(http.StatusInternalServerError, "sandbox_failure",
		"the sandbox failed, which is a mistake of alertplan's and not of the request: %s", firstLine(fmt.Sprint(v))))
}

func firstLine(text string) string {
	for i, c := range text {
		if c == '\n' || i > 300 {
			return text[:i]
		}
	}
	return text
}

// bodyWithin is how long a body may take to arrive: long enough for 100 MiB on a
// bad line, and an end for clients that send a byte now and then. Headers have a
// limit of the HTTP server's.
const bodyWithin = 2 * time.Minute

// timedBody limits the time in which a body arrives, and no longer.
type timedBody struct {
	io.ReadCloser
	control *http.ResponseController
	begun   bool
}

// Read sets the connection's deadline with the first byte that is asked for, and
// takes it away behind the last.
func (b *timedBody) Read(p []byte) (int, error) {
	if !b.begun {
		b.begun = true
		_ = b.control.SetReadDeadline(time.Now().Add(bodyWithin)) // a test's recorder has none
	}
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// notRead is the answer to a body that did not arrive in time, as gateways
// give it; other failures of reading are the client's, too.
func notRead(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return Errorf(http.StatusRequestTimeout, "timeout_exception", "the body did not arrive within %s", bodyWithin)
	}
	return Errorf(http.StatusBadRequest, "exception", "reading the body: %v", err)
}
