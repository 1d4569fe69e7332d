package alerting

import (
	"context"
	"errors"

	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

// Sender delivers a message through a notification channel.
type Sender interface {
	// Send delivers a message. ErrNoChannel says that there is no channel of that
	// id; any other error's text becomes the action's error as it is. The receipt
	// is of use where there is an error, too.
	Send(ctx context.Context, channelID, subject, message string) (Delivery, error)
}

// Delivery is what became of a message.
type Delivery struct {
	// MessageID is the text that the action's output has as messageId.
	MessageID string
	// Unsent tells that the channel is of a kind that a sandbox doesn't send.
	Unsent bool
	// Receipt is what the outbox shows of the channel.
	outbox.Receipt
}

// describer is a Sender that tells of a channel without sending: where an action was
// held back, the outbox shows that channel.
type describer interface {
	Describe(channelID string) outbox.Receipt
}

// sender is what messages go through: the notification channels, or, on servers
// without them, the destinations.
func (a *API) sender() Sender {
	if a.deps.Dialect.LegacyDestinations {
		return legacySender{a}
	}
	return a.deps.Sender
}

// ErrNoChannel is what a Sender returns for an id that it does not know. The
// plugin then looks for an old destination of that id.
var ErrNoChannel = errors.New("no such channel")

// noChannels is a cluster without channels.
type noChannels struct{}

func (noChannels) Send(context.Context, string, string, string) (Delivery, error) {
	return Delivery{}, ErrNoChannel
}

// Web sends requests over HTTP as the real client does. Servers without
// notification channels send through it.
type Web interface {
	// Do sends a request and reads the answer, whatever its status is. The text of an
	// error is the exception as Java prints it.
	Do(ctx context.Context, o Outgoing) (Answer, error)
	// Reach tells whether somebody listens on a mail server's port. Only servers on
	// this machine are asked, others are taken for good.
	Reach(ctx context.Context, host, port string) error
}

// Outgoing is an HTTP request.
type Outgoing struct {
	Method, URL string
	// Headers are names with their values, in order.
	Headers [][2]string
	Body    string
}

// Answer is the answer to an Outgoing.
type Answer struct {
	Status int
	Body   string
	// HasBody: an answer of this status can have a body.
	HasBody bool
	// Shown is the answer as the real client prints it.
	Shown string
}

// noWeb is a network without anybody.
type noWeb struct{}

func (noWeb) Do(context.Context, Outgoing) (Answer, error) {
	return Answer{}, errors.New("java.net.UnknownHostException: no network")
}

func (noWeb) Reach(context.Context, string, string) error { return nil }
