package notifications

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"github.com/alertplan/alertplan/internal/sandbox/alerting"
)

// clientError is an exception of the real client: its class and its text.
type clientError struct{ class, text string }

func (e *clientError) Error() string { return e.text }

// socketException is the class of most faults of a connection.
const socketException = "java.net.SocketException"

// Do sends a request for the alerting plugin of servers on which it sends itself
// (1.3, Open Distro): to any host, without the checks that come with channels. The
// text of its errors is the exception as Java prints it, with its class.
func (a *API) Do(ctx context.Context, o alerting.Outgoing) (alerting.Answer, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	t, err := parseTarget(o.URL)
	if err != nil {
		return alerting.Answer{}, fmt.Errorf("org.apache.http.client.ClientProtocolException: URI does not specify a valid host name: %s", o.URL)
	}
	addresses := resolve(ctx, t.host)
	if len(addresses) == 0 {
		return alerting.Answer{}, fmt.Errorf("java.net.UnknownHostException: %s: Name or service not known", t.host)
	}
	out := outbound{method: o.Method, url: o.URL, body: o.Body}
	for _, h := range o.Headers {
		out.set(h[0], h[1])
	}
	answer, err := a.http.ask(ctx, out, destined{t, addresses, a.manners})
	var failed *clientError
	if errors.As(err, &failed) && failed.class != "" {
		return alerting.Answer{}, fmt.Errorf("%s: %s", failed.class, failed.text)
	}
	return alerting.Answer{Status: answer.status, Body: answer.body, HasBody: answer.hasBody, Shown: answer.shown}, err
}

// javaResponse is an answer as the real client prints it: status line, headers, what
// is known of its body.
func javaResponse(r *http.Response) string {
	headers := []string{}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, v := range r.Header[name] {
			headers = append(headers, name+": "+v)
		}
	}
	chunked := slices.Contains(r.TransferEncoding, "chunked")
	if chunked {
		headers = append(headers, "Transfer-Encoding: chunked")
	}
	entity := []string{}
	for _, name := range []string{"Content-Type", "Content-Encoding"} {
		if v := r.Header.Get(name); v != "" {
			entity = append(entity, name+": "+v)
		}
	}
	if r.ContentLength >= 0 {
		entity = append(entity, fmt.Sprintf("Content-Length: %d", r.ContentLength))
	}
	body := fmt.Sprintf("[%s]", strings.Join(append(entity, fmt.Sprintf("Chunked: %t", chunked)), ","))
	if r.ContentLength != 0 {
		body = "ResponseEntityProxy{" + body + "}"
	}
	return fmt.Sprintf("HttpResponseProxy{%s %s [%s] %s}", r.Proto, r.Status, strings.Join(headers, ", "), body)
}

// connectClass is the class of what connectText says.
func connectClass(err error) string {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "org.apache.http.conn.ConnectTimeoutException"
	case errors.Is(err, syscall.EHOSTUNREACH):
		return "java.net.NoRouteToHostException"
	}
	return "org.apache.http.conn.HttpHostConnectException"
}

// readClass is the class of what readText says.
func readClass(err error) string {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "java.net.SocketTimeoutException"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "org.apache.http.NoHttpResponseException"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, net.ErrClosed):
		return socketException
	}
	return "org.apache.http.client.ClientProtocolException"
}

// handshakeClass is the class of what handshakeText says.
func handshakeClass(err error) string {
	var name x509.HostnameError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &name):
		return "javax.net.ssl.SSLPeerUnverifiedException"
	case errors.As(err, &record):
		return "javax.net.ssl.SSLException"
	}
	return "javax.net.ssl.SSLHandshakeException"
}
