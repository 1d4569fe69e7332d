package monitortest

import "errors"

// Error is the server's refusal to run a monitor at all, such as for a query that
// it can't parse.
type Error struct{ Reason string }

func (e *Error) Error() string { return e.Reason }

// ErrNoState says that a session knows nothing of alerts.
var ErrNoState = errors.New("alerts are not known there")

// setupError is why a test can't be run as it stands; it fails that test only.
type setupError struct{ text string }

func (e *setupError) Error() string { return e.text }
