package alertapi

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// Exchange is a request and what became of it, as it may be shown: what may be
// secret in its bodies is masked, and the Authorization is not in it.
type Exchange struct {
	Method string
	Target string // path and query, as they were sent
	Login  string // what kind, no value
	Status int    // 0: no answer
	Failed string // why there is none

	Duration  time.Duration
	Sent      int    // bytes of the body
	Received  int    // bytes of the answer's body, unpacked
	RequestID string // as the server names it, with the header's name; "" where it does not

	// Connection tells of a connection that was opened for this request: how long
	// it took, and of TLS. "" where one was open already.
	Connection string

	// Request and Answer are the bodies, masked, laid out and cut; "" for none.
	Request, Answer string
}

// tracer tells of exchanges, one at a time.
type tracer struct {
	mu     sync.Mutex
	hear   func(Exchange)
	reason func(error) string
}

// newTracer is nil where nobody listens.
func newTracer(hear func(Exchange), reason func(error) string) *tracer {
	if hear == nil {
		return nil
	}
	return &tracer{hear: hear, reason: reason}
}

// begin is called before a request is sent, and done after its end.
func (t *tracer) begin(req *http.Request, kind func() string, body []byte) (traced *http.Request, done func(*http.Response, []byte, error)) {
	if t == nil {
		return req, func(*http.Response, []byte, error) {}
	}
	x := Exchange{Method: req.Method, Target: req.URL.RequestURI(), Sent: len(body), Request: shownBody(body)}
	var opened opening
	start := time.Now()
	return req.WithContext(httptrace.WithClientTrace(req.Context(), opened.trace())), func(res *http.Response, answer []byte, err error) {
		x.Duration, x.Received, x.Connection, x.Login = time.Since(start), len(answer), opened.words(), kind()
		if res != nil {
			x.Status, x.RequestID = res.StatusCode, requestID(res.Header)
		}
		if err != nil {
			x.Failed = t.reason(err)
		}
		if x.Answer = shownBody(answer); req.Context().Value(discreetKey{}) != nil {
			x.Answer = hiddenAnswer
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.hear(x)
	}
}

// discreetKey is where a context says that answers are not shown.
type discreetKey struct{}

const hiddenAnswer = "(not shown: it may quote secrets that this user may not read)"

// Discreetly is a context of which a trace shows no answers: they may quote secrets that
// nobody here knows, and so can't mask, such as those of channels that the user may not read.
func Discreetly(ctx context.Context) context.Context {
	return context.WithValue(ctx, discreetKey{}, true)
}

// requestID is what the server, or what stands before it, calls a request.
func requestID(header http.Header) string {
	for _, name := range []string{"X-Amzn-Requestid", "X-Request-Id", "X-Opaque-Id"} {
		if id := header.Get(name); id != "" {
			return name + " " + oneLine(id)
		}
	}
	return ""
}

// opening is the making of a connection.
type opening struct {
	mu      sync.Mutex
	begun   time.Time
	took    time.Duration
	address string
	tls     string
}

func (o *opening) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { o.note(func() { o.begun = time.Now() }) },
		TLSHandshakeDone: func(state tls.ConnectionState, err error) {
			if err == nil {
				o.note(func() { o.tls = tlsWords(state) })
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			if !info.Reused {
				o.note(func() { o.took, o.address = time.Since(o.begun), info.Conn.RemoteAddr().String() })
			}
		},
	}
}

func (o *opening) note(what func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	what()
}

func (o *opening) words() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.address == "" {
		return ""
	}
	return fmt.Sprintf("%s, opened in %s%s", o.address, o.took.Round(100*time.Microsecond), o.tls)
}

// tlsWords are of what the server has shown; the client's own certificate is no
// part of it.
func tlsWords(state tls.ConnectionState) string {
	words := ", " + tls.VersionName(state.Version)
	if len(state.PeerCertificates) == 0 {
		return words
	}
	c := state.PeerCertificates[0]
	return words + fmt.Sprintf(", certificate of %s by %s until %s", oneLine(c.Subject.String()), oneLine(c.Issuer.String()), c.NotAfter.UTC().Format("2006-01-02"))
}
