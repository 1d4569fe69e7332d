package destinations_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
)

const token = "T0KEN-must-not-show"

func webhook(headers map[string]destinations.Secret) destinations.Destination {
	return destinations.Destination{
		Kind: destinations.Webhook, Name: "hook", Enabled: true,
		Settings: &destinations.WebhookSettings{URL: destinations.NewSecret("https://x.example/" + token), Headers: headers},
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	d := webhook(map[string]destinations.Secret{"Authorization": destinations.NewSecret(token)})
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "d", d, "s", destinations.NewSecret(token))
	asJSON, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprint(d.Fields()), fmt.Sprintf("%v %+v %#v %s %q %x", d.Fields(), d.Fields(), d.Fields(), d.Fields(), d.Fields(), d.Fields()),
		fmt.Sprintf("%#v", destinations.NewSecret(token)), string(asJSON), log.String(), errors.New(destinations.NewSecret(token).String()).Error(),
	} {
		if strings.Contains(text, token) || strings.Contains(text, fmt.Sprintf("%x", token)) {
			t.Errorf("the secret shows in %s", text)
		}
	}
	if len(d.Secrets()) != 2 {
		t.Errorf("got %d secrets, want URL and header", len(d.Secrets()))
	}
}

func TestHeadersKeepTheContentType(t *testing.T) {
	if w := webhook(nil).KeepContentType().Settings.(*destinations.WebhookSettings); len(w.Headers) != 0 {
		t.Error("without headers the server adds Content-Type itself")
	}
	w := webhook(map[string]destinations.Secret{"X-Team": destinations.NewSecret("soc")}).KeepContentType().Settings.(*destinations.WebhookSettings)
	if got := w.Headers["Content-Type"].Reveal(); got != "application/json" {
		t.Errorf("got Content-Type %q", got)
	}
	w = webhook(map[string]destinations.Secret{"content-type": destinations.NewSecret("text/xml")}).KeepContentType().Settings.(*destinations.WebhookSettings)
	if len(w.Headers) != 1 {
		t.Error("a Content-Type of one's own stays alone")
	}
}

// TestEveryFieldMatters changes one thing at a time.
func TestEveryFieldMatters(t *testing.T) {
	base := func() destinations.Destination {
		return webhook(map[string]destinations.Secret{"A": destinations.NewSecret("1")}).Canonical()
	}
	if !base().Equal(base()) {
		t.Fatal("equal destinations differ")
	}
	changes := map[string]func(*destinations.Destination, *destinations.WebhookSettings){
		"name":        func(d *destinations.Destination, _ *destinations.WebhookSettings) { d.Name = "x" },
		"description": func(d *destinations.Destination, _ *destinations.WebhookSettings) { d.Description = "x" },
		"enabled":     func(d *destinations.Destination, _ *destinations.WebhookSettings) { d.Enabled = false },
		"url": func(_ *destinations.Destination, w *destinations.WebhookSettings) {
			w.URL = destinations.NewSecret("x")
		},
		"unknown url": func(_ *destinations.Destination, w *destinations.WebhookSettings) {
			w.URL = destinations.UnknownSecret("var.x")
		},
		"method": func(_ *destinations.Destination, w *destinations.WebhookSettings) { w.Method = "PUT" },
		"header": func(_ *destinations.Destination, w *destinations.WebhookSettings) {
			w.Headers["A"] = destinations.NewSecret("2")
		},
		"headers": func(_ *destinations.Destination, w *destinations.WebhookSettings) { delete(w.Headers, "A") },
	}
	for name, change := range changes {
		d := base()
		change(&d, d.Settings.(*destinations.WebhookSettings))
		if d.Equal(base()) {
			t.Errorf("a change of %s is not seen", name)
		}
	}
}

