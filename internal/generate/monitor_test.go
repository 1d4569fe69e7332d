package generate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// TestMonitor: bodies as clusters store them become what testdata/monitors has; with
// UPDATE=1 the files are written.
func TestMonitor(t *testing.T) {
	bodies, err := filepath.Glob("testdata/monitors/*.json")
	if err != nil || len(bodies) == 0 {
		t.Fatal("there are no bodies", err)
	}
	for _, name := range bodies {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			live, err := wire.DecodeLive(parse(t, `{"_id":"x","_source":`+string(data)+`}`))
			if err != nil || live.Unreadable != "" {
				t.Fatal(err, live.Unreadable)
			}
			names := generate.Names{Destination: func(monitors.DestinationRef) generate.Reference { return "existing.slack.soc" }, Taken: map[string]bool{}}
			forms := generate.Monitor(live.Monitor, names.LabelOr(live.Monitor.Name, "monitor"), names)
			got, ok := generate.File("", []generate.Block{forms[0].Block})
			if !ok {
				t.Fatal("it can't be written")
			}
			golden(t, strings.TrimSuffix(name, ".json")+".hcl", got)
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != string(got) {
		t.Errorf("%s: %v; got\n%s", name, err, got)
	}
}

// TestLabels: a name makes the same label always, whatever letters it has.
func TestLabels(t *testing.T) {
	for name, want := range map[string]string{
		"AWS console login":      "aws_console_login",
		"sampleMonitor":          "sample_monitor",
		"Überwachung (täglich)":  "uberwachung_taglich",
		"5xx errors":             "monitor_5xx_errors",
		"コンソール":                  "monitor_04e33e",
		"監視 q":                   "monitor_7fd0bb",
		"!!!":                    "monitor",
		"a--b":                   "a_b",
		strings.Repeat("x", 100): strings.Repeat("x", 60),
	} {
		names := generate.Names{Taken: map[string]bool{}}
		if got := names.LabelOr(name, "monitor"); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
		if again := names.LabelOr(name, "monitor"); again != want+"_2" {
			t.Errorf("%q again becomes %q", name, again)
		}
	}
}

// TestDestination: no secret is written.
func TestDestination(t *testing.T) {
	secret := func(argument string, _ destinations.Secret) generate.Reference {
		return generate.Reference("var.pager_" + argument)
	}
	refer := func(r destinations.Ref) generate.Reference {
		return generate.Reference("destination.smtp_account." + r.ID)
	}
	text := destinations.NewSecret("hunter2")
	var blocks []generate.Block
	for _, d := range []destinations.Destination{
		{Kind: destinations.Slack, Name: "Team", Enabled: true, Settings: &destinations.ChatSettings{URL: text}},
		{Kind: destinations.Webhook, Name: "pager", Settings: &destinations.WebhookSettings{URL: text, Method: "PUT", Headers: map[string]destinations.Secret{"X": text}}},
		{Kind: destinations.SNS, Name: "pager", Enabled: true, Settings: &destinations.SNSSettings{TopicARN: "arn:aws:sns:eu-west-1:1:x"}},
		{Kind: destinations.Email, Name: "pager", Enabled: true, Settings: &destinations.EmailSettings{Account: destinations.Ref{ID: "mail"}, Recipients: []string{"a@b.example"}}},
		{Kind: destinations.SMTPAccount, Name: "mail", Enabled: true, Settings: &destinations.SMTPSettings{Host: "mail.example", Port: "587", Method: "start_tls", From: "a@b.example"}},
		{Kind: destinations.SESAccount, Name: "mail", Enabled: true, Settings: &destinations.SESSettings{Region: "eu-west-1", From: "a@b.example"}},
		{Kind: destinations.EmailGroup, Name: "all", Enabled: true, Settings: &destinations.EmailGroupSettings{Recipients: []string{"a@b.example"}}},
	} {
		block, ok := generate.Destination(d, "pager", secret, refer)
		if !ok {
			t.Errorf("a %s can't be said", d.Kind)
		}
		blocks = append(blocks, block)
	}
	got, _ := generate.File("Where messages go.", append(blocks, generate.Existing(destinations.Slack, "soc", "id-1")))
	golden(t, "testdata/destinations.hcl", got)
	if strings.Contains(string(got), "hunter2") {
		t.Error("a secret is written")
	}
}
