package faults

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// Fault is what happens to a request. Its zero value passes it on.
type Fault struct {
	Name string // for messages

	Latency time.Duration // before anything else, less where the client hangs up

	// Before and After are called just before the server gets the request and just
	// after it has answered: someone else's edit. Nil: nothing.
	Before, After func()

	// Lost keeps the request from the server.
	Lost bool

	// Reply is what becomes of the answer; nil passes the server's on, and a Lost
	// request without one is never answered.
	Reply Reply

	// Until ends latency and silence, when it is closed; nil: only the client ends
	// them.
	Until <-chan struct{}
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
func Silence() Fault { return Fault{Name: "silence", Lost: true, Reply: silent} }

// SilenceAfter never answers once the server has done the work.
func SilenceAfter() Fault { return Fault{Name: "silence after", Reply: silent} }

// Status answers in the server's place, which never sees the request.
func Status(status int, body string, header http.Header) Fault {
	return Fault{Name: http.StatusText(status), Lost: true, Reply: answer(status, body, header)}
}

// StatusAfter answers so once the server has done the work, as a gateway does
// that lost patience.
func StatusAfter(status int, body string, header http.Header) Fault {
	return Fault{Name: http.StatusText(status) + " after", Reply: answer(status, body, header)}
}

// Slow passes a request on late.
func Slow(latency time.Duration) Fault { return Fault{Name: "slow", Latency: latency} }

// Meanwhile calls edit just before the server gets the request.
func Meanwhile(edit func()) Fault { return Fault{Name: "meanwhile", Before: edit} }

// Serve lets next answer a request, as far as the fault allows it.
func (f Fault) Serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if !f.wait(r) {
		panic(http.ErrAbortHandler) // nobody waits for an answer
	}
	if f.Before != nil {
		f.Before()
	}
	var from response
	switch {
	case f.Lost:
		_, _ = io.Copy(io.Discard, r.Body) // it arrives whole, and is lost then
	case f.Reply == nil && f.After == nil:
		next.ServeHTTP(w, r)
		return
	default:
		from = record(next, r)
		if f.After != nil {
			f.After()
		}
	}
	if f.Reply == nil && !f.Lost {
		from.write(w)
		return
	}
	reply := f.Reply
	if reply == nil {
		reply = silent
	}
	reply(w, from, wait{client: r.Context().Done(), until: f.Until})
}

// wait is what ends a silence.
type wait struct{ client, until <-chan struct{} }

// wait tells whether the client still waits after the latency.
func (f Fault) wait(r *http.Request) bool {
	if f.Latency <= 0 {
		return true
	}
	timer := time.NewTimer(f.Latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-f.Until:
		return true
	case <-r.Context().Done():
		return false
	}
}

// record lets a handler answer, and keeps the answer.
func record(next http.Handler, r *http.Request) response {
	w := &recorder{header: http.Header{}}
	next.ServeHTTP(w, r)
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return response{status: w.status, header: w.header, body: w.body.Bytes()}
}

type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}