func TestReferencesAreComparedByWhatIsKnown(t *testing.T) {
	at := func(label string) address.Address { return address.ForDestination("email_group", label) }
	email := func(account destinations.Ref, groups ...destinations.Ref) destinations.Destination {
		return destinations.Destination{Kind: destinations.Email, Settings: &destinations.EmailSettings{Account: account, Groups: groups}}.Canonical()
	}
	account := destinations.Ref{ID: "acct"}
	for name, c := range map[string]struct {
		a, b destinations.Destination
		same bool
	}{
		"ids":                           {email(account), email(account), true},
		"other ids":                     {email(account), email(destinations.Ref{ID: "other"}), false},
		"addresses where one has no id": {email(destinations.Ref{Address: at("a")}), email(destinations.Ref{Address: at("a"), ID: "x"}), true},
		"the id wins":                   {email(destinations.Ref{Address: at("a"), ID: "acct"}), email(account), true},
		"groups in another order":       {email(account, destinations.Ref{ID: "a"}, destinations.Ref{ID: "b"}), email(account, destinations.Ref{ID: "b"}, destinations.Ref{ID: "a"}), true},
		"groups by id and address":      {email(account, destinations.Ref{Address: at("z"), ID: "a"}, destinations.Ref{ID: "b"}), email(account, destinations.Ref{ID: "b"}, destinations.Ref{ID: "a"}), true},
		"a group twice":                 {email(account, destinations.Ref{ID: "a"}, destinations.Ref{ID: "a"}), email(account, destinations.Ref{ID: "a"}, destinations.Ref{ID: "b"}), false},
		"a group more":                  {email(account, destinations.Ref{ID: "a"}), email(account, destinations.Ref{ID: "a"}, destinations.Ref{ID: "b"}), false},
	} {
		if c.a.Equal(c.b) != c.same || c.b.Equal(c.a) != c.same {
			t.Errorf("%s: equal is not %t", name, c.same)
		}
	}
}

// TestEveryFieldOfEmailMatters changes one thing at a time, of each kind.
func TestEveryFieldOfEmailMatters(t *testing.T) {
	for name, c := range map[string]struct{ a, b destinations.Settings }{
		"smtp host":       {&destinations.SMTPSettings{Host: "a"}, &destinations.SMTPSettings{Host: "b"}},
		"smtp port":       {&destinations.SMTPSettings{Port: "25"}, &destinations.SMTPSettings{Port: "465"}},
		"smtp method":     {&destinations.SMTPSettings{Method: "ssl"}, &destinations.SMTPSettings{Method: "none"}},
		"smtp from":       {&destinations.SMTPSettings{From: "a@b"}, &destinations.SMTPSettings{From: "c@b"}},
		"ses region":      {&destinations.SESSettings{Region: "a"}, &destinations.SESSettings{Region: "b"}},
		"ses role":        {&destinations.SESSettings{RoleARN: "a"}, &destinations.SESSettings{RoleARN: "b"}},
		"ses from":        {&destinations.SESSettings{From: "a@b"}, &destinations.SESSettings{From: "c@b"}},
		"group":           {&destinations.EmailGroupSettings{Recipients: []string{"a@b"}}, &destinations.EmailGroupSettings{Recipients: []string{"a@b", "c@b"}}},
		"mail recipients": {&destinations.EmailSettings{Recipients: []string{"a@b"}}, &destinations.EmailSettings{Recipients: []string{"c@b"}}},
		"mail groups":     {&destinations.EmailSettings{}, &destinations.EmailSettings{Groups: []destinations.Ref{{ID: "g"}}}},
		"mail account":    {&destinations.EmailSettings{}, &destinations.EmailSettings{Account: destinations.Ref{ID: "g"}}},
	} {
		a, b := destinations.Destination{Settings: c.a}.Canonical(), destinations.Destination{Settings: c.b}.Canonical()
		if a.Equal(b) || !a.Equal(a) || !b.Equal(b) {
			t.Errorf("a change of %s is not seen", name)
		}
	}
	one := destinations.Destination{Settings: &destinations.EmailGroupSettings{Recipients: []string{"c@b", "a@b"}}}.Canonical()
	if other := (destinations.Destination{Settings: &destinations.EmailGroupSettings{Recipients: []string{"a@b", "c@b"}}}).Canonical(); !one.Equal(other) {
		t.Error("the order of recipients means nothing")
	}
}
