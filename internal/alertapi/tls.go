package alertapi

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// idleConnections stay open for less than load balancers leave them (60 s is
// usual): a write on one that was closed meanwhile would have an unknown end.
const idleConnections = 30 * time.Second

func newTransport(cfg Config) (*http.Transport, error) {
	pool, err := authorities(cfg)
	if err != nil {
		return nil, err
	}
	own, err := clientCertificate(cfg)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, Certificates: own, InsecureSkipVerify: cfg.Insecure, MinVersion: tls.VersionTLS12}
	transport.ForceAttemptHTTP2 = false
	transport.MaxIdleConnsPerHost = 16
	transport.IdleConnTimeout = idleConnections
	if cfg.Proxy != nil {
		transport.Proxy = cfg.Proxy
	}
	transport.OnProxyConnectResponse = proxyRefuses
	return transport, nil
}

// authorities are those that may have signed the cluster's certificate; nil: the
// system's.
func authorities(cfg Config) (*x509.CertPool, error) {
	if cfg.CAFile == "" {
		return cfg.CAPool, nil
	}
	text, err := os.ReadFile(cfg.CAFile)
	if err != nil {
		return nil, fmt.Errorf("the CA file can't be read: %w", err)
	}
	pool := x509.NewCertPool()
	if cfg.CAPool != nil {
		pool = cfg.CAPool.Clone()
	} else if system, err := x509.SystemCertPool(); err == nil {
		pool = system
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("the CA file %s holds no PEM certificate", cfg.CAFile)
	}
	return pool, nil
}

// clientCertificate is what the client shows of itself where it is asked. No
// error shows anything of the key.
func clientCertificate(cfg Config) ([]tls.Certificate, error) {
	switch {
	case cfg.CertFile == "" && cfg.KeyFile == "":
		return nil, nil
	case cfg.KeyFile == "":
		return nil, errors.New("there is a client certificate, but no file with its key")
	case cfg.CertFile == "":
		return nil, errors.New("there is a key of a client certificate, but no file with the certificate")
	}
	certificate, err := os.ReadFile(cfg.CertFile)
	if err != nil {
		return nil, fmt.Errorf("the client certificate can't be read: %w", err)
	}
	key, err := os.ReadFile(cfg.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("the key of the client certificate can't be read: %w", err)
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("the client certificate %s and its key %s can't be used: %s", cfg.CertFile, cfg.KeyFile, whyNoPair(certificate, key, err))
	}
	return []tls.Certificate{pair}, nil
}

// whyNoPair says what is wrong with a certificate and its key.
func whyNoPair(certificate, key []byte, err error) string {
	switch {
	case !holds(certificate, "CERTIFICATE"):
		return "the first holds no PEM certificate"
	case holds(key, "ENCRYPTED PRIVATE KEY"), strings.Contains(string(key), "Proc-Type: 4,ENCRYPTED"):
		return "the key has a passphrase; take it away with `openssl pkey -in KEY -out PLAIN_KEY`, and protect the file"
	case !holds(key, "PRIVATE KEY"):
		return "the second holds no PEM private key"
	}
	return strings.TrimPrefix(err.Error(), "tls: ")
}

// holds tells whether a file has a PEM block whose type ends so.
func holds(file []byte, kind string) bool {
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if strings.HasSuffix(block.Type, kind) {
			return true
		}
	}
	return false
}
