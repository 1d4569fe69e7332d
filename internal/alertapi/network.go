package alertapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"
)

// networkReason says in the user's words why no answer came, with the way out
// where there is one. It never shows a user or password.
func (c *Client) networkReason(err error) string {
	host := c.base.Host
	var unknownAuthority x509.UnknownAuthorityError
	var notTLS tls.RecordHeaderError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("%s gave no answer within %s", host, c.timeout.Round(time.Millisecond))
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("nothing listens at %s (connection refused)", host)
	case errors.Is(err, syscall.ECONNRESET):
		return host + " closed the connection without an answer (connection reset)" + c.perhapsTLS()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return host + " closed the connection before the answer was whole" + c.perhapsTLS()
	case errors.As(err, &unknownAuthority):
		return "the certificate of " + host + " is signed by an authority that is not trusted; name its CA file"
	case errors.As(err, &notTLS):
		return host + " does not speak TLS there: the URL may have to begin with http://"
	default:
		return oneLine(maskUserInfo(strings.TrimPrefix(err.Error(), "net/http: ")))
	}
}

// perhapsTLS is what to try where a cluster has hung up on plain HTTP from the
// first.
func (c *Client) perhapsTLS() string {
	if c.base.Scheme == "http" && !c.answered.Load() {
		return "; if it speaks TLS, its URL begins with https://"
	}
	return ""
}
