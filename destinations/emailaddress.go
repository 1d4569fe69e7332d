package destinations

import "github.com/alertplan/alertplan/internal/pattern"

// emailAddress is what the server takes for an address, by its own expression
// (common-utils, ValidationHelpers.kt; channel_errors/email_references): ASCII
// only, with a domain of two labels at least, or one in brackets.
var emailAddress = pattern.New(`^(?:` + atom + `(?:\.` + atom + `)*` +
	`|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")` +
	`@(?:(?:` + domainLabel + `\.)+` + domainLabel + `|\[` + octet + `(?:\.` + octet + `){3}\])$`)

const (
	atom        = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
	domainLabel = `[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?`
	octet       = `(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])`
)

// IsEmailAddress tells whether the server takes a text for an e-mail address.
func IsEmailAddress(text string) bool { return emailAddress.MatchString(text) }

// keystoreName is what can stand between the parts of a setting's name (core,
// Setting.AffixKey).
var keystoreName = pattern.New(`^[-A-Za-z0-9_]+$`)

// CanHaveCredentials tells whether the keystore can hold a user and password for an
// SMTP account of this name.
func CanHaveCredentials(name string) bool { return keystoreName.MatchString(name) }

// Keystore begins the names under which keystores have the users and passwords of
// SMTP accounts (alerting-api.md 6.1, 6.2; from source).
type Keystore string

// The keystores of clusters of OpenSearch 2.0 and later, and of those before.
const (
	NotificationsKeystore Keystore = "opensearch.notifications.core.email."
	LegacyKeystore        Keystore = "opendistro.alerting.destination.email."
)

// Keys are the names of the settings that hold an account's user and password.
func (k Keystore) Keys(account string) (username, password string) {
	return string(k) + account + ".username", string(k) + account + ".password"
}
