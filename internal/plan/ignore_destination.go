package plan

import (
	"maps"

	"github.com/alertplan/alertplan/destinations"
)

// ignoreInDestination takes the live value of every field that ignore_changes
// names.
func ignoreInDestination(desired, live destinations.Destination, names []string) destinations.Destination {
	for _, name := range names {
		switch name {
		case "name":
			desired.Name = live.Name
		case "description":
			desired.Description = live.Description
		case "enabled":
			desired.Enabled = live.Enabled
		default:
			desired.Settings = ignoreInSettings(desired.Settings, live.Settings, name)
		}
	}
	return desired
}

func ignoreInSettings(desired, live destinations.Settings, name string) destinations.Settings {
	switch s := desired.(type) {
	case *destinations.SNSSettings:
		return keeping(s, live, func(kept, before *destinations.SNSSettings) {
			switch name {
			case "topic_arn":
				kept.TopicARN = before.TopicARN
			case "role_arn":
				kept.RoleARN = before.RoleARN
			}
		})
	case *destinations.ChatSettings:
		return keeping(s, live, func(kept, before *destinations.ChatSettings) {
			if name == "url" {
				kept.URL = before.URL
			}
		})
	case *destinations.WebhookSettings:
		return keeping(s, live, func(kept, before *destinations.WebhookSettings) {
			switch name {
			case "url":
				kept.URL = before.URL
			case "method":
				kept.Method = before.Method
			case "headers":
				kept.Headers = maps.Clone(before.Headers)
			}
		})
	default:
		return ignoreInEmail(desired, live, name)
	}
}

// ignoreInEmail is ignoreInSettings of an e-mail, and of what it is sent by and to.
func ignoreInEmail(desired, live destinations.Settings, name string) destinations.Settings {
	switch s := desired.(type) {
	case *destinations.EmailSettings:
		return keeping(s, live, func(kept, before *destinations.EmailSettings) {
			switch name {
			case "account":
				kept.Account = before.Account
			case "recipients":
				kept.Recipients = before.Recipients
			case "groups":
				kept.Groups = before.Groups
			}
		})
	case *destinations.EmailGroupSettings:
		return keeping(s, live, func(kept, before *destinations.EmailGroupSettings) {
			if name == "recipients" {
				kept.Recipients = before.Recipients
			}
		})
	case *destinations.SMTPSettings:
		return keeping(s, live, func(kept, before *destinations.SMTPSettings) {
			switch name {
			case "host":
				kept.Host = before.Host
			case "port":
				kept.Port = before.Port
			case "method":
				kept.Method = before.Method
			case "from":
				kept.From = before.From
			}
		})
	case *destinations.SESSettings:
		return keeping(s, live, func(kept, before *destinations.SESSettings) {
			switch name {
			case "region":
				kept.Region = before.Region
			case "role_arn":
				kept.RoleARN = before.RoleARN
			case "from":
				kept.From = before.From
			}
		})
	default:
		return desired
	}
}

// keeping is a copy of desired settings that has what take takes of the live ones,
// where those are of the same kind.
func keeping[S any, P interface {
	*S
	destinations.Settings
}](desired P, live destinations.Settings, take func(kept, before P)) destinations.Settings {
	before, ok := live.(P)
	if !ok {
		return desired
	}
	kept := *desired
	take(&kept, before)
	return P(&kept)
}
