package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// secretWord stands in all secrets of these tests: it must be in no output.
const secretWord = "must-not-show"

// connection is the program as a process of its own, with an environment, a
// configuration, and what stands between it and a sandbox.
type connection struct {
	t   *testing.T
	dir string
	env []string
}

func newConnection(t *testing.T, configuration string, env ...string) *connection {
	t.Helper()
	c := &connection{t: t, dir: t.TempDir()}
	for _, line := range bareEnvironment() {
		if name, _, _ := strings.Cut(line, "="); !strings.HasPrefix(name, "AWS_") && !strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			c.env = append(c.env, line)
		}
	}
	home := t.TempDir()
	c.env = append(append(c.env, "HOME="+home, "AWS_EC2_METADATA_DISABLED=true"), env...)
	writeMain(t, c.dir, configuration)
	return c
}

// run runs a command, and looks for secrets in all that it prints.
func (c *connection) run(args ...string) result {
	c.t.Helper()
	var stdout, stderr bytes.Buffer
	p := exec.Command("alertplan", append(args, c.dir)...)
	p.Env, p.Stdout, p.Stderr = c.env, &stdout, &stderr
	err := p.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		c.t.Fatal(err)
	}
	got := result{p.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	if strings.Contains(got.stdout+got.stderr, secretWord) {
		c.t.Errorf("%v shows a secret: %s", args, got)
	}
	return got
}

// fails runs a plan that must fail with some words.
func (c *connection) fails(want string, args ...string) {
	c.t.Helper()
	if got := c.run(append([]string{"plan"}, args...)...); got.code != 1 || !strings.Contains(got.stderr, want) {
		c.t.Errorf("plan %v: want %q: %s", args, want, got)
	}
}

// wholeJob applies, plans, changes and destroys, every request shown.
func (c *connection) wholeJob(args ...string) {
	c.t.Helper()
	for _, step := range []struct {
		command []string
		code    int
	}{
		{[]string{"plan", "--detailed-exitcode"}, 2}, {[]string{"apply", "--auto-approve", "--debug"}, 0}, {[]string{"plan", "--detailed-exitcode", "--debug"}, 0},
		{[]string{"list", "--live"}, 0}, {[]string{"destroy", "--auto-approve", "--debug"}, 0}, {[]string{"plan", "--detailed-exitcode", "--json"}, 2},
	} {
		if got := c.run(append(step.command, args...)...); got.code != step.code {
			c.t.Fatalf("%v: want exit status %d: %s", step.command, step.code, got)
		}
	}
}

// job is a configuration with a destination of which all is secret, and a monitor.
const job = `
destination "webhook" "pager" {
  url     = "https://pager.example.com/must-not-show"
  headers = { Authorization = "must-not-show too" }
}

monitor "login" {
  name = "Lögin, (all) of 'them' & more"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "tell" {
      destination = destination.webhook.pager
      message     = "something"
    }
  }
}
`

func newSandboxHandler() http.Handler {
	return sandbox.New(sandbox.Options{Clock: hasty{time.Now()}})
}

// authority signs certificates for tests.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	dir  string
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{t: t, key: key, dir: t.TempDir()}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.write("ca.pem", "CERTIFICATE", der)
	return a
}

func (a *authority) write(name, kind string, der []byte) string {
	a.t.Helper()
	path := filepath.Join(a.dir, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		a.t.Fatal(err)
	}
	return path
}

func (a *authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

func (a *authority) file() string { return filepath.Join(a.dir, "ca.pem") }

// issue makes a certificate, valid until a time, for servers and for clients; the
// files hold it and its key.
func (a *authority) issue(until time.Time, names ...string) (pair tls.Certificate, certFile, keyFile string) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: names[0]}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	certFile, keyFile = a.write(names[0]+".pem", "CERTIFICATE", der), a.write(names[0]+"-key.pem", "PRIVATE KEY", keyDER)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, certFile, keyFile
}

// startTLS serves over TLS, silently.
func startTLS(t *testing.T, handler http.Handler, config *tls.Config) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}
