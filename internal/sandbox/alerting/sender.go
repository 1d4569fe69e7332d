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

// ErrNoChannel is what a Sender returns for an id that it does not know. The
// plugin then looks for an old destination of that id.
var ErrNoChannel = errors.New("no such channel")

// noChannels is a cluster without channels.
type noChannels struct{}

func (noChannels) Send(context.Context, string, string, string) (Delivery, error) {
	return Delivery{}, ErrNoChannel
}
