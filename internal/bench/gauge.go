package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// request is one that passed a gauge.
type request struct {
	Method string
	URI    string
	Body   string
	Header http.Header
	Status int

	began, ended time.Time // as the server saw it
}

// writes tells whether a request changes something.
func (r request) writes() bool {
	return r.Method != http.MethodGet && !strings.Contains(r.URI, "_search") && !strings.Contains(r.URI, "_execute")
}

func (r request) aboutMonitor() bool { return strings.Contains(r.URI, "/_alerting/monitors") }

// gauge stands between alertplan and a server, and writes down what passes and when.
type gauge struct {
	URL string

	target string
	below  *http.Transport
	server *http.Server

	plays atomic.Bool // a plugin, see standIn

	mu       sync.Mutex
	requests []request
}

func startGauge(target string) (*gauge, error) {
	g := &gauge{target: target, below: http.DefaultTransport.(*http.Transport).Clone()}
	g.below.DisableCompression = true
	g.below.MaxIdleConnsPerHost = 64
	if err := g.trust(os.Getenv("ALERTPLAN_CA_FILE")); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	g.URL = "http://" + listener.Addr().String()
	g.server = &http.Server{Handler: g}
	go func() { _ = g.server.Serve(listener) }()
	return g, nil
}

// trust makes the gauge trust what alertplan is told to trust.
func (g *gauge) trust(file string) error {
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return fmt.Errorf("%s holds no PEM certificate", file)
	}
	g.below.TLSClientConfig = &tls.Config{RootCAs: pool}
	return nil
}

func (g *gauge) close() {
	_ = g.server.Close()
	g.below.CloseIdleConnections()
}

// since forgets what has passed, after it was returned.
func (g *gauge) since() []request {
	g.mu.Lock()
	defer g.mu.Unlock()
	passed := g.requests
	g.requests = nil
	return passed
}

func (g *gauge) note(passed request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.requests = append(g.requests, passed)
}

// ServeHTTP passes a request on.
func (g *gauge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	passed := request{Method: r.Method, URI: r.URL.RequestURI(), Body: string(body), Header: r.Header.Clone(), began: began}
	defer func() {
		passed.ended = time.Now()
		g.note(passed)
	}()
	if g.plays.Load() {
		body = standIn(body)
	}
	out, err := http.NewRequestWithContext(r.Context(), r.Method, g.target+passed.URI, bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	out.Header = passed.Header.Clone()
	res, err := g.below.RoundTrip(out)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer res.Body.Close()
	for name, values := range res.Header {
		w.Header()[name] = values
	}
	passed.Status = res.StatusCode
	if g.plays.Load() {
		answer, _ := io.ReadAll(res.Body)
		w.Header().Del("Content-Length")
		res.Body = io.NopCloser(bytes.NewReader(pluginPrints(answer)))
	}
	w.WriteHeader(res.StatusCode)
	_, _ = io.Copy(w, res.Body) // a client that is gone needs no answer
}
