package alerting

import (
	"context"
	"errors"
)

// Sender delivers a message through a notification channel.
type Sender interface {
	// Send delivers a message. The result is the text that the action's output
	// has as messageId. ErrNoChannel says that there is no channel of that id; any
	// other error's text becomes the action's error as it is.
	Send(ctx context.Context, channelID, subject, message string) (result string, err error)
}

// ErrNoChannel is what a Sender returns for an id that it does not know. The
// plugin then looks for an old destination of that id.
var ErrNoChannel = errors.New("no such channel")

// noChannels is a cluster without channels.
type noChannels struct{}

func (noChannels) Send(context.Context, string, string, string) (string, error) {
	return "", ErrNoChannel
}
