package alertapi

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxAnswer limits an answer, in bytes: a thousand large monitors are far below.
const maxAnswer = 256 << 20

// userAgent is what the server looks for before it shows ui_metadata: the
// dashboards' name, that of Open Distro's too.
func userAgent(tool string) string {
	if tool == "" {
		tool = "alertplan"
	}
	return tool + " OpenSearch-Dashboards Kibana"
}

// roundTripper sits beneath the OpenSearch library and undoes what its transport
// does to requests: it overwrites the User-Agent, takes the media type from an
// environment variable, repeats any request that ends in io.EOF, and forgets
// that an answer broke off. It logs in last, when the request is as it is sent:
// so each attempt is signed anew.
type roundTripper struct {
	below     http.RoundTripper
	userAgent string
	login     login
	tracer    *tracer          // nil: nobody listens
	sent      func(status int) // nil: nobody counts
}

func (t *roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := wholeBody(req)
	if err != nil {
		return nil, &noAnswerError{err}
	}
	req.Header.Set("User-Agent", t.userAgent)
	req.Header.Set("Accept", "application/json")
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	req, done := t.tracer.begin(req, t.login.kind, body)
	res, answer, err := t.send(req, body)
	done(res, answer, err)
	t.count(res)
	if err != nil {
		return nil, &noAnswerError{err}
	}
	res.Body = io.NopCloser(bytes.NewReader(answer))
	return res, nil
}

// count tells of a request; res is nil where there is no answer.
func (t *roundTripper) count(res *http.Response) {
	switch {
	case t.sent == nil:
	case res == nil:
		t.sent(0)
	default:
		t.sent(res.StatusCode)
	}
}

// send sends a request once and reads its whole answer.
func (t *roundTripper) send(req *http.Request, body []byte) (*http.Response, []byte, error) {
	if err := t.login.authorize(req, body); err != nil {
		return nil, nil, err
	}
	res, err := t.below.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	res.Body.Close()
	if err == nil && len(answer) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
	}
	return res, answer, err
}

// wholeBody reads the body of a request, and leaves it to be read again.
func wholeBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return nil, err
	}
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return body, nil
}

// noAnswerError is a failure of the network. It is not io.EOF and no net.Error,
// on both of which the library would send the request again.
type noAnswerError struct{ err error }

func (e *noAnswerError) Error() string { return e.err.Error() }
func (e *noAnswerError) Unwrap() error { return e.err }

// maskUserInfo hides user:password in URLs that a text quotes, such as those of
// a proxy.
func maskUserInfo(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "://")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("://")
		end := strings.IndexAny(rest, "/ \"'\n")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			b.WriteString("***")
			rest = rest[at:]
		}
		text = rest
	}
}
