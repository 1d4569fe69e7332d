package alertapi

import (
	"fmt"
	"net/http"
	"strings"
)

// explain adds to what a server, or what stands before one, says the way out,
// where the connection is what is wrong.
func (c *Client) explain(e *Error, res response) {
	// What stands between quotes what it was sent: logins, URLs with users in them.
	e.Reason, e.CausedBy = maskedText(e.Reason), maskedText(e.CausedBy)
	switch {
	case res.status == http.StatusProxyAuthRequired:
		e.Reason = c.proxyReason(res.status)
	case res.status >= 300 && res.status < 400:
		e.Reason = redirectReason(res)
	case res.status == http.StatusUnauthorized:
		e.Login = c.login.kind()
		if basic, ok := c.login.(basicLogin); ok {
			e.User = basic.user
		}
	case res.status == http.StatusForbidden:
		c.explainAmazon(e, res.header)
	case res.status == http.StatusBadRequest && speaksTLS(string(res.body)):
		e.Reason = fmt.Sprintf("%s speaks TLS there: the URL begins with https://", c.base.Host)
	}
}

// redirectReason names where a server sends everybody to: the URL is not quite
// right. No redirect is followed, since a login would go along.
func redirectReason(res response) string {
	to := oneLine(maskUserInfo(res.header.Get("Location")))
	if to == "" {
		return "the server sends elsewhere, and says not where: the URL is not that of the API"
	}
	return fmt.Sprintf("the server sends elsewhere, to %s, which is not followed: the URL of the cluster is another one", to)
}

// speaksTLS recognises what Go's servers, nginx and Apache say to plain HTTP.
func speaksTLS(body string) bool {
	return len(body) < 4096 && (strings.Contains(body, "HTTP request to an HTTPS server") ||
		strings.Contains(body, "plain HTTP request was sent to HTTPS port") || strings.Contains(body, "speaking plain HTTP to an SSL-enabled server port"))
}
