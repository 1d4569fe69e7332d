package elastalert

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
)

// email is a channel that sends to people, with the server that it goes by.
func (a alerter) email() []func() string {
	if s := a.get("email_from_field"); s.there() {
		a.refuse(s.at(), "Recipient in an event", "A channel sends to addresses that are known before.")
		return nil
	}
	var to []string
	for _, name := range []string{"email", "cc", "bcc"} {
		s := a.get(name)
		to = append(to, s.texts()...)
		if s.there() && name != "email" {
			a.note(s.at(), "Recipients", "A channel sends to all of its recipients alike: those of %s are among them.", name)
		}
	}
	from := a.get("from_addr")
	if len(a.get("email").texts()) == 0 || !strings.Contains(from.text(), "@") || slices.ContainsFunc(append(to, from.text()), environment.MatchString) {
		a.refuse(a.at, "E-mail that is not whole", "It needs email, the recipients, and from_addr, the address that it comes from.")
		return nil
	}
	account := a.server(from.text())
	if s := a.get("email_format"); s.text() == "html" {
		a.note(s.at(), "How a message looks", "The text goes out as it is: email_format is left out.")
	}
	slices.Sort(to)
	to = slices.Compact(to)
	return []func() string{func() string {
		server := account()
		return a.declare("email", strings.Join(to, ",")+"\x00"+server, a.hint(a.get("email"), ""), func(b *generate.Block, _ string) {
			b.Set("account", generate.Reference(server))
			list := make([]any, len(to))
			for i, address := range to {
				list[i] = address
			}
			b.Set("recipients", list)
		})
	}}
}

// server declares the account for the mail server of a rule.
func (a alerter) server(from string) func() string {
	host, port, method := a.get("smtp_host").text(), a.get("smtp_port").text(), "start_tls"
	if host == "" {
		host = "localhost"
	}
	if a.get("smtp_ssl").truth(false) {
		method = "ssl"
	}
	if port == "" {
		port = map[string]string{"ssl": "465", "start_tls": "25"}[method]
	}
	if _, err := strconv.Atoi(port); err != nil || environment.MatchString(host) {
		a.refuse(a.at, "Mail server that is not known", "smtp_host is its name, and smtp_port a number.")
		return nil
	}
	key := strings.Join([]string{host, port, method, from}, "\x00")
	if _, known := a.conversion.destinations["smtp_account\x00"+key]; !known {
		if method == "start_tls" {
			a.note(a.at, "Mail without encryption", "ElastAlert encrypts if the server can; the account of the cluster always does (start_tls). If %s can't, say method = \"none\".", host)
		}
		if s := a.get("smtp_auth_file"); s.there() {
			a.note(s.at(), "User and password of the mail server", "They are kept in the keystore of each node, under the account's name, and not in files.")
		}
	}
	return func() string {
		return a.declare("smtp_account", key, convert.Label(host), func(b *generate.Block, _ string) {
			b.Set("host", host)
			b.Set("port", json.Number(port))
			b.Set("method", method)
			b.Set("from", from)
		})
	}
}
