// Package notify posts short messages to a webhook.
//
// Whoever knows a webhook's URL may post there, so it is a secret: no error holds it,
// nor any part of it but what kind of failure it was. What fails for a while is tried
// again (internal/patience), what is refused is not; redirects are not followed, since
// they would carry a message elsewhere.
//
// It must not know what a message says.
package notify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Time limits: of one request, and of all tries of a message.
const (
	requestTimeout = 10 * time.Second
	tryFor         = 30 * time.Second
)

// finishWithin is how long a request that is under way may take when everything is to
// end: it may have arrived, and who asks would like to know.
const finishWithin = 2 * time.Second

// mostAnswer limits what is read of an answer, in bytes.
const mostAnswer = 4 << 10

// Poster posts messages.
type Poster struct {
	UserAgent string
	Clock     patience.Clock    // of pauses; nil: the machine's
	Transport http.RoundTripper // nil: a new one, with the proxy of the environment
	Total     time.Duration     // how long a message is tried; 0: half a minute
}

// Error is a message that could not be posted.
type Error struct {
	// Status is that of the last answer, 0 for none.
	Status int

	// Refused is set where the same would be answered again: trying helps only after
	// somebody has changed something.
	Refused bool

	reason string
}

func (e *Error) Error() string { return e.reason }

// Check reads the URL of a webhook. The error doesn't quote it.
func Check(target destinations.Secret) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(target.Reveal()))
	switch {
	case err != nil:
		return nil, errors.New("it can't be read as a URL; it must look like https://hooks.example.com/…")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("it must begin with https:// or http://")
	case u.Hostname() == "":
		return nil, errors.New("it names no host")
	}
	return u, nil
}

// IsSlack tells whether a webhook is Slack's own, by its host.
func IsSlack(u *url.URL) bool {
	switch strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) {
	case "hooks.slack.com", "hooks.slack-gov.com":
		return true
	}
	return false
}

// Post posts a JSON body. The error is an *Error, but where ctx ends: then it is its
// cause. What is under way then has two seconds to end well.
func (p *Poster) Post(ctx context.Context, target destinations.Secret, body []byte) error {
	u, err := Check(target)
	if err != nil {
		return &Error{Refused: true, reason: "the URL of the webhook is wrong: " + err.Error()}
	}
	client, done := p.client()
	defer done()
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(finishWithin, cancel) })()
	policy := patience.Policy{Total: cmp.Or(p.Total, tryFor), Clock: p.Clock}
	tries := policy.Begin()
	for {
		after, err := p.once(sending, client, u, body)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		n := tries.Count()
		pause, over := tries.Pause(after)
		if err.Refused || over != nil {
			if n > 1 {
				err.reason = fmt.Sprintf("%s; tried %d times", err.reason, n)
			}
			return err
		}
		if err := policy.Wait(ctx, pause); err != nil {
			return err
		}
	}
}

// client is used for one message: between messages, which are rare, no connection stays
// open.
func (p *Poster) client() (client *http.Client, done func()) {
	transport := p.Transport
	done = func() {}
	if transport == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		transport, done = own, own.CloseIdleConnections
	}
	return &http.Client{
		Transport: transport, Timeout: requestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, done
}

// once posts once. It returns how long the other side asks to wait.
func (p *Poster) once(ctx context.Context, client *http.Client, u *url.URL, body []byte) (time.Duration, *Error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return 0, &Error{Refused: true, reason: "the URL of the webhook is wrong"}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", cmp.Or(p.UserAgent, "alertplan"))
	answer, err := client.Do(request)
	if err != nil {
		return 0, &Error{reason: "the webhook " + networkReason(err)}
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if answer.StatusCode >= 200 && answer.StatusCode < 300 {
		return 0, nil
	}
	after, _ := strconv.ParseUint(strings.TrimSpace(answer.Header.Get("Retry-After")), 10, 16)
	return time.Duration(after) * time.Second, refusal(answer.StatusCode, text)
}

// slackReason is how Slack says what is wrong; other answers may quote anything.
var slackReason = pattern.New(`^[a-z]{2,20}(_[a-z]{2,20}){1,4}$`)

func refusal(status int, answer []byte) *Error {
	e := &Error{Status: status, reason: fmt.Sprintf("the webhook answers %d %s", status, http.StatusText(status))}
	if said := string(bytes.TrimSpace(answer)); slackReason.MatchString(said) {
		e.reason += " (" + said + ")"
	}
	if status >= 300 && status < 400 {
		e.reason += ": redirects are not followed, give the URL that it leads to"
	}
	e.Refused = status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
	return e
}

// networkReason says why there is no answer, in words that name no host.
func networkReason(err error) string {
	var lookup *net.DNSError
	var timeout interface{ Timeout() bool }
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return "has a host that is not known"
	case errors.As(err, &lookup):
		return "has a host whose name can't be looked up now"
	case errors.As(err, &certificate):
		return "shows a certificate that is not trusted"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return "speaks no TLS"
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("does not answer within %s", requestTimeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refuses the connection"
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.EPIPE):
		return "hangs up"
	default:
		return "can't be reached"
	}
}
