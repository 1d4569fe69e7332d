package alertapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/patience"
)

const (
	// firstContact is how long a cluster is tried that has not answered yet: a wrong
	// URL is more likely than one that is just being started. It is too short to be
	// told of.
	firstContact = 1500 * time.Millisecond

	// firstAnswer is the same where something takes the connection, and hangs up: TLS may
	// be what it wants to hear.
	firstAnswer = 5 * time.Second

	// whileShardsStart is how long a read is tried that fails with 500 "all shards
	// failed": the answer while an index is being made (observed on 2.19.4), but also
	// to a search that will always fail.
	whileShardsStart = 5 * time.Second
)

// do sends a request and reads its answer. The error is an *Error, for every status
// but 2xx too. A read is sent again while that may help, a write never: whether it
// was done is for callers to find out.
func (c *Client) do(ctx context.Context, request call) (*orderedjson.Object, error) {
	if request.writes() {
		return c.once(ctx, request)
	}
	tries := c.patience.Begin()
	for {
		answer, err := c.once(ctx, request)
		if err == nil || !IsTransient(err) {
			return answer, err
		}
		var e *Error
		errors.As(err, &e)
		limit := c.limitFor(e)
		tries.Limit(limit)
		if c.pauseBefore(ctx, tries, e) != nil {
			if limit != firstContact {
				e.Tries, e.Took = tries.Count(), tries.Took()
			}
			return nil, e
		}
	}
}

// limitFor is how long a failure is worth to be tried again, 0 for as long as any.
func (c *Client) limitFor(e *Error) time.Duration {
	switch {
	case e.Status == http.StatusInternalServerError:
		return whileShardsStart
	case e.Status == 0 && !c.answered.Load() && e.unreached:
		return firstContact
	case e.Status == 0 && !c.answered.Load():
		return firstAnswer
	default:
		return 0
	}
}

// pauseBefore waits before the next try; the error is that there is none.
func (c *Client) pauseBefore(ctx context.Context, tries *patience.Tries, e *Error) error {
	if err := stopped(ctx); err != nil {
		return err
	}
	pause, err := tries.Pause(e.RetryAfter)
	if err != nil {
		return err
	}
	c.tell(patience.Waiting{Pause: pause, Asked: e.RetryAfter > 0, Err: e})
	ctx, cancel := untilStopped(ctx)
	defer cancel()
	return c.patience.Wait(ctx, pause)
}

func (c *Client) tell(w patience.Waiting) {
	if c.waiting != nil {
		c.waiting(w)
	}
}

// IsTransient tells that what failed may go well if it is sent again: the cluster is
// overloaded, being restarted, or the connection broke. It does not tell that
// nothing was written: see IsAmbiguous.
func IsTransient(err error) bool {
	return is(err, func(e *Error) bool {
		switch e.Status {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		case http.StatusInternalServerError:
			return strings.HasPrefix(e.Reason, "all shards failed")
		case http.StatusOK, http.StatusCreated:
			return e.cut
		case 0:
			return !e.refused && broken(e.Err)
		default:
			return false
		}
	})
}

// broken tells that a connection could not be made, or ended too early. Time that has
// run out is no such failure: nobody waits for it twice.
func broken(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || dialTimedOut(err) {
		return false
	}
	if _, refused := asProxyRefusal(err); refused {
		return false
	}
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return !lookup.IsNotFound
	}
	for _, what := range []error{
		syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE, syscall.EHOSTUNREACH, syscall.ENETUNREACH, io.EOF, io.ErrUnexpectedEOF,
	} {
		if errors.Is(err, what) {
			return true
		}
	}
	return err != nil && strings.Contains(err.Error(), "server closed idle connection")
}

// IsLate tells that nobody waited for the answer of a write to its end, so that it
// may be done later still.
func IsLate(err error) bool {
	return is(err, func(e *Error) bool {
		return e.ambiguous && (e.Status == http.StatusGatewayTimeout || e.Status == 0 && errors.Is(e.Err, context.DeadlineExceeded))
	})
}

// TimedOut tells that it was our own time limit that ended a request.
func TimedOut(err error) bool {
	return is(err, func(e *Error) bool { return e.Status == 0 && errors.Is(e.Err, context.DeadlineExceeded) })
}

// retryAfter reads the header: seconds, or a date. 0: it says nothing.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}

// stopKey is where a context keeps what ends pauses, and no request.
type stopKey struct{}

// StopTrying is a context of which requests are finished even when stop ends, but not
// sent again.
func StopTrying(ctx, stop context.Context) context.Context {
	return context.WithValue(ctx, stopKey{}, stop)
}

func stopped(ctx context.Context) error {
	if stop, ok := ctx.Value(stopKey{}).(context.Context); ok && stop.Err() != nil {
		return context.Cause(stop)
	}
	return context.Cause(ctx)
}

func untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	stop, ok := ctx.Value(stopKey{}).(context.Context)
	ctx, cancel := context.WithCancelCause(ctx)
	if !ok {
		return ctx, func() { cancel(nil) }
	}
	end := context.AfterFunc(stop, func() { cancel(context.Cause(stop)) })
	return ctx, func() { end(); cancel(nil) }
}
