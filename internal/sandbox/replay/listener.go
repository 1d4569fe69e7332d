package replay

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// listener is a local HTTP server that notes what it is sent.
type listener struct {
	server *http.Server

	mu    sync.Mutex
	heard []any
}

// listen starts a listener as a step describes it.
func listen(step *orderedjson.Object) (*listener, error) {
	port, _ := step.Get("listen")
	in, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%v", port))
	if err != nil {
		return nil, err
	}
	status, text := intOf(step, "status", http.StatusOK), "ok"
	if step.Has("answer") {
		text = step.Text("answer")
	}
	delay := time.Duration(intOf(step, "delay_ms", 0)) * time.Millisecond
	l := &listener{}
	l.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.note(r)
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
		}
		answerAsRecorded(w, status, text)
	})}
	go func() { _ = l.server.Serve(in) }() // ends with Close
	return l, nil
}

// answerAsRecorded answers as the recorder's listener did: by HTTP/1.0, with no header
// but the length, which some senders quote.
func answerAsRecorded(w http.ResponseWriter, status int, text string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // the sender left
	}
	defer conn.Close()
	_, _ = fmt.Fprintf(conn, "HTTP/1.0 %d %s\r\nContent-Length: %d\r\n\r\n%s", status, http.StatusText(status), len(text), text)
}

func (l *listener) close() {
	if l != nil {
		_ = l.server.Close()
	}
}

// unrecorded headers say nothing about the sender's manners.
var unrecorded = []string{"host", "connection", "accept-encoding", "content-length", "user-agent", "transfer-encoding"}

// latin1 reads a header's bytes as the letters that they stand for.
func latin1(header string) string {
	letters := make([]rune, 0, len(header))
	for _, b := range []byte(header) {
		letters = append(letters, rune(b))
	}
	return string(letters)
}

func (l *listener) note(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	headers := &orderedjson.Object{}
	for name := range r.Header {
		if low := strings.ToLower(name); !slices.Contains(unrecorded, low) {
			headers.Set(low, latin1(r.Header.Get(name)))
		}
	}
	o := orderedjson.NewObject(
		orderedjson.Member{Key: "method", Value: r.Method},
		orderedjson.Member{Key: "path", Value: r.RequestURI},
		orderedjson.Member{Key: "headers", Value: headers},
		orderedjson.Member{Key: "body", Value: strings.ToValidUTF8(string(body), "\ufffd")},
	)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, o)
}

// take gives what was heard since the last call, once there are n requests or
// within is over.
func (l *listener) take(n int, within time.Duration) []any {
	if l == nil {
		return []any{}
	}
	for end := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		l.mu.Lock()
		if len(l.heard) >= n || time.Now().After(end) {
			heard := l.heard
			l.heard = nil
			l.mu.Unlock()
			return append([]any{}, heard...)
		}
		l.mu.Unlock()
	}
}

// lowHeaders is recorded requests with their headers' names in lower case.
func lowHeaders(requests []any) []any {
	list := []any{}
	for _, x := range requests {
		r, ok := x.(*orderedjson.Object)
		if !ok {
			list = append(list, x)
			continue
		}
		r = orderedjson.Clone(r).(*orderedjson.Object)
		headers := &orderedjson.Object{}
		for _, m := range r.Object("headers").Members() {
			headers.Set(strings.ToLower(m.Key), m.Value)
		}
		r.Set("headers", headers)
		list = append(list, r)
	}
	return list
}
