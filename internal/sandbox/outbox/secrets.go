package outbox

import (
	"net/url"
	"slices"
	"strings"
)

const (
	// shortestSecret keeps "/" and "1" from being hidden wherever they stand.
	shortestSecret = 4
	// shortestPart is that of one part of a path, where words such as "services" stand.
	shortestPart = 9
	hidden       = "(hidden)"
)

// HideSecrets hides in a text what a receiver or a connection may quote of a URL,
// and that nobody is shown: all but its scheme and host, and values of headers.
func HideSecrets(text, address string, headers ...string) string {
	secrets := append(secretsOf(address), headers...)
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) }) // one may hold another
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, hidden)
		}
	}
	return text
}

// secretsOf are the parts of a URL.
func secretsOf(address string) []string {
	list := []string{address}
	u, err := url.Parse(address)
	if err != nil {
		return list
	}
	password, _ := u.User.Password()
	list = append(list, u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery, password)
	for _, part := range strings.Split(u.Path, "/") {
		if len(part) >= shortestPart {
			list = append(list, part)
		}
	}
	for _, values := range u.Query() {
		list = append(list, values...)
	}
	return list
}
