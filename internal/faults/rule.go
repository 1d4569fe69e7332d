package faults

import (
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// Request is one that reached the proxy.
type Request struct {
	Method string
	Path   string // percent-encoded, as it was sent
	Query  url.Values
	Body   string
	Fault  string // the name of the fault that met it; "" for none
}

// Rule says which requests meet which fault. The first rule that fits counts.
type Rule struct {
	Method string         // "" for all
	Path   *regexp.Regexp // nil for all
	Body   *regexp.Regexp // nil for all

	// Nth is which of the requests that fit meets the fault, from 1; 0 for all.
	Nth int

	Fault Fault

	seen int // requests that fitted
}

// fits counts the requests that fit, so it is asked once for each.
func (r *Rule) fits(request Request) bool {
	if r.Method != "" && r.Method != request.Method ||
		r.Path != nil && !r.Path.MatchString(request.Path) ||
		r.Body != nil && !r.Body.MatchString(request.Body) {
		return false
	}
	r.seen++
	return r.Nth == 0 || r.Nth == r.seen
}

// Fault is what happens to a request. Its zero value passes it on.
type Fault struct {
	Name string // for messages of tests

	Latency time.Duration // before anything else, less where the client hangs up

	// Before and After are called just before the server gets the request and just
	// after it has answered: someone else's edit. Nil: nothing.
	Before, After func()

	// Lost keeps the request from the server.
	Lost bool

	// Reply is what becomes of the answer; nil passes the server's on, and a Lost
	// request without one is never answered.
	Reply Reply
}

// ResetBefore resets the connection; the server never sees the request.
func ResetBefore() Fault { return Fault{Name: "reset before", Lost: true, Reply: reset} }

// ResetAfter resets the connection once the server has done the work.
func ResetAfter() Fault { return Fault{Name: "reset after", Reply: reset} }

// EmptyBefore closes the connection without a byte; the server never sees the
// request. A client meets io.EOF.
func EmptyBefore() Fault { return Fault{Name: "EOF before", Lost: true, Reply: empty} }

// EmptyAfter does so once the server has done the work.
func EmptyAfter() Fault { return Fault{Name: "EOF after", Reply: empty} }

// Truncated cuts the server's answer in the middle of its body.
func Truncated() Fault { return Fault{Name: "truncated", Reply: truncated} }

// Silence never answers, until the client hangs up; the server never sees the
// request.
func Silence() Fault { return Fault{Name: "silence", Lost: true} }

// Status answers in the server's place, which never sees the request.
func Status(status int, body string, header http.Header) Fault {
	return Fault{Name: http.StatusText(status), Lost: true, Reply: answer(status, body, header)}
}

// StatusAfter answers so once the server has done the work, as a gateway does
// that lost patience.
func StatusAfter(status int, body string) Fault {
	return Fault{Name: http.StatusText(status) + " after", Reply: answer(status, body, nil)}
}

// Slow passes a request on late.
func Slow(latency time.Duration) Fault { return Fault{Name: "slow", Latency: latency} }

// Meanwhile calls edit just before the server gets the request.
func Meanwhile(edit func()) Fault { return Fault{Name: "meanwhile", Before: edit} }
