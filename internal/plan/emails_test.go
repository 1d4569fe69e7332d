package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/plan"
)

// emails are an account, a group, and an e-mail that needs both.
func emails(t *testing.T) plan.Desired {
	one := func(where string, settings destinations.Settings) plan.DesiredDestination {
		a := at(t, where)
		return plan.DesiredDestination{Address: a, Declared: "main.hcl:3", Destination: destinations.Destination{
			Kind: destinations.Kind(a.Type()), Name: a.Label(), Enabled: true, Settings: settings,
		}.Canonical()}
	}
	account, group := at(t, "destination.smtp_account.mail"), at(t, "destination.email_group.team")
	return plan.Desired{Workspace: workspace, Destinations: []plan.DesiredDestination{
		one("destination.email.oncall", &destinations.EmailSettings{Account: destinations.Ref{Address: account}, Groups: []destinations.Ref{{Address: group}}}),
		one("destination.email_group.team", &destinations.EmailGroupSettings{Recipients: []string{"ann@example.org"}}),
		one("destination.smtp_account.mail", &destinations.SMTPSettings{Host: "smtp.example.org", Port: "587", Method: "start_tls", From: "a@example.org"}),
	}}
}

func TestEmailsReferToWhatThePlanWrites(t *testing.T) {
	d := emails(t)
	made := plan.Make(d, plan.Live{}, plan.Options{})
	expect(t, made, "create destination.email.oncall", "create destination.email_group.team", "create destination.smtp_account.mail")
	refs := made.Changes[0].Destination.Desired.Refs()
	if refs[0].ID != made.Changes[2].ID || refs[1].ID != made.Changes[1].ID {
		t.Errorf("got references %v", refs)
	}
	if got := made.Changes[0].Needs(); !slices.Contains(got, refs[0].Address) || !slices.Contains(got, refs[1].Address) {
		t.Errorf("got needs %v", got)
	}
	live := applied(t, d)
	expect(t, plan.Make(d, live, plan.Options{}))

	targets := plan.Options{Targets: []address.Address{at(t, "destination.email.oncall")}}
	expect(t, plan.Make(d, plan.Live{}, targets), "create destination.email.oncall", "create destination.email_group.team", "create destination.smtp_account.mail")
}

// On a cluster whose server chooses ids, they are filled in while the plan is
// carried out.
func TestEmailsGetTheIDsThatAServerChooses(t *testing.T) {
	legacy := generation.Legacy(false)
	made := plan.Make(emails(t), plan.Live{Generation: legacy}, plan.Options{})
	if _, err := made.Changes[0].Settle(plan.IDs{}); err == nil {
		t.Error("an e-mail without its account's id is settled")
	}
	ids := plan.IDs{at(t, "destination.smtp_account.mail"): "one", at(t, "destination.email_group.team"): "two"}
	settled, err := made.Changes[0].Settle(ids)
	if err != nil {
		t.Fatal(err)
	}
	if refs := settled.Destination.Desired.Refs(); refs[0].ID != "one" || refs[1].ID != "two" || made.Changes[0].Destination.Desired.Refs()[0].ID != "" {
		t.Errorf("got %v of %v", refs, made.Changes[0].Destination.Desired.Refs())
	}
}

func TestAnAccountInUseStays(t *testing.T) {
	d := emails(t)
	live := applied(t, d)
	account := live.Channels[slices.IndexFunc(live.Channels, func(l destinations.Live) bool { return l.Destination.Kind == destinations.SMTPAccount })].ID
	theirs := destinations.Live{ID: "theirs", Destination: destinations.Destination{
		Kind: destinations.Email, Name: "Theirs", Enabled: true, Settings: &destinations.EmailSettings{Account: destinations.Ref{ID: account}},
	}}
	live.Channels = append(live.Channels, theirs)
	made := plan.Make(plan.Desired{Workspace: workspace}, live, plan.Options{})
	if len(made.Problems) != 1 || made.Problems[0].Kind != plan.ChannelInUse || made.Problems[0].Objects[0].ID != "theirs" {
		t.Errorf("got problems %+v", made.Problems)
	}
	live.Channels = live.Channels[:len(live.Channels)-1]
	if made = plan.Make(plan.Desired{Workspace: workspace}, live, plan.Options{}); len(made.Problems) != 0 || len(made.Changes) != 3 {
		t.Errorf("got %s", summary(made))
	}
}

func TestARenamedAccountLosesItsCredentials(t *testing.T) {
	d := emails(t)
	live := applied(t, d)
	d.Destinations[2].Destination.Name = "relay"
	made := plan.Make(d, live, plan.Options{})
	if len(made.Warnings) != 1 || made.Warnings[0].Kind != plan.CredentialsByName || made.Warnings[0].Word != "relay" {
		t.Errorf("got warnings %+v", made.Warnings)
	}
}

func TestAKindThatTheClusterHasNot(t *testing.T) {
	d := emails(t)
	d.Destinations[0].Address = at(t, "destination.mattermost.soc")
	d.Destinations[0].Destination = destinations.Destination{Kind: destinations.Mattermost, Name: "soc", Enabled: true, Settings: &destinations.ChatSettings{URL: destinations.NewSecret("x")}}
	two, _ := generation.Of("opensearch", "2.19.4")
	made := plan.Make(d, plan.Live{Generation: two}, plan.Options{})
	if len(made.Problems) != 1 || made.Problems[0].Kind != plan.NoSuchKind || made.Problems[0].Word != "main.hcl:3" || made.Problems[0].First != "OpenSearch 3.5" {
		t.Errorf("got problems %+v", made.Problems)
	}
	three, _ := generation.Of("opensearch", "3.5.0")
	if made = plan.Make(d, plan.Live{Generation: three}, plan.Options{}); len(made.Problems) != 0 {
		t.Errorf("got problems %+v", made.Problems)
	}
}

func TestAChannelOfAnotherKindIsReplaced(t *testing.T) {
	d := desired(t)
	live := applied(t, d)
	live.Channels[0].Destination = destinations.Destination{Kind: destinations.Webhook, Name: "soc", Enabled: true, Settings: &destinations.WebhookSettings{URL: destinations.NewSecret("x"), Method: "POST"}}
	made := plan.Make(d, live, plan.Options{})
	if len(made.Changes) != 1 || made.Changes[0].Action != plan.Replace || made.Changes[0].Fields[0].Path != "kind" {
		t.Errorf("got %s", summary(made))
	}
	d.Destinations[0].Lifecycle.PreventDestroy = true
	if made = plan.Make(d, live, plan.Options{}); len(made.Problems) != 1 || made.Problems[0].Kind != plan.PreventDestroy {
		t.Errorf("got problems %+v", made.Problems)
	}
}
