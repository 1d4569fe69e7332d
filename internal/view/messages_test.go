package view_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/view"
)

var sentMessages = []view.SentMessage{
	{Number: 1, Time: time.Date(2024, 8, 2, 23, 59, 59, 0, time.UTC), ChannelID: "pager", Channel: "Pager", Kind: "webhook",
		Receivers: []string{"https://pager.example.com"}, Status: "200", Subject: "Test", Message: "a test", Outcome: "sent"},
	{Number: 2, Time: time.Date(2024, 8, 3, 0, 5, 0, 0, time.UTC), Monitor: "Console login", Trigger: "any login", Severity: "1", Action: "page",
		ChannelID: "soc", Channel: "SOC\x1b[31m", Kind: "slack", Receivers: []string{"https://hooks.slack.com"}, Status: "404",
		Reason: "Failed: no\nservice", Subject: "Console login", Message: "1 login\n\n  by *alice*\x07\n\n", Outcome: "failed"},
	{Number: 3, Time: time.Date(2024, 8, 3, 0, 6, 0, 0, time.UTC), Monitor: "Brute force", Workflow: "Night", Trigger: "many", Severity: "3",
		Action: "mail", ChannelID: "mail", Channel: "Mail", Kind: "email", Receivers: []string{"a@example.org", "b@example.org"},
		Status: "200", Message: "警告", Outcome: "recorded"},
	{Number: 4, Time: time.Date(2024, 8, 3, 0, 6, 0, 0, time.UTC), Workflow: "Night", Trigger: "both", Severity: "5", Action: "page",
		ChannelID: "gone", Receivers: []string{}, Outcome: "throttled"},
}

func TestSent(t *testing.T) {
	var out bytes.Buffer
	for _, palette := range []view.Palette{view.Plain, view.Coloured} {
		s := view.NewSent(view.NewPrinter(&out, palette))
		s.None()
		s.Print(sentMessages[:2])
		s.Lost(1)
		s.Lost(2)
		s.Print(sentMessages[2:])
	}
	golden(t, "testdata/messages.txt", out.Bytes())
}
