package alertapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// The APIs: of OpenSearch, and of Open Distro.
const (
	alertingAPI      = "/_plugins/_alerting"
	opendistroAPI    = "/_opendistro/_alerting"
	notificationsAPI = "/_plugins/_notifications"
)

// call is one request.
type call struct {
	method string
	path   string // below the base path, percent-encoded
	query  url.Values
	body   *orderedjson.Object // nil: none
	lines  []byte              // in place of body: JSON lines, of the bulk API

	// reads is set for a POST that changes nothing, such as a search.
	reads bool

	// secrets are what the body holds and no error may show.
	secrets []string
}

func (c call) writes() bool {
	return !c.reads && c.method != http.MethodGet && c.method != http.MethodHead
}

// once sends a request once, when it may be sent, and reads its answer.
func (c *Client) once(ctx context.Context, request call) (*orderedjson.Object, error) {
	res, err := c.send(ctx, request)
	if err != nil {
		return nil, err
	}
	if res.status < 200 || res.status > 299 {
		return nil, c.refusalIn(request, res)
	}
	answer, err := parseObject(res.body)
	if err != nil {
		return nil, &Error{
			Method: request.method, Path: request.path, Status: res.status, Reason: "the answer can't be read", Err: err,
			ambiguous: request.writes(), cut: isCut(res.body),
		}
	}
	return answer, nil
}

// refusalIn is what an answer says that is no success.
func (c *Client) refusalIn(request call, res response) *Error {
	e := refusal(request, res.status, res.body)
	e.RetryAfter = retryAfter(res.header, c.pace.clock.Now())
	c.explain(e, res)
	return e
}

// isCut tells whether what is no JSON has begun as an object, and ends before its end.
func isCut(body []byte) bool {
	var whole json.RawMessage
	err := json.NewDecoder(bytes.NewReader(body)).Decode(&whole)
	return errors.Is(err, io.ErrUnexpectedEOF) && bytes.HasPrefix(bytes.TrimSpace(body), []byte("{"))
}

func parseObject(body []byte) (*orderedjson.Object, error) {
	v, err := orderedjson.ParseLimited(body)
	if err != nil {
		return nil, errNoJSON
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, errNoJSON
	}
	return o, nil
}

// response is a whole answer.
type response struct {
	status int
	header http.Header
	body   []byte
}

// send waits for its turn, sends a request once, and reads its whole answer.
func (c *Client) send(ctx context.Context, request call) (answer response, err error) {
	text, err := request.text() // before its turn: others are sent meanwhile
	if err != nil {
		return answer, err
	}
	waiting, cancel := untilStopped(ctx)
	turn, err := c.pace.enter(waiting)
	cancel()
	if err != nil {
		return answer, &Error{Method: request.method, Path: request.path, Reason: "interrupted", Err: err, stopped: true}
	}
	answer, err = c.perform(ctx, request, text)
	c.pace.leave(turn, answer.status, retryAfter(answer.header, c.pace.clock.Now()))
	if err == nil && answer.status < http.StatusInternalServerError && answer.status != http.StatusTooManyRequests {
		c.patience.Succeeded()
	}
	return answer, err
}

func (c *Client) perform(ctx context.Context, request call, text []byte) (answer response, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var sent sending
	req, err := c.build(httptrace.WithClientTrace(ctx, sent.trace()), request, text)
	if err != nil {
		return answer, err
	}
	res, err := c.transport.Perform(req)
	if err == nil {
		c.answered.Store(true)
		answer.status, answer.header = res.StatusCode, res.Header
		answer.body, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err != nil {
		return answer, c.noAnswer(request, err, &sent)
	}
	return answer, nil
}

// text is the body as it is sent; nil: none.
func (request call) text() ([]byte, error) {
	if request.body == nil {
		return request.lines, nil
	}
	if orderedjson.DeeperThan(request.body, monitors.MaxNesting) {
		return nil, refused(request, "the body is nested too deep: a node can hang on it")
	}
	text, err := orderedjson.Marshal(request.body)
	if err != nil {
		return nil, refused(request, err.Error())
	}
	return text, nil
}

func (c *Client) build(ctx context.Context, request call, text []byte) (*http.Request, error) {
	var body io.Reader
	if text != nil {
		body = bytes.NewReader(text)
	}
	target := c.base.String() + request.path
	if len(request.query) > 0 {
		target += "?" + request.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, request.method, target, body)
	if err != nil {
		return nil, refused(request, "it makes no URL")
	}
	return req, nil
}

// sending tells whether anything of a request can have reached the server.
type sending struct{ begun, traced atomic.Bool }

func (s *sending) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:      func(string) { s.traced.Store(true) },
		WroteHeaders: func() { s.begun.Store(true) },
	}
}

// nothing is certain only where the transport tells what it does.
func (s *sending) nothing() bool { return s.traced.Load() && !s.begun.Load() }
