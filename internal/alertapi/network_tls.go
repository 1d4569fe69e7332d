package alertapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
)

// tlsReason says why two that speak TLS did not come together, "" where that is
// not what failed.
func tlsReason(err error, host string) string {
	var unknownAuthority x509.UnknownAuthorityError
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	var notTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &unknownAuthority):
		return "the certificate of " + host + " is signed by an authority that is not trusted; name its CA file (ca_file in the cluster block, --ca-file, or ALERTPLAN_CA_FILE)"
	case errors.As(err, &wrongName):
		return fmt.Sprintf("the certificate of %s is not for %s%s", host, wrongName.Host, namesOf(wrongName.Certificate))
	case errors.As(err, &invalid):
		return invalidReason(invalid, host)
	case errors.As(err, &notTLS):
		return host + " does not speak TLS there: the URL may have to begin with http://"
	case strings.Contains(err.Error(), "unsupported protocol version"):
		return host + " " + tlsAlerts["protocol version not supported"]
	}
	return alertReason(err, host)
}

// namesOf says which names a certificate is for.
func namesOf(certificate *x509.Certificate) string {
	names := slices.Clone(certificate.DNSNames)
	for _, ip := range certificate.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return ", nor for any other name: it needs a subjectAltName"
	}
	more := ""
	if len(names) > 5 {
		names, more = names[:5], " and others"
	}
	return ", but for " + oneLine(strings.Join(names, ", ")) + more + ": use such a name in the URL, or let the certificate be made anew"
}

func invalidReason(invalid x509.CertificateInvalidError, host string) string {
	if invalid.Reason == x509.Expired && invalid.Cert != nil {
		return fmt.Sprintf("the certificate of %s is valid from %s to %s, and not now: let it be renewed, or set the clock of this machine",
			host, invalid.Cert.NotBefore.UTC().Format("2006-01-02 15:04"), invalid.Cert.NotAfter.UTC().Format("2006-01-02 15:04 MST"))
	}
	return fmt.Sprintf("the certificate of %s can't be trusted: %s", host, oneLine(strings.TrimPrefix(invalid.Error(), "x509: ")))
}

// tlsAlerts are how servers say that they want to see a certificate of the
// client, or won't take the one that they see, and what else ends a handshake. The types of these errors
// are not Go's to show: their texts are.
var tlsAlerts = map[string]string{
	"certificate required":           "wants a client certificate and got none: name one with client_cert_file and client_key_file in the cluster block, or ALERTPLAN_CLIENT_CERT_FILE and ALERTPLAN_CLIENT_KEY_FILE",
	"bad certificate":                "wants a client certificate, and got none or one that it does not take (client_cert_file, client_key_file)",
	"handshake failure":              "breaks off the TLS handshake: it may want a client certificate (client_cert_file, client_key_file), or other versions of TLS than 1.2 and 1.3",
	"unknown certificate":            "does not take the client certificate (client_cert_file)",
	"unsupported certificate":        "does not take the client certificate (client_cert_file): it is of a kind that it can't use",
	"revoked certificate":            "does not take the client certificate (client_cert_file): it is revoked",
	"expired certificate":            "does not take the client certificate (client_cert_file): it has expired",
	"unknown certificate authority":  "does not take the client certificate (client_cert_file): it does not trust the authority that signed it",
	"access denied":                  "does not let the client certificate in (client_cert_file)",
	"protocol version not supported": "speaks neither TLS 1.2 nor 1.3",
	"unrecognized name":              "does not know the host name of the URL",
}

// tlsAlert is what the other side ended the handshake with, "" for none.
func tlsAlert(err error) string {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" || op.Err == nil {
		return ""
	}
	return strings.TrimPrefix(op.Err.Error(), "tls: ")
}

func alertReason(err error, host string) string {
	alert := tlsAlert(err)
	if words := tlsAlerts[alert]; words != "" {
		return host + " " + words
	}
	if alert != "" {
		return host + " breaks off the TLS connection: " + oneLine(alert)
	}
	return ""
}
