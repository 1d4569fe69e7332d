package notifications

import (
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// checkID throws unless an id that a client chose is made of letters, digits and
// - _ + / (channels/config_id_characters).
func checkID(id string) {
	bad := strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+/_-", r)) {
			return -1
		}
		return r
	}, id)
	xcontent.Check(bad == "" && id != "", "Invalid characters in id : %s", bad)
}

// address is what the server takes for an e-mail address. Case is ignored for
// ASCII only.
var address = pattern.New(`^(?:` + atom + `(?:\.` + atom + `)*` +
	`|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")` +
	`@(?:(?:` + label + `\.)+` + label +
	`|\[(?:` + octet + `\.){3}(?:` + octet + `|[a-zA-Z0-9-]*[a-zA-Z0-9]:` +
	`(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])+)\])$`)

const (
	atom  = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
	label = `[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?`
	octet = `(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])`
)

func checkAddress(text string) {
	xcontent.Check(address.MatchString(text), "Invalid email address")
}

// A line break at the very end passes, as Java's $ lets it.
var (
	topicARN = pattern.New(`^arn:aws(-[^:]+)?:sns:([a-zA-Z0-9-]+):([0-9]{12}):([a-zA-Z_0-9+=,.@\-/]+)\n?$`)
	roleARN  = pattern.New(`^arn:aws(-[^:]+)?:iam::([0-9]{12}):([a-zA-Z_0-9+=,.@\-/]+)\n?$`)
)

func checkTopicARN(arn string) {
	xcontent.Check(topicARN.MatchString(arn), "Invalid AWS SNS topic ARN: %s", arn)
}

func checkRoleARN(role optional) {
	xcontent.Check(!role.given || roleARN.MatchString(role.text), "Invalid AWS role ARN: %s ", role.text)
}

// checkURL throws unless a URL is one by java.net.URL and has the scheme http or
// https. Nothing else of it is looked at (channels/webhook_urls).
func checkURL(text string) {
	xcontent.Check(text != "", "URL is null or empty")
	u, err := parseJavaURL(text)
	if err != nil {
		panic(err)
	}
	xcontent.Check(u.scheme == "http" || u.scheme == "https", "Invalid URL or unsupported")
}

// catch is xcontent.Catch that also returns the *badURLError of checkURL.
func catch(parse func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			bad, ok := r.(*badURLError)
			if !ok {
				panic(r)
			}
			err = bad
		}
	}()
	return xcontent.Catch(parse)
}

// Vendor rules. They are checked once the whole body was read, and their errors
// are the plugin's, not the parser's.
var (
	teamsURL      = pattern.New(`https://[^\n\r]*\.webhook\.office\.com`)
	slackURL      = pattern.New(`https://hooks\.(?:gov-)?slack\.com/services`)
	chimeURL      = pattern.New(`https://hooks\.chime\.aws/incomingwebhooks/[^\n\r]*\?token=`)
	mattermostURL = pattern.New(`https?://[^\n\r]*/hooks/`)
)

// checkVendor tells what a config's URL lacks to be its vendor's, "" for nothing.
func (m manners) checkVendor(c config) string {
	u, ok := c.data.(urlData)
	if !ok {
		return ""
	}
	switch {
	case c.kind == Teams && !teamsURL.MatchString(u.url):
		return `Wrong Microsoft Teams url. Should contain "webhook.office.com"`
	case !m.vendorURLs:
	case c.kind == Slack && !slackURL.MatchString(u.url):
		return `Wrong Slack url. Should contain "hooks.slack.com/services/" or "hooks.gov-slack.com/services/"`
	case c.kind == Chime && !chimeURL.MatchString(u.url):
		return `Wrong Chime url. Should contain "hooks.chime.aws/incomingwebhooks/" and "?token="`
	case c.kind == Mattermost && !mattermostURL.MatchString(u.url):
		return `Wrong webhook url. Should match "https://.*/hooks/.*"`
	}
	return ""
}
