package alertapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"
)

// networkReason says in the user's words why no answer came, with the way out
// where there is one. It never shows a user or password.
func (c *Client) networkReason(err error) string {
	var unsigned *credentialsError
	if errors.As(err, &unsigned) {
		return unsigned.Error()
	}
	host := c.base.Host
	if proxyFailed(err) {
		host = c.theProxy()
	}
	if refused, ok := asProxyRefusal(err); ok {
		return c.proxyReason(refused.status)
	}
	if reason := tlsReason(err, host); reason != "" {
		return reason
	}
	switch {
	case dialTimedOut(err):
		return fmt.Sprintf("%s did not take the connection within %s: it is not up, or a firewall in between drops what is sent to it", host, min(c.timeout, dialTimeout).Round(time.Millisecond))
	case strings.Contains(err.Error(), "TLS handshake timeout"):
		return host + " takes the connection, but does not answer to TLS: look at the port, and at what stands in between" + c.perhapsProxy(err)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("%s gave no answer within %s%s", host, c.timeout.Round(time.Millisecond), c.perhapsProxy(err))
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("nothing listens at %s (connection refused)", host)
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return fmt.Sprintf("there is no way from here to %s (%s): is the network up, or a VPN missing?", host, errnoText(err))
	case errors.Is(err, syscall.ECONNRESET):
		return host + " closed the connection without an answer (connection reset)" + c.perhapsTLS() + c.perhapsProxy(err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return host + " closed the connection before the answer was whole" + c.perhapsTLS() + c.perhapsProxy(err)
	}
	if reason := lookupReason(err); reason != "" {
		return reason
	}
	return oneLine(maskUserInfo(strings.TrimPrefix(err.Error(), "net/http: ")))
}

// perhapsProxy names the proxy in between, where it may be what failed.
func (c *Client) perhapsProxy(err error) string {
	if c.proxyURL() == nil || proxyFailed(err) {
		return ""
	}
	return "; in between is " + c.theProxy()
}

// dialTimeout is that of Go's transport for opening a connection.
const dialTimeout = 30 * time.Second

// dialTimedOut tells that the connection was not opened in time, so that nothing
// was sent.
func dialTimedOut(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") && op.Timeout()
}

// proxyFailed tells whether it is the proxy that can't be reached.
func proxyFailed(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "proxyconnect"
}

func errnoText(err error) string {
	var no syscall.Errno
	if errors.As(err, &no) {
		return no.Error()
	}
	return "unreachable"
}

// lookupReason says why a name has no address, "" where that is not what failed.
func lookupReason(err error) string {
	var lookup *net.DNSError
	switch {
	case !errors.As(err, &lookup):
		return ""
	case lookup.IsNotFound:
		return fmt.Sprintf("there is no host named %s, or only a VPN's or another network's DNS knows it", lookup.Name)
	case lookup.IsTimeout:
		return fmt.Sprintf("the DNS gave no answer when it was asked for %s", lookup.Name)
	}
	return fmt.Sprintf("the DNS can't be asked for %s: %s", lookup.Name, oneLine(lookup.Err))
}

// perhapsTLS is what to try where a cluster has hung up on plain HTTP from the
// first.
func (c *Client) perhapsTLS() string {
	if c.base.Scheme == "http" && !c.answered.Load() {
		return "; if it speaks TLS, its URL begins with https://"
	}
	return ""
}
