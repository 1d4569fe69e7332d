package notifications

import "github.com/alertplan/alertplan/internal/sandbox/alerting"

// The alerting part sends through this one.
var (
	_ alerting.Sender = (*API)(nil)
	_ alerting.Web    = (*API)(nil)
)
