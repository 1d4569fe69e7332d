package main

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// forwardProxy is a proxy as companies have them: it forwards plain HTTP and opens
// ways for TLS, to one server whatever name is asked for, and may want a login.
type forwardProxy struct {
	to       string // host:port
	login    string // user:password; "" for none
	refusal  int    // the status of all answers; 0: it lets through
	requests atomic.Int64
}

func (p *forwardProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests.Add(1)
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.login))
	switch {
	case p.login != "" && r.Header.Get("Proxy-Authorization") != want:
		w.Header().Set("Proxy-Authenticate", "Basic")
		http.Error(w, "<html><title>Who are you, "+r.Header.Get("Proxy-Authorization")+"</title></html>", http.StatusProxyAuthRequired)
	case p.refusal != 0:
		http.Error(w, "<html><title>no</title></html>", p.refusal)
	case r.Method == http.MethodConnect:
		p.open(w)
	case r.URL.Host == "":
		http.Error(w, "this is no request to a proxy", http.StatusBadRequest)
	default:
		httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: p.to}).ServeHTTP(w, r)
	}
}

func (p *forwardProxy) open(w http.ResponseWriter) {
	there, err := net.Dial("tcp", p.to)
	if err != nil {
		http.Error(w, "", http.StatusBadGateway)
		return
	}
	defer there.Close()
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	if _, err := io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(there, buffered)
		there.Close()
	}()
	_, _ = io.Copy(here, there)
}

func startProxy(t *testing.T, p *forwardProxy) string {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return strings.TrimPrefix(server.URL, "http://")
}

const proxyPassword = "p@ss:" + secretWord

// TestProxies does the whole job over a proxy, to names that only the proxy knows.
func TestProxies(t *testing.T) {
	t.Parallel()
	// The sandbox itself serves this machine's names only.
	behind := newSandboxHandler()
	anyName := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = "localhost"
		behind.ServeHTTP(w, r)
	})
	plain := httptest.NewServer(anyName)
	t.Cleanup(plain.Close)
	ours := newAuthority(t, "ours")
	pair, _, _ := ours.issue(time.Now().Add(time.Hour), "search.invalid")
	secure := startTLS(t, anyName, &tls.Config{Certificates: []tls.Certificate{pair}})
	for variable, to := range map[string]string{"HTTP_PROXY": plain.URL, "https_proxy": secure.URL} {
		scheme, host, _ := strings.Cut(to, "://")
		proxy := &forwardProxy{to: host, login: "user:" + proxyPassword}
		at := startProxy(t, proxy)
		with := func(login string) string {
			return variable + "=http://" + (&url.URL{User: url.UserPassword("user", login), Host: at}).String()[2:]
		}
		cluster := "workspace = \"soc\"\n\ncluster \"far\" {\n  url = \"" + scheme + "://search.invalid\"\n  ca_file = \"" + ours.file() + "\"\n}\n" + job
		c := newConnection(t, cluster, with(proxyPassword))
		c.wholeJob()
		if got := c.run("plan", "--debug"); !strings.Contains(got.stderr, "through the proxy http://"+at) || proxy.requests.Load() == 0 {
			t.Errorf("%s: %s", variable, got)
		}
		newConnection(t, cluster, with("wrong-"+secretWord)).fails("the proxy " + at + " (" + variable + ") wants a login, or doesn't take this one")
		newConnection(t, cluster, with(proxyPassword), "NO_PROXY=.invalid").fails(" search.invalid") // "there is no host named", or no DNS at all
		refused := map[int]string{http.StatusForbidden: "403 no", http.StatusBadGateway: "502 no"}
		if scheme == "https" {
			refused = map[int]string{http.StatusForbidden: "does not let through to search.invalid: let it, or name the host in NO_PROXY", http.StatusBadGateway: "can't reach search.invalid (502 Bad Gateway)"}
		}
		for status, want := range refused {
			newConnection(t, cluster, variable+"=http://"+startProxy(t, &forwardProxy{refusal: status})).fails(want)
		}
		newConnection(t, cluster, variable+"=http://user:"+secretWord+"@127.0.0.1:1").fails("nothing listens at the proxy 127.0.0.1:1 (" + variable + ")")
		newConnection(t, cluster, variable+"=http://user:"+secretWord+"@no-proxy.invalid:3128").fails("no-proxy.invalid")
		newConnection(t, cluster, variable+"=http://user:"+secretWord+"%zz@x").fails(variable + " names no proxy that can be read")
	}
}
