package notifications

import (
	"net/url"
	"slices"
	"time"
)

// Origin says what made a message.
type Origin string

// The origins of messages.
const (
	FromAction Origin = "action" // of a monitor's trigger
	FromTest   Origin = "test"   // the test route
)

// Message is one message that was sent, or tried to be.
type Message struct {
	// Time is when it was sent, by the sandbox's clock.
	Time time.Time
	// ChannelID, ChannelName and Kind say where to.
	ChannelID, ChannelName string
	Kind                   Kind
	// Receivers are hosts or addresses: of a URL its scheme and host alone, since
	// its path may be a secret; e-mail addresses; an SNS topic.
	Receivers []string
	// Title is the subject, or the default where there is none. A webhook isn't
	// sent it.
	Title string
	// Text is the message as the action rendered it.
	Text string
	// Code is the delivery's status, "200" where it went well, and StatusText what
	// the receiver or the connection said.
	Code, StatusText string
	Origin           Origin
}

// Delivered tells whether the receiver took the message.
func (m Message) Delivered() bool { return m.Code == "200" }

// Messages lists what was sent since the last Reset, oldest first.
func (a *API) Messages() []Message {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.sent)
}

func (a *API) note(c config, d delivery, e event) {
	m := Message{
		Time: a.clock.Now(), ChannelID: d.id, ChannelName: d.name, Kind: d.kind,
		Receivers: receivers(c, d), Title: e.title, Text: e.text,
		Code: d.code, StatusText: d.text, Origin: e.origin,
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sent = append(a.sent, m)
}

func receivers(c config, d delivery) []string {
	switch data := c.data.(type) {
	case urlData:
		return []string{origin(data.url)}
	case webhookData:
		return []string{origin(data.url)}
	case snsData:
		return []string{data.topicARN}
	}
	addresses := []string{}
	for _, r := range d.recipients {
		addresses = append(addresses, r.address)
	}
	return addresses
}

// origin is a URL without user, path and query.
func origin(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
