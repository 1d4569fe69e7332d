package schema

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/amazon"
)

func (r reading) smtp() destinations.Settings {
	r.needed("host", "port", "method")
	s := &destinations.SMTPSettings{From: r.from(), Port: r.port()}
	s.Host = r.mailHost()
	s.Method = r.encryption(s.Host)
	return s
}

func (r reading) mailHost() string {
	text, ok := r.publicText("host")
	if !ok || isUnknown(text) {
		return text
	}
	if text == "" || strings.ContainsAny(text, "/?#@ \t\r\n") || strings.Contains(text, ":") && net.ParseIP(text) == nil {
		r.report("invalid-host", r.at("host"), "host must be the name or address of a machine, without scheme, port and path. The server takes any text, and fails when it sends.")
	}
	return text
}

// port reads a port as its digits.
func (r reading) port() string {
	v, ok := r.converted("port", cty.String)
	if !ok {
		return ""
	}
	text, marks := textOf(v)
	n, err := strconv.Atoi(text)
	switch {
	case hasSecret(marks):
		r.report("sensitive-value", r.at("port"), "port must not be a secret, since it is printed and stored in clear. If it is none, use nonsensitive().")
		return ""
	case isUnknown(text):
	case err != nil || n < 1 || n > 65535:
		r.report("invalid-port", r.at("port"), "port must be a whole number from 1 to 65535.")
		return ""
	}
	return text
}

// encryption reads how an SMTP account encrypts.
func (r reading) encryption(host string) string {
	text, ok := r.publicText("method")
	switch {
	case !ok || isUnknown(text):
	case text == destinations.NoEncryption && !isLocal(host):
		r.report("unencrypted-email", r.at("method"), "With none the e-mails, and the account's password, go to %s in clear. Use start_tls (usually port 587) or ssl (465).", hostOr(host))
	case !slices.Contains(destinations.Encryptions(), text):
		r.report("invalid-encryption", r.at("method"), "%q can't be the method: it is none, ssl or start_tls, and the server would silently take none for anything else, so that e-mails go out unencrypted.%s", text, meantEncryption(text))
		return ""
	}
	return text
}

func hostOr(host string) string {
	if host == "" || isUnknown(host) {
		return "the server"
	}
	return host
}

// meantEncryption knows the words of 1.x, of Dashboards and of mail programs.
func meantEncryption(text string) string {
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(text)) {
	case "starttls", "tls":
		return " Did you mean \"start_tls\"?"
	case "ssl", "ssltls", "smtps":
		return " Did you mean \"ssl\"?"
	default:
		return didYouMean(text, destinations.Encryptions())
	}
}

// isLocal tells whether a mail server is the node's own machine, where nobody
// listens in between.
func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (r reading) ses() destinations.Settings {
	r.needed("region")
	s := &destinations.SESSettings{From: r.from(), RoleARN: r.arn("role_arn", roleARN, "arn:aws:iam::123456789012:role/alerting-ses")}
	s.Region, _ = r.publicText("region")
	if r.has("region") && !isUnknown(s.Region) && !amazon.IsRegion(s.Region) {
		r.report("invalid-region", r.at("region"), "This is no name of a region; one looks like eu-west-1. The server takes any text, and fails when it sends.")
	}
	return s
}

// checkAccountName warns of a name under which the keystore can't keep a user and
// password.
func (r reading) checkAccountName(standard string) {
	name, at := standard, place{subject: r.block}
	if given, ok := r.publicText("name"); ok {
		name, at = given, r.at("name")
	}
	if name != "" && !isUnknown(name) && !destinations.CanHaveCredentials(name) {
		r.report("account-name", at, "The keystore has the account's user and password under its name (opensearch.notifications.core.email.NAME.username), which can hold letters, digits, - and _ only. As %q it can have none. Give it such a name.", name)
	}
}
