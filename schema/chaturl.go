package schema

import (
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/pattern"
)

// vendor is what a server wants the URLs of a kind to contain.
type vendor struct {
	name    string
	form    *pattern.Pattern
	example string

	// always: each server that has the kind refuses others; else only OpenSearch 3.
	always bool
}

// vendors are by what servers were seen to take and to refuse (observed on 3.5.0:
// channel_errors/slack_hosts, channels/mattermost; 2.19.4: microsoft_teams).
var vendors = map[destinations.Kind]vendor{
	destinations.Slack:          {"Slack", pattern.New(`https://hooks\.(gov-)?slack\.com/services`), "https://hooks.slack.com/services/…", false},
	destinations.Chime:          {"Chime", pattern.New(`https://hooks\.chime\.aws/incomingwebhooks/.*\?token=`), "https://hooks.chime.aws/incomingwebhooks/…?token=…", false},
	destinations.MicrosoftTeams: {"Microsoft Teams", pattern.New(`https://.*\.webhook\.office\.com`), "https://NAME.webhook.office.com/…", true},
	destinations.Mattermost:     {"Mattermost", pattern.New(`https?://.*/hooks/`), "https://HOST/hooks/…", true},
}

func (r reading) chat(kind destinations.Kind) destinations.Settings {
	r.needed("url")
	secret, ok := r.secret("url")
	if _, missing := secret.Unknown(); !ok || missing {
		return &destinations.ChatSettings{URL: secret}
	}
	v := vendors[kind]
	if text := secret.Reveal(); r.usableURL("url", text) && !v.form.MatchString(text) {
		check, taken := checkName("vendor-url"), "OpenSearch 2 takes it, OpenSearch 3 refuses it."
		if v.always {
			check, taken = "refused-url", "The server refuses it."
		}
		r.report(check, r.at("url"), "This is no URL of an incoming webhook of %s (%s). %s %s", v.name, v.example, taken, otherReceiver(text))
	}
	return &destinations.ChatSettings{URL: secret}
}

// otherReceiver says how to send to a URL that is not the vendor's, in words that
// show nothing of it but what it belongs to.
func otherReceiver(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return "For another receiver use a destination \"webhook\"."
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "hooks.slack.com" && (strings.HasPrefix(u.Path, "/workflows/") || strings.HasPrefix(u.Path, "/triggers/")):
		return "It starts a workflow of Slack: use a destination \"webhook\", and make the message the JSON object that the workflow reads."
	case strings.HasSuffix(host, ".logic.azure.com") || strings.HasSuffix(host, ".powerplatform.com"):
		return "It starts a flow of Power Automate: use a destination \"webhook\", and make the message the JSON object that the flow reads."
	default:
		return "For another receiver use a destination \"webhook\"."
	}
}
