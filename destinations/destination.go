// Package destinations says what a destination is: where an action sends its
// message, or what such a one sends by: the account and the groups of an e-mail.
// Users declare destinations; a cluster of OpenSearch 2.0 or later stores each as
// a notification config.
//
// It holds the domain types, their canonical form, and Secret, the type in which
// webhook URLs and headers travel. It must not know HCL, HTTP or the wire
// format's envelopes.
package destinations

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Kind is a destination's kind, in the words of configurations and of the API's
// config_type.
type Kind string

// The kinds that can be declared.
const (
	SNS            Kind = "sns"
	Slack          Kind = "slack"
	Chime          Kind = "chime"
	MicrosoftTeams Kind = "microsoft_teams" // since 2.10
	Mattermost     Kind = "mattermost"      // since 3.5
	Webhook        Kind = "webhook"
	Email          Kind = "email"

	// What an e-mail is sent by and to; no action sends to one.
	SMTPAccount Kind = "smtp_account"
	SESAccount  Kind = "ses_account"
	EmailGroup  Kind = "email_group"
)

// Kinds lists the kinds that can be declared.
func Kinds() []Kind { return append(Channels(), SMTPAccount, SESAccount, EmailGroup) }

// Channels lists the kinds that an action can send to.
func Channels() []Kind {
	return []Kind{SNS, Slack, Chime, MicrosoftTeams, Mattermost, Webhook, Email}
}

// Accounts lists the kinds that an e-mail can be sent by.
func Accounts() []Kind { return []Kind{SMTPAccount, SESAccount} }

// IsChannel tells whether an action can send to destinations of the kind.
func (k Kind) IsChannel() bool { return slices.Contains(Channels(), k) }

// IsAccount tells whether an e-mail can be sent by destinations of the kind.
func (k Kind) IsAccount() bool { return slices.Contains(Accounts(), k) }

// Destination is one destination, as desired or as live.
type Destination struct {
	Kind Kind
	Name string

	// Description is the user's own; the address that the server's description
	// also holds is kept apart (Live.Address).
	Description string

	// Enabled is false for a muted channel: sending to one fails.
	Enabled bool

	Settings Settings
}

// Settings are the fields of one kind: *SNSSettings, *ChatSettings,
// *WebhookSettings, *EmailSettings, *SMTPSettings, *SESSettings,
// *EmailGroupSettings, or *OtherSettings for kinds that can't be declared.
type Settings interface{ isSettings() }

// SNSSettings say which topic to publish to.
type SNSSettings struct {
	TopicARN string
	RoleARN  string // "" on clusters that have their own credentials
}

// ChatSettings are those of Slack, Chime, Microsoft Teams and Mattermost: the URL
// of an incoming webhook, which is a secret, since who has it can post.
type ChatSettings struct {
	URL Secret
}

// WebhookSettings describe a call of any HTTP service.
type WebhookSettings struct {
	URL     Secret
	Method  string            // POST (default), PUT or PATCH
	Headers map[string]Secret // header names to values

	// Parts are what a legacy webhook has besides, by the API's names: host, password
	// and so on. No configuration says them; somebody else has.
	Parts map[string]Secret
}

// OtherSettings are those of a kind that alertplan does not model, as they stand
// in the API.
type OtherSettings struct {
	Body *orderedjson.Object
}

func (*SNSSettings) isSettings()     {}
func (*ChatSettings) isSettings()    {}
func (*WebhookSettings) isSettings() {}
func (*OtherSettings) isSettings()   {}
