package notifications

import "github.com/alertplan/alertplan/internal/sandbox/alerting"

// The alerting part sends through this one.
var _ alerting.Sender = (*API)(nil)

// errNoChannel is what the alerting part expects of an id that no config has; it
// words the action's error itself, since that depends on its own index.
var errNoChannel = alerting.ErrNoChannel
