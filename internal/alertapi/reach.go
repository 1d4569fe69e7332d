package alertapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptrace"
	"os"
	"sync"
	"time"
)

// Step is a part of the way to a cluster.
type Step string

// The steps, in their order.
const (
	Lookup    Step = "lookup"    // the host's name is looked up
	Connect   Step = "connect"   // a connection is opened
	Handshake Step = "handshake" // TLS
	Answer    Step = "answer"    // the request is answered
)

// Reached is what one request, GET /, met on its way.
type Reached struct {
	Addresses []string // of the host, or of the proxy; nil where no name was looked up
	Address   string   // that took the connection, with its port; "" for none
	Proxy     string   // in between, as it may be shown; "" for none

	// TLS is what was agreed on; nil where it did not come to that, or none is spoken.
	// Its certificates are there, too, where they were refused.
	TLS *tls.ConnectionState

	// Authority is whom the trust in the certificate goes back to; nil where it is not
	// trusted. FromFile is the CA file that names it; "" for the machine's authorities.
	Authority *x509.Certificate
	FromFile  string

	// Unchecked: any certificate is taken (Config.Insecure). WouldFail is why this one
	// would be refused otherwise; "" where it would not.
	Unchecked bool
	WouldFail string

	Login string // how requests tell who sends them; "none" for not at all

	Sent, Answered time.Time
	Status         int // of the answer; 0: there was none

	// Failed is the step at which the way ended, Err why; "" and nil where there was an
	// answer, whatever its status.
	Failed Step
	Err    error
}

// Reach sends GET /, once, and tells what it met. Of a client that has sent nothing yet
// it tells of the connection, too.
func (c *Client) Reach(ctx context.Context) Reached {
	r := Reached{Proxy: c.Proxy(), Login: c.login.kind(), Unchecked: c.insecure}
	way := &way{}
	r.Sent = time.Now()
	answer, err := c.send(httptrace.WithClientTrace(ctx, way.trace()), call{method: http.MethodGet, path: "/"})
	r.Answered, r.Status = time.Now(), answer.status
	r.Addresses, r.Address, r.TLS = way.told()
	if err != nil {
		r.Failed, r.Err = way.failedAt(err), err
	}
	c.certified(&r, err)
	return r
}

// certified looks at the certificate: whom the trust in it goes back to.
func (c *Client) certified(r *Reached, err error) {
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) {
		r.TLS = &tls.ConnectionState{PeerCertificates: refused.UnverifiedCertificates}
		return
	}
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return
	}
	chains := r.TLS.VerifiedChains
	if c.insecure {
		var wrong error
		if chains, wrong = c.verify(r.TLS.PeerCertificates); wrong != nil {
			r.WouldFail = tlsReason(wrong, c.base.Host)
			return
		}
	}
	if len(chains) == 0 || len(chains[0]) == 0 {
		return
	}
	r.Authority = chains[0][len(chains[0])-1]
	if fileHolds(c.caFile, r.Authority) {
		r.FromFile = c.caFile
	}
}

// verify checks a certificate as a client does that is not told to take any.
func (c *Client) verify(presented []*x509.Certificate) ([][]*x509.Certificate, error) {
	o := x509.VerifyOptions{DNSName: c.base.Hostname(), Intermediates: x509.NewCertPool()}
	if transport, ok := c.below.(*http.Transport); ok && transport.TLSClientConfig != nil {
		o.Roots = transport.TLSClientConfig.RootCAs
	}
	for _, certificate := range presented[1:] {
		o.Intermediates.AddCert(certificate)
	}
	return presented[0].Verify(o)
}

// fileHolds tells whether a PEM file has a certificate.
func fileHolds(path string, wanted *x509.Certificate) bool {
	if path == "" {
		return false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	with := pool.Clone()
	with.AddCert(wanted) // changes nothing where it is there
	return pool.Equal(with)
}

// way follows a request; its hooks may be called by several goroutines, and after the
// request has failed.
type way struct {
	sync.Mutex
	addresses []string
	address   string
	tls       *tls.ConnectionState
	at        Step
}

func (w *way) trace() *httptrace.ClientTrace {
	note := func(do func()) {
		w.Lock()
		defer w.Unlock()
		do()
	}
	return &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { note(func() { w.at = Lookup }) },
		DNSDone: func(info httptrace.DNSDoneInfo) {
			note(func() {
				for _, a := range info.Addrs {
					w.addresses = append(w.addresses, a.IP.String())
				}
			})
		},
		ConnectStart: func(string, string) { note(func() { w.at = Connect }) },
		ConnectDone: func(_, address string, err error) {
			if err == nil {
				note(func() { w.address = address })
			}
		},
		TLSHandshakeStart: func() { note(func() { w.at = Handshake }) },
		TLSHandshakeDone: func(state tls.ConnectionState, err error) {
			if err == nil {
				note(func() { w.tls = &state })
			}
		},
		GotConn: func(httptrace.GotConnInfo) { note(func() { w.at = Answer }) },
	}
}

func (w *way) told() ([]string, string, *tls.ConnectionState) {
	w.Lock()
	defer w.Unlock()
	return w.addresses, w.address, w.tls
}

// failedAt is the step at which a request failed.
func (w *way) failedAt(err error) Step {
	w.Lock()
	defer w.Unlock()
	switch {
	case lookupReason(err) != "":
		return Lookup
	case w.at == "", proxyFailed(err):
		return Connect
	}
	return w.at
}
