package alertapi

import (
	"cmp"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/amazon"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/opensearch-project/opensearch-go/v2/opensearchtransport"
)

// DefaultTimeout is the time limit of a request where Config sets none: a save
// may wait for a refresh and for document-level queries, 60 s on the server's
// side (alerting-api.md section 12).
const DefaultTimeout = 60 * time.Second

// Config says how to reach a cluster.
type Config struct {
	// URL is the cluster's, with a base path where it lies behind one. A user and
	// password in it are taken where Username is "".
	URL string

	Username string
	Password destinations.Secret

	Token destinations.Secret // of bearer authentication; zero: none

	// AWS signs requests, as Amazon's service wants it; nil: it is not Amazon's.
	// Of Username, Token and AWS there can be one.
	AWS *AWS

	CAFile string         // PEM file of the authority to trust, beside the system's; "" for none
	CAPool *x509.CertPool // trusted in place of the system's; nil for the system's

	// CertFile and KeyFile are PEM files of the client's own certificate; both or
	// none.
	CertFile, KeyFile string

	// Insecure takes any certificate.
	Insecure bool

	// Proxy says which proxy a request takes; nil: that of the environment
	// (HTTPS_PROXY, HTTP_PROXY, NO_PROXY).
	Proxy func(*http.Request) (*url.URL, error)

	Timeout time.Duration // of each request; 0: DefaultTimeout

	// Patience is how long a read is tried that fails since the cluster is overloaded,
	// away, or hangs up; 0: a minute; less: no read is tried again. Writes never are.
	Patience time.Duration

	// Clock is where pauses take their time from; nil: the machine's.
	Clock patience.Clock

	// Waiting is told of every pause, perhaps by several goroutines at once; nil:
	// nobody is.
	Waiting func(patience.Waiting)

	// UserAgent is the tool's, such as alertplan/1.0; what the server wants to
	// hear before it shows ui_metadata is added.
	UserAgent string

	// Hide is told of secrets that the client comes to know; nil: nobody is.
	Hide func(secrets ...string)

	// Trace is told of every request and what became of it, one after the other;
	// nil: nobody is.
	Trace func(Exchange)

	// Sent is told of each request that was sent: the status of its answer, 0 for none;
	// perhaps by several goroutines at once; nil: nobody is.
	Sent func(status int)

	// Transport is used in place of a new one: for tests. What is said of
	// certificates and proxies then means nothing.
	Transport http.RoundTripper
}

// Client is a cluster. It may be used by several goroutines.
type Client struct {
	transport opensearchtransport.Interface
	below     http.RoundTripper
	base      *url.URL // without user, password, query and fragment
	timeout   time.Duration
	login     login
	proxy     func(*http.Request) (*url.URL, error) // nil: there is none
	written   writtenChannels
	answered  atomic.Bool // there was an answer already
	page      int         // how many objects one request asks for
	patience  patience.Policy
	pace      pace
	waiting   func(patience.Waiting) // nil: nobody is told

	detecting sync.Mutex
	features  atomic.Pointer[Features] // nil until Detect has an answer
	uuid      string                   // the cluster's, as GET / told it
	name      string                   // the cluster's, and its version, told there too
	number    string
	originals atomic.Pointer[originals] // nil: nothing is remembered
	signs     bool                      // requests are signed for Amazon's service
	insecure  bool                      // any certificate is taken
	caFile    string                    // of the authority to trust; "" for none
}

// New makes a client; it sends nothing. No error shows a secret.
func New(cfg Config) (*Client, error) {
	base, err := parseURL(cfg.URL)
	if err != nil {
		return nil, err
	}
	if amazon.ParseHost(base.Hostname()).Service == amazon.Serverless {
		return nil, ErrServerless
	}
	below := cfg.Transport
	if below == nil {
		transport, err := newTransport(cfg)
		if err == nil && cfg.Proxy == nil {
			err = checkProxyVariable(base.Scheme)
		}
		if err != nil {
			return nil, err
		}
		below, cfg.Proxy = transport, transport.Proxy
	}
	client := &Client{
		below: below, page: usualPage, timeout: cfg.Timeout, proxy: cfg.Proxy, signs: cfg.AWS != nil, waiting: cfg.Waiting,
		insecure: cfg.Insecure, caFile: cfg.CAFile,
	}
	client.patience.Total, client.patience.Clock = cfg.Patience, cfg.Clock
	client.pace.clock, client.pace.longest = cmp.Or(cfg.Clock, patience.Machine), cmp.Or(max(cfg.Patience, 0), patience.DefaultTotal)
	if client.login, err = newLogin(cfg, base); err != nil {
		return nil, err
	}
	base.User = nil
	client.base = base
	if client.timeout <= 0 {
		client.timeout = DefaultTimeout
	}
	// The library gets scheme and host only: it would join a base path itself, and
	// once more for each retry. DisableRetry leaves a loop over io.EOF, which the
	// round tripper beneath it never returns.
	client.transport, err = opensearchtransport.New(opensearchtransport.Config{
		URLs:         []*url.URL{{Scheme: base.Scheme, Host: base.Host}},
		DisableRetry: true,
		Transport: &roundTripper{
			below: below, userAgent: userAgent(cfg.UserAgent), login: client.login,
			tracer: newTracer(cfg.Trace, client.networkReason), sent: cfg.Sent,
		},
	})
	if err != nil {
		return nil, errors.New("the HTTP client can't be set up")
	}
	return client, nil
}

// Close closes the connections that are idle, for who makes many clients.
func (c *Client) Close() { (&http.Client{Transport: c.below}).CloseIdleConnections() }

// Endpoint is the cluster's URL as it may be shown.
func (c *Client) Endpoint() string { return c.base.String() }

// parseURL reads a cluster's URL. Errors don't quote it: it may hold a password.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case raw == "":
		return nil, errors.New("no cluster URL is given")
	case err != nil:
		return nil, errors.New("the cluster's URL can't be read; it must look like https://search.example.com:9200 (special characters of a user or password in it must be percent-encoded)")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the cluster's URL must begin with https:// or http://")
	case u.Hostname() == "":
		return nil, errors.New("the cluster's URL names no host")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the cluster's URL must end with its path: no ? and no #")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, User: u.User, Path: strings.TrimRight(u.Path, "/")}, nil
}

// Timeout is the time limit of each request.
func (c *Client) Timeout() time.Duration { return c.timeout }
