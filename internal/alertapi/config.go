package alertapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alertplan/alertplan/destinations"
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

	CAFile string         // PEM file of the authority to trust, beside the system's; "" for none
	CAPool *x509.CertPool // trusted in place of the system's; nil for the system's

	// Insecure takes any certificate.
	Insecure bool

	Timeout time.Duration // of each request; 0: DefaultTimeout

	// UserAgent is the tool's, such as alertplan/1.0; what the server wants to
	// hear before it shows ui_metadata is added.
	UserAgent string

	// Transport is used in place of a new one: for tests. CAFile, CAPool and
	// Insecure then mean nothing.
	Transport http.RoundTripper
}

// Client is a cluster. It may be used by several goroutines.
type Client struct {
	transport opensearchtransport.Interface
	base      *url.URL // without user, password, query and fragment
	timeout   time.Duration
	authorize func(*http.Request)
	written   writtenChannels
	answered  atomic.Bool // there was an answer already

	detecting sync.Mutex
	features  *Features // nil until Detect has an answer
}

// New makes a client; it sends nothing. No error shows a password.
func New(cfg Config) (*Client, error) {
	base, err := parseURL(cfg.URL)
	if err != nil {
		return nil, err
	}
	below := cfg.Transport
	if below == nil {
		if below, err = newTransport(cfg); err != nil {
			return nil, err
		}
	}
	authorize, err := authorization(cfg, base.User)
	if err != nil {
		return nil, err
	}
	base.User = nil
	client := &Client{base: base, timeout: cfg.Timeout, authorize: authorize}
	if client.timeout <= 0 {
		client.timeout = DefaultTimeout
	}
	// The library gets scheme and host only: it would join a base path itself, and
	// once more for each retry. DisableRetry leaves a loop over io.EOF, which the
	// round tripper beneath it never returns.
	client.transport, err = opensearchtransport.New(opensearchtransport.Config{
		URLs:         []*url.URL{{Scheme: base.Scheme, Host: base.Host}},
		DisableRetry: true,
		Transport:    &roundTripper{below: below, userAgent: userAgent(cfg.UserAgent)},
	})
	if err != nil {
		return nil, errors.New("the HTTP client can't be set up")
	}
	return client, nil
}

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

func authorization(cfg Config, inURL *url.Userinfo) (func(*http.Request), error) {
	user, password := cfg.Username, cfg.Password.Reveal()
	if reason, unknown := cfg.Password.Unknown(); unknown {
		return nil, fmt.Errorf("the cluster's password is not known: %s has no value", reason)
	}
	if user == "" && inURL != nil {
		user = inURL.Username()
		password, _ = inURL.Password()
	}
	if user == "" {
		return func(*http.Request) {}, nil
	}
	return func(req *http.Request) { req.SetBasicAuth(user, password) }, nil
}

// idleConnections stay open for less than load balancers leave them (60 s is
// usual): a write on one that was closed meanwhile would have an unknown end.
const idleConnections = 30 * time.Second

func newTransport(cfg Config) (*http.Transport, error) {
	pool := cfg.CAPool
	if cfg.CAFile != "" {
		pem, err := os.ReadFile(cfg.CAFile)
		if err != nil {
			return nil, fmt.Errorf("the CA file can't be read: %w", err)
		}
		if pool == nil {
			if pool, err = x509.SystemCertPool(); err != nil {
				pool = x509.NewCertPool()
			}
		} else {
			pool = pool.Clone()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("the CA file %s holds no PEM certificate", cfg.CAFile)
		}
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, InsecureSkipVerify: cfg.Insecure, MinVersion: tls.VersionTLS12}
	transport.ForceAttemptHTTP2 = false
	transport.MaxIdleConnsPerHost = 16
	transport.IdleConnTimeout = idleConnections
	return transport, nil
}
