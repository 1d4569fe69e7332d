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
// that an answer broke off.
type roundTripper struct {
	below     http.RoundTripper
	userAgent string
}

func (t *roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
	req.Header.Set("User-Agent", t.userAgent)
	req.Header.Set("Accept", "application/json")
	if req.Body != nil && req.Body != http.NoBody {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := t.below.RoundTrip(req)
	if err != nil {
		return nil, &noAnswerError{err}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	res.Body.Close()
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
	}
	if err != nil {
		return nil, &noAnswerError{err}
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
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
