package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"
)

// SentJSON is what a sandbox sent or would have sent, for machines.
type SentJSON struct {
	FormatVersion string        `json:"format_version"`
	Messages      []SentMessage `json:"messages"` // oldest first
}

// NewSentJSON makes the JSON of messages.
func NewSentJSON(messages []SentMessage) SentJSON {
	return SentJSON{FormatVersion: FormatVersion, Messages: append([]SentMessage{}, messages...)}
}

// SentMessage is one message of a sandbox.
type SentMessage struct {
	Number    int64     `json:"number"`     // counts the sandbox's messages from 1
	Time      time.Time `json:"time"`       // by the sandbox's clock
	Monitor   string    `json:"monitor"`    // its name; empty for a test of a channel, and for a workflow's own trigger
	Workflow  string    `json:"workflow"`   // the workflow that the monitor ran in; empty for none
	Trigger   string    `json:"trigger"`    // its name
	Severity  string    `json:"severity"`   // the trigger's, 1 to 5
	Action    string    `json:"action"`     // its name
	MonitorID string    `json:"monitor_id"` // empty for a monitor that is not stored
	ChannelID string    `json:"channel_id"` // as the action names it
	Channel   string    `json:"channel"`    // its name; empty where there is no such channel
	Kind      string    `json:"kind"`       // such as slack or webhook
	Receivers []string  `json:"receivers"`  // scheme and host of a URL, addresses, a topic
	Status    string    `json:"status"`     // of the delivery; empty where none was tried
	Reason    string    `json:"reason"`     // why it failed
	Subject   string    `json:"subject"`    // as it was rendered
	Message   string    `json:"message"`    // as it was rendered
	Outcome   string    `json:"outcome"`    // what became of it
}

// Sent prints a sandbox's messages, oldest first, as a chat would show them. It may
// be called again with those that follow.
type Sent struct {
	printer *Printer
	day     string // of the message before
}

// NewSent prints to a printer.
func NewSent(p *Printer) *Sent { return &Sent{printer: p} }

// None says that there was no message.
func (s *Sent) None() { s.printer.line("No message went out yet.") }

// Lost says that messages are missing before those that follow.
func (s *Sent) Lost(n int64) {
	s.printer.line("(%s before these %s kept no more)", plural(int(n), "message"), map[bool]string{true: "is", false: "are"}[n == 1])
}

// Print prints messages.
func (s *Sent) Print(messages []SentMessage) {
	p := s.printer
	for _, m := range messages {
		if day := m.Time.UTC().Format("Mon 2 Jan 2006"); day != s.day {
			p.line("%s", p.bold(day+" UTC"))
			s.day = day
		}
		p.line("")
		mark, word := outcomeWords(m)
		p.line("%s  %s %s", m.Time.UTC().Format("15:04:05"), p.paint(mark, outcomeColour(m.Outcome)), word)
		p.line("          %s", p.paint(oneLine(about(m)), color.Faint))
		bar := p.paint("|", severityColour(m.Severity)...)
		for _, text := range []string{p.bold(oneLine(m.Subject)), strings.TrimRight(printable(m.Message), "\n\t ")} {
			if strings.TrimSpace(text) == "" {
				continue
			}
			for l := range strings.SplitSeq(text, "\n") {
				p.line("          %s", strings.TrimRight(bar+" "+l, " "))
			}
		}
	}
}

// outcomeWords tell what became of a message, and where it went.
func outcomeWords(m SentMessage) (mark, words string) {
	channel := oneLine(m.Channel)
	if channel == "" {
		channel = "channel " + oneLine(m.ChannelID)
	}
	to := fmt.Sprintf("%s (%s", channel, oneLine(m.Kind))
	if len(m.Receivers) > 0 {
		to += ", " + oneLine(strings.Join(m.Receivers, ", "))
	}
	to += ")"
	if m.Kind == "" {
		to = channel
	}
	switch m.Outcome {
	case "sent":
		return "sent", "to " + to
	case "recorded":
		return "recorded only", "for " + to
	case "throttled":
		return "throttled", "for " + to
	}
	why := oneLine(m.Reason)
	if m.Status != "" {
		why = strings.TrimSpace(m.Status + " " + why)
	}
	return "failed", "for " + to + ": " + why
}

// about says what a message is about.
func about(m SentMessage) string {
	if m.Action == "" && m.Trigger == "" {
		return "a test of the channel"
	}
	var parts []string
	if m.Workflow != "" {
		parts = append(parts, "workflow "+m.Workflow)
	}
	if m.Monitor != "" {
		parts = append(parts, m.Monitor)
	}
	parts = append(parts, m.Trigger, m.Action)
	text := strings.Join(parts, " > ")
	if m.Severity != "" {
		text += ", severity " + m.Severity
	}
	return text
}

func outcomeColour(outcome string) color.Attribute {
	switch outcome {
	case "sent":
		return color.FgGreen
	case "failed":
		return color.FgRed
	}
	return color.FgYellow
}

// severityColour is that of the bar beside a text, as chats have it.
func severityColour(severity string) []color.Attribute {
	switch severity {
	case "1":
		return []color.Attribute{color.FgRed, color.Bold}
	case "2":
		return []color.Attribute{color.FgRed}
	case "3":
		return []color.Attribute{color.FgYellow}
	}
	return []color.Attribute{color.FgBlue}
}
