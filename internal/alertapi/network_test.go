package alertapi_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// TestFailuresOfTheNetworkNameTheWayOut: one line each, that says who failed and
// what to look at.
func TestFailuresOfTheNetworkNameTheWayOut(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	refused := os.NewSyscallError("connect", syscall.ECONNREFUSED)
	alert := func(text string) error {
		return &net.OpError{Op: "remote error", Err: errors.New("tls: " + text)}
	}
	const to, proxy = "search.example.com:9200", "the proxy proxy.example.com:3128 (HTTPS_PROXY)"
	for _, tt := range []struct {
		err  error
		want string
	}{
		{dial(refused), "nothing listens at " + to},
		{dial(context.DeadlineExceeded), to + " did not take the connection within 30s"},
		{dial(os.NewSyscallError("connect", syscall.EHOSTUNREACH)), "there is no way from here to " + to + " (no route to host)"},
		{dial(&net.DNSError{Name: "search.example.com", Err: "no such host", IsNotFound: true}), "there is no host named search.example.com"},
		{dial(&net.DNSError{Name: "search.example.com", Err: "i/o timeout", IsTimeout: true}), "did not take the connection"},
		{&net.DNSError{Name: "search.example.com", Err: "i/o timeout", IsTimeout: true}, "the DNS gave no answer when it was asked for search.example.com"},
		{dial(&net.DNSError{Name: "search.example.com", Err: "server misbehaving", IsTemporary: true}), "the DNS can't be asked for search.example.com: server misbehaving"},
		{&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(refused)}, "nothing listens at " + proxy},
		{&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(context.DeadlineExceeded)}, proxy + " did not take the connection"},
		{&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(&net.DNSError{Name: "proxy.example.com", IsNotFound: true})}, "there is no host named proxy.example.com"},
		{context.DeadlineExceeded, to + " gave no answer within 1m0s; in between is " + proxy},
		{context.Canceled, "interrupted"},
		{io.ErrUnexpectedEOF, "closed the connection before the answer was whole; in between is " + proxy},
		{os.NewSyscallError("read", syscall.ECONNRESET), "(connection reset); in between is " + proxy},
		{errors.New("net/http: TLS handshake timeout"), "does not answer to TLS"},
		{errors.New("tls: server selected unsupported protocol version 301"), "speaks neither TLS 1.2 nor 1.3"},
		{alert("protocol version not supported"), "speaks neither TLS 1.2 nor 1.3"},
		{alert("certificate required"), "wants a client certificate and got none"},
		{alert("bad certificate"), "client_cert_file"},
		{alert("unknown certificate authority"), "does not trust the authority that signed it"},
		{alert("internal error"), to + " breaks off the TLS connection: internal error"},
		{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}, "is not for x, nor for any other name: it needs a subjectAltName"},
		{x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign, Cert: &x509.Certificate{}}, "can't be trusted: certificate is not authorized to sign"},
		{errors.New("something\nelse with http://me:must-not-show@x/"), "something else with http://***@x/"},
	} {
		c := client(t, alertapi.Config{
			URL: "https://" + to + "/base",
			Proxy: func(*http.Request) (*url.URL, error) {
				return url.Parse("http://me:must-not-show@proxy.example.com:3128")
			},
			Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				return nil, fmt.Errorf("round trip: %w", tt.err)
			}),
		})
		_, err := c.Monitors(t.Context())
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "must-not-show") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: got %v, want %q", tt.err, err, tt.want)
		}
		if c.Proxy() != "http://proxy.example.com:3128" {
			t.Errorf("the proxy is shown as %s", c.Proxy())
		}
	}
}
