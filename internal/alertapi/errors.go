package alertapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Error is a request that failed: refused by the server, or not answered.
type Error struct {
	Method string
	Path   string // below the cluster's URL
	Status int    // 0: no answer

	Type     string // the server's, such as alerting_exception
	Reason   string // in the server's words, or ours where it said nothing; one line
	CausedBy string // the innermost cause, with its Java class; "" where none is told

	// Of a 401: how the request has told who sends it, "none" for not at all, and the
	// user's name where it has one.
	Login, User string

	Err error // what went wrong on the way; nil where the server answered

	// RetryAfter is how long the server asks to wait; 0 where it says nothing.
	RetryAfter time.Duration

	// Tries and Took are how often a read was tried, and for how long; 0 where it was
	// not tried again.
	Tries int
	Took  time.Duration

	ambiguous    bool
	unsent       bool // a write that did not reach the server
	unreached    bool // no connection
	cut          bool // the answer ends before its end
	missingIndex bool
	foreign      bool // an answer of something before the cluster
	hides        bool // of something that is there
	refused      bool // by us: never sent
	stopped      bool // before it was sent
	unknownUser  bool // whatever the status: the login is what is wrong
}

func (e *Error) Error() string {
	request := e.Method + " " + e.Path
	switch {
	case e.refused:
		return fmt.Sprintf("%s was not sent: %s", request, e.Reason)
	case e.Status == 0:
		return fmt.Sprintf("%s: %s%s", request, e.Reason, e.tried())
	default:
		return fmt.Sprintf("%s: %d %s%s", request, e.Status, e.Reason, e.tried())
	}
}

// tried says how often a read was tried in vain, and what pause it was not tried
// after.
func (e *Error) tried() string {
	asked := ""
	if e.RetryAfter > 0 {
		asked = fmt.Sprintf("; the server asks to wait %s", e.RetryAfter)
	}
	if e.Tries <= 1 {
		return asked
	}
	return fmt.Sprintf("; tried %d times in %s%s", e.Tries, max(e.Took.Round(100*time.Millisecond), 100*time.Millisecond), asked)
}

// Unwrap is what went wrong on the way, such as context.Canceled.
func (e *Error) Unwrap() error { return e.Err }

func is(err error, test func(*Error) bool) bool {
	var e *Error
	return errors.As(err, &e) && test(e)
}

func hasStatus(err error, status int) bool {
	return is(err, func(e *Error) bool { return e.Status == status })
}

// IsNotFound tells that there is no such monitor or channel.
func IsNotFound(err error) bool {
	return hasStatus(err, http.StatusNotFound) && !IsMissingIndex(err)
}

// IsMissingIndex tells that a monitor can't be saved, since an index that it
// names does not exist: the server looks (alerting-api.md 1.2).
func IsMissingIndex(err error) bool { return is(err, func(e *Error) bool { return e.missingIndex }) }

// IsRejected tells that the cluster has read the request and does not take it: what was
// sent is wrong, by its status or by the fault that it names.
func IsRejected(err error) bool {
	return is(err, func(e *Error) bool {
		switch e.Status {
		case http.StatusBadRequest, http.StatusNotFound, http.StatusRequestEntityTooLarge:
			return true
		default:
			return e.Status == http.StatusInternalServerError && e.wasRefused()
		}
	})
}

// IsConflict tells that the object is no longer what it was when it was read,
// or that there is one of that id already.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) }

// IsForbidden tells that the user may not do this.
func IsForbidden(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusForbidden && !e.unknownUser })
}

// IsUnauthorized tells that the cluster does not know the user.
func IsUnauthorized(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == http.StatusUnauthorized || e.unknownUser })
}

// IsUnavailable tells that the cluster can't be reached or can't serve now.
func IsUnavailable(err error) bool {
	return is(err, func(e *Error) bool {
		switch e.Status {
		case 0:
			return !e.refused && !errors.Is(e.Err, context.Canceled)
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		default:
			return false
		}
	})
}

// IsAmbiguous tells that a write failed so that the server may have done it all
// the same: the way out is to read, never to send it again.
func IsAmbiguous(err error) bool { return is(err, func(e *Error) bool { return e.ambiguous }) }

// IsUnsent tells that a write did not reach the server, and may if it is sent again.
func IsUnsent(err error) bool {
	return IsTransient(err) && is(err, func(e *Error) bool { return e.unsent })
}

// IsStopped tells that a request was never sent, since the run was stopped before its
// turn came.
func IsStopped(err error) bool { return is(err, func(e *Error) bool { return e.stopped }) }

var errNoJSON = errors.New("it is no JSON object")

// refused is the error of a request that we know better than to send.
func refused(request call, reason string) *Error {
	return &Error{Method: request.method, Path: request.path, Reason: reason, refused: true}
}

// noAnswer is the error of a request to which no whole answer came.
func (c *Client) noAnswer(request call, err error, sent *sending) *Error {
	var unsigned *credentialsError
	ambiguous := request.writes() && !sent.nothing() && tlsAlert(err) == ""
	return &Error{
		Method: request.method, Path: request.path, Reason: c.networkReason(err), Err: err,
		ambiguous: ambiguous, unsent: request.writes() && !ambiguous, unreached: sent.nothing(),
		refused: errors.As(err, &unsigned),
	}
}
