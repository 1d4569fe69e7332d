package credentials

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// What lies beside the file, by the names that the file's CA may have replaced.
const (
	caName   = "ca.pem"
	nodeName = "node.pem"
	keyName  = "node-key.pem"
)

// validFor is how long certificates are good.
const validFor = 10 * 365 * 24 * time.Hour

// beside is a path in the folder of the CA.
func (f *File) beside(name string) string { return filepath.Join(filepath.Dir(f.CA), name) }

// ensureCertificates makes a CA and a certificate for loopback, signed by it, where there
// is none. The CA's key is not kept: nobody else is to be signed by it.
func (f *File) ensureCertificates() error {
	missing := []string{}
	for _, path := range []string{f.CA, f.beside(nodeName), f.beside(keyName)} {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, path)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 3:
		return f.makeCertificates()
	}
	return fmt.Errorf("the users' file %s goes with %s, %s and %s, but %s is missing: bring it back, or delete the others to have new ones made",
		f.Path, f.CA, f.beside(nodeName), f.beside(keyName), missing[0])
}

func (f *File) makeCertificates() error {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("making a CA: %w", err)
	}
	nodeKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("making a certificate: %w", err)
	}
	authority := template("alertplan sandbox CA")
	authority.IsCA, authority.BasicConstraintsValid = true, true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	node := template("alertplan sandbox")
	node.KeyUsage = x509.KeyUsageDigitalSignature
	node.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	node.DNSNames = []string{"localhost"}
	node.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}

	signed, err := x509.CreateCertificate(rand.Reader, authority, authority, &caKey.PublicKey, caKey)
	if err != nil {
		return fmt.Errorf("making a CA: %w", err)
	}
	certificate, err := x509.CreateCertificate(rand.Reader, node, authority, &nodeKey.PublicKey, caKey)
	if err != nil {
		return fmt.Errorf("making a certificate: %w", err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(nodeKey)
	if err != nil {
		return fmt.Errorf("making a certificate: %w", err)
	}
	return errors.Join(
		writePEM(f.CA, "CERTIFICATE", signed),
		writePEM(f.beside(nodeName), "CERTIFICATE", certificate),
		writePEM(f.beside(keyName), "PRIVATE KEY", key),
	)
}

func template(name string) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // rand.Reader never fails
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(validFor),
	}
}

// writePEM writes a new file for its owner only.
func writePEM(path, kind string, data []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing a certificate: %w", err)
	}
	if err := pem.Encode(out, &pem.Block{Type: kind, Bytes: data}); err != nil {
		out.Close()
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return out.Close()
}

// TLS is how a server speaks TLS with the certificate beside the file.
func (f *File) TLS() (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(f.beside(nodeName), f.beside(keyName))
	if err != nil {
		return nil, fmt.Errorf("the certificate of the users' file %s: %w", f.Path, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, nil
}

// Pool are the certificates by which a client knows the server.
func (f *File) Pool() (*x509.CertPool, error) {
	text, err := os.ReadFile(f.CA)
	if err != nil {
		return nil, fmt.Errorf("the CA of the users' file %s: %w", f.Path, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate", f.CA)
	}
	return pool, nil
}
