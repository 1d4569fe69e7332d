package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// canaryListener waits for the message of a canary. Its path is a secret, so that only
// who was told it is heard.
type canaryListener struct {
	url   string // as the cluster's nodes reach it
	heard chan struct{}

	server *http.Server
}

// errWhereToListen says what a canary needs on a cluster that is elsewhere.
var errWhereToListen = errors.New("the cluster is not on this machine, and its nodes must reach who listens for the canary's message: say where to listen by --listen ADDR, such as 10.0.0.7:8080, " +
	"and where nodes reach that under another name, --canary-url URL; or let the message go to a destination of the configuration by --canary-to ADDRESS")

// listenForCanary listens; local tells whether the cluster is on this machine, so that
// any port will do.
func listenForCanary(at, reached string, local bool) (*canaryListener, error) {
	switch {
	case at == "" && !local:
		return nil, errWhereToListen
	case at == "":
		at = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	base := strings.TrimRight(reached, "/")
	if base == "" {
		host, _, _ := net.SplitHostPort(listener.Addr().String())
		if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
			listener.Close()
			return nil, errors.New("--listen takes any address, and the cluster must be told one: say by --canary-url how its nodes reach this machine, such as http://10.0.0.7:8080")
		}
		base = "http://" + listener.Addr().String()
	}
	if u, err := url.Parse(base); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		listener.Close()
		return nil, errors.New("--canary-url takes a URL such as http://10.0.0.7:8080")
	}
	path := "/" + rand.Text()
	l := &canaryListener{url: base + path, heard: make(chan struct{}, 1)}
	var once sync.Once
	l.server = &http.Server{ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, path) || r.Method != http.MethodPost {
			http.NotFound(w, r)
			return
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
		once.Do(func() { l.heard <- struct{}{} })
	})}
	go func() { _ = l.server.Serve(listener) }()
	return l, nil
}

func (l *canaryListener) close() { l.server.Close() }
