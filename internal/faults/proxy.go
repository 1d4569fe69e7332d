package faults

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Proxy stands before one server. It is safe for concurrent use.
type Proxy struct {
	// URL is where clients reach it.
	URL string

	// Unreachable is what clients get while the server can't be reached; its zero value
	// is a gateway's 502. It is set before the first request.
	Unreachable Fault

	target string
	below  *http.Transport
	server *http.Server

	mu       sync.Mutex
	rules    []*Rule
	requests []Request
	underWay sync.WaitGroup
}

// Start opens a proxy before the server at target, a URL. Close it.
func Start(target string) *Proxy {
	p := &Proxy{target: strings.TrimRight(target, "/"), below: http.DefaultTransport.(*http.Transport).Clone()}
	p.below.DisableCompression = true
	p.below.MaxIdleConnsPerHost = 32
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("faults: no port for a proxy: %v", err)) // as httptest does
	}
	p.server = &http.Server{Handler: p}
	p.URL = "http://" + listener.Addr().String()
	go func() { _ = p.server.Serve(listener) }()
	return p
}

// Close ends the proxy and all connections to it.
func (p *Proxy) Close() {
	_ = p.server.Close()
	p.below.CloseIdleConnections()
}

// Break adds rules behind those that there are.
func (p *Proxy) Break(rules ...Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range rules {
		p.rules = append(p.rules, &r)
	}
}

// Heal forgets all rules and the list of requests: from now on nothing breaks.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules, p.requests = nil, nil
}

// Rest returns when nothing is under way any more: a server goes on with what it got
// when its client is gone. Nobody may send meanwhile.
func (p *Proxy) Rest() { p.underWay.Wait() }

// Requests lists what reached the proxy since it was started or healed, in the
// order of arrival.
func (p *Proxy) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// ServeHTTP passes a request on, as far as the rules let it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.underWay.Add(1)
	defer p.underWay.Done()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	fault := p.meet(Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Body: string(body)})
	fault.Serve(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, err := p.pass(r, body)
		switch {
		case err == nil:
			from.write(w)
		case p.Unreachable.Reply != nil:
			p.Unreachable.Reply(w, response{}, wait{client: r.Context().Done()})
		default:
			http.Error(w, "the proxy of the test can't reach the server: "+err.Error(), http.StatusBadGateway)
		}
	}))
}

// meet notes a request, and says what happens to it.
func (p *Proxy) meet(request Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	var fault Fault
	for _, rule := range p.rules {
		if rule.fits(request) {
			fault = rule.Fault
			break
		}
	}
	request.Fault = fault.Name
	p.requests = append(p.requests, request)
	return fault
}

// pass sends a request to the server once, whole, whatever becomes of the client:
// a server goes on, too, when its client hangs up.
func (p *Proxy) pass(r *http.Request, body []byte) (response, error) {
	target, err := url.Parse(p.target + r.URL.RequestURI())
	if err != nil {
		return response{}, err
	}
	out := &http.Request{Method: r.Method, URL: target, Host: r.Host, Header: r.Header.Clone(), ContentLength: int64(len(body))}
	if len(body) > 0 {
		out.Body = io.NopCloser(bytes.NewReader(body)) // and no GetBody, so that it is not sent again
	}
	res, err := p.below.RoundTrip(out)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return response{status: res.StatusCode, header: res.Header, body: got}, err
}
