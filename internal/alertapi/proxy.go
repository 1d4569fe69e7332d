package alertapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Proxy is where requests go on their way to the cluster, as it may be shown; ""
// where they go there themselves.
func (c *Client) Proxy() string {
	if u := c.proxyURL(); u != nil {
		return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
	}
	return ""
}

func (c *Client) proxyURL() *url.URL {
	if c.proxy == nil || c.base == nil {
		return nil
	}
	u, err := c.proxy(&http.Request{URL: c.base})
	if err != nil {
		return nil
	}
	return u
}

// proxyVariable is where the environment names the proxy, as Go reads it.
func (c *Client) proxyVariable() string {
	name := strings.ToUpper(c.base.Scheme) + "_PROXY"
	if os.Getenv(name) == "" && os.Getenv(strings.ToLower(name)) != "" {
		return strings.ToLower(name)
	}
	return name
}

// checkProxyVariable finds a variable that names no proxy that can be read: Go
// passes it over without a word, and requests go out by themselves. It does not
// quote the value, which may hold a password.
func checkProxyVariable(scheme string) error {
	for _, name := range []string{strings.ToUpper(scheme) + "_PROXY", scheme + "_proxy"} {
		value := os.Getenv(name)
		if value == "" {
			continue
		}
		if !strings.Contains(value, "://") {
			value = "http://" + value
		}
		if u, err := url.Parse(value); err != nil || u.Host == "" {
			return fmt.Errorf("%s names no proxy that can be read; it must look like http://user:password@proxy.example.com:3128, with special characters of user and password percent-encoded", name)
		}
		return nil
	}
	return nil
}

// theProxy names the proxy in a sentence, and where it comes from.
func (c *Client) theProxy() string {
	host := "of the environment"
	if u := c.proxyURL(); u != nil {
		host = u.Host
	}
	return fmt.Sprintf("the proxy %s (%s)", host, c.proxyVariable())
}

// proxyRefusal is a proxy that opens no way to the cluster.
type proxyRefusal struct {
	status int
	words  string
}

func (e *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy refuses the connection: %d %s", e.status, e.words)
}

// proxyRefuses keeps the status with which a proxy answers CONNECT.
func proxyRefuses(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{res.StatusCode, http.StatusText(res.StatusCode)}
}

// proxyReason says why a proxy doesn't let a request through, and the way out.
func (c *Client) proxyReason(status int) string {
	proxy := c.theProxy()
	switch status {
	case http.StatusProxyAuthRequired:
		return fmt.Sprintf("%s wants a login, or doesn't take this one: write it into the variable, http://user:password@host:port, with special characters percent-encoded", proxy)
	case http.StatusForbidden:
		return fmt.Sprintf("%s does not let through to %s: let it, or name the host in NO_PROXY where it can be reached without", proxy, c.base.Host)
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return fmt.Sprintf("%s can't reach %s (%d %s)", proxy, c.base.Host, status, http.StatusText(status))
	}
	return fmt.Sprintf("%s opens no way to %s (%d %s)", proxy, c.base.Host, status, http.StatusText(status))
}

// asProxyRefusal finds the refusal of a proxy in an error.
func asProxyRefusal(err error) (*proxyRefusal, bool) {
	var refused *proxyRefusal
	ok := errors.As(err, &refused)
	return refused, ok
}
