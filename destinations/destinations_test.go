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
