// Package outbox keeps what a sandbox sent, or would have sent: messages of
// actions, and those of the test route, with what became of them. It keeps the
// latest ones, in bounded memory, and answers GET /_sandbox/messages.
//
// It must not know how channels send, and is never told a secret: of a URL it gets
// scheme and host.
package outbox

import (
	"slices"
	"sync"
	"time"
)

// Outcome is what became of a message.
type Outcome string

// The outcomes.
const (
	Sent      Outcome = "sent"      // it went out, and the receiver took it
	Recorded  Outcome = "recorded"  // it is of a kind that a sandbox doesn't send: e-mail, SNS
	Failed    Outcome = "failed"    // the receiver refused it, or it couldn't be made
	Throttled Outcome = "throttled" // its action was held back
)

// Message is one message.
type Message struct {
	// Number counts messages from 1, over resets too. Add sets it.
	Number int64 `json:"number"`
	// Time is the sandbox's, when it was sent.
	Time time.Time `json:"time"`
	// Monitor, Trigger and Action are the names of what it is about; Workflow that of
	// a chained trigger's. All are "" of the test route's messages.
	Monitor  string `json:"monitor"`
	Workflow string `json:"workflow"`
	Trigger  string `json:"trigger"`
	Severity string `json:"severity"`
	Action   string `json:"action"`
	// MonitorID is "" of an inline run, too.
	MonitorID string `json:"monitor_id"`
	// ChannelID is what the action named; the rest is empty where there is no such
	// channel.
	ChannelID string `json:"channel_id"`
	Receipt
	// Subject and Text are as the action rendered them, empty of a throttled one.
	Subject string  `json:"subject"`
	Text    string  `json:"message"`
	Outcome Outcome `json:"outcome"`
}

// Receipt is what a channel tells of a message.
type Receipt struct {
	// Channel and Kind are its name and kind, as the API calls that: "slack".
	Channel string `json:"channel"`
	Kind    string `json:"kind"`
	// Receivers are hosts or addresses: of a URL its scheme and host alone, since its
	// path may be a secret; e-mail addresses; an SNS topic.
	Receivers []string `json:"receivers"`
	// Status is the delivery's, such as "200"; "" where nothing was tried.
	Status string `json:"status"`
	// Reason tells why it failed, without secrets; "" otherwise.
	Reason string `json:"reason"`
}

const (
	// mostMessages and mostBytes are how many messages are kept, and how much text.
	mostMessages = 10_000
	mostBytes    = 32 << 20
)

// Log keeps messages. It is safe for concurrent use.
type Log struct {
	mu       sync.Mutex
	last     int64 // the number of the last one
	cleared  int64 // the number of the last one that Clear forgot
	bytes    int
	messages []Message // oldest first
	listener func(Message)
}

// Add keeps a message. The oldest go where there are too many.
func (l *Log) Add(m Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	m.Number = l.last
	l.keep(m)
	if l.listener != nil {
		l.listener(m)
	}
}

func (l *Log) keep(m Message) {
	if m.Receivers == nil {
		m.Receivers = []string{}
	}
	l.messages = append(l.messages, m)
	l.bytes += m.size()
	drop := 0
	for len(l.messages)-drop > mostMessages || l.bytes > mostBytes && len(l.messages)-drop > 1 {
		l.bytes -= l.messages[drop].size()
		drop++
	}
	clear(l.messages[:drop]) // their texts are free at once, their places with the next growth
	l.messages = l.messages[drop:]
}

func (m Message) size() int {
	return len(m.Text) + len(m.Subject) + len(m.Reason) + len(m.Monitor) + len(m.Trigger) + len(m.Action) + 256
}

// Clear forgets all messages; the count goes on.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.messages, l.bytes, l.cleared = nil, 0, l.last
}

// Page are messages that follow another.
type Page struct {
	Messages []Message
	// Next is the number after which the following page begins.
	Next int64
	// Lost is how many before these are kept no more, for want of room.
	Lost int64
}

// After lists the messages after a number, oldest first, size at most. A number
// that was never given out is of an earlier sandbox: then all are listed.
func (l *Log) After(number int64, size int) Page {
	l.mu.Lock()
	defer l.mu.Unlock()
	if number > l.last || number < 0 {
		number = 0
	}
	from, _ := slices.BinarySearchFunc(l.messages, number+1, func(m Message, n int64) int { return int(m.Number - n) })
	page := Page{Messages: slices.Clone(l.messages[from:min(from+size, len(l.messages))]), Next: l.last}
	if n := len(page.Messages); n > 0 {
		page.Lost = page.Messages[0].Number - max(number, l.cleared) - 1
		page.Next = page.Messages[n-1].Number
	}
	return page
}

// Export are all messages that are kept, oldest first, for a sandbox that begins
// again with Import.
func (l *Log) Export() []Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.messages)
}

// Import takes messages in place of those that there are, oldest first, and goes on
// counting after the last.
func (l *Log) Import(messages []Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.messages, l.bytes = nil, 0
	for _, m := range messages {
		if m.Number > l.last+1 {
			l.cleared = m.Number - 1
		}
		l.last = max(l.last, m.Number)
		l.keep(m)
	}
}

// Listen tells f of each message that is added from now on, in order. f must be
// quick and not call the log.
func (l *Log) Listen(f func(Message)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listener = f
}
