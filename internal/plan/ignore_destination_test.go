package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
)

// Every field of a destination that can be ignored is left alone, and no other.
func TestIgnoreChangesOfDestinations(t *testing.T) {
	secret := func(text string) destinations.Secret { return destinations.NewSecret("https://" + text) }
	headers := func(text string) map[string]destinations.Secret {
		return map[string]destinations.Secret{"X": secret(text)}
	}
	ref := func(id string) destinations.Ref { return destinations.Ref{ID: id} }
	for kind, settings := range map[destinations.Kind]func(text string) destinations.Settings{
		destinations.SNS:   func(x string) destinations.Settings { return &destinations.SNSSettings{TopicARN: x, RoleARN: x} },
		destinations.Slack: func(x string) destinations.Settings { return &destinations.ChatSettings{URL: secret(x)} },
		destinations.Webhook: func(x string) destinations.Settings {
			return &destinations.WebhookSettings{URL: secret(x), Method: x, Headers: headers(x)}
		},
		destinations.Email: func(x string) destinations.Settings {
			return &destinations.EmailSettings{Account: ref(x), Recipients: []string{x}, Groups: []destinations.Ref{ref(x)}}
		},
		destinations.EmailGroup: func(x string) destinations.Settings {
			return &destinations.EmailGroupSettings{Recipients: []string{x}}
		},
		destinations.SMTPAccount: func(x string) destinations.Settings {
			return &destinations.SMTPSettings{Host: x, Port: x, Method: x, From: x}
		},
		destinations.SESAccount: func(x string) destinations.Settings {
			return &destinations.SESSettings{Region: x, RoleARN: x, From: x}
		},
	} {
		a := at(t, "destination."+string(kind)+".x")
		one := func(text string, enabled bool) destinations.Destination {
			return destinations.Destination{Kind: kind, Name: text, Description: text, Enabled: enabled, Settings: settings(text)}.Canonical()
		}
		live := plan.Live{Channels: []destinations.Live{{ID: "ap_" + workspace + "_x", Address: a, Destination: one("a", true)}}}
		differing := func(ignored ...string) []string {
			made := plan.Make(plan.Desired{Workspace: workspace, Destinations: []plan.DesiredDestination{
				{Address: a, Destination: one("b", false), Lifecycle: plan.Lifecycle{IgnoreChanges: ignored}},
			}}, live, plan.Options{})
			var paths []string
			for _, c := range made.Changes {
				for _, f := range c.Fields {
					paths = append(paths, f.Path)
				}
			}
			return paths
		}
		all := differing()
		if len(all) < 4 {
			t.Errorf("%s: only %q differ", kind, all)
		}
		for _, path := range all {
			name := path
			if path == `headers["X"]` {
				name = "headers"
			}
			want := slices.DeleteFunc(slices.Clone(all), func(other string) bool { return other == path })
			if got := differing(name); !slices.Equal(got, want) {
				t.Errorf("%s without %s: got %q, want %q", kind, name, got, want)
			}
		}
		if got := differing("another"); !slices.Equal(got, all) {
			t.Errorf("%s without another field: got %q, want %q", kind, got, all)
		}
	}
}
