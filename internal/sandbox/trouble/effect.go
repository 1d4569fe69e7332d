package trouble

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
)

// Effects are what can happen, with what each means, for help.
var Effects = [][2]string{
	{"400 to 599", "that status; the server never sees the request"},
	{"503,after", "that status once the work is done, as by a gateway"},
	{"503,html", "with a gateway's page, as 502 and 504 anyway"},
	{"503,empty", "without a body"},
	{"429,retry-after=5s", "with Retry-After; 429 alone says 1s; or none"},
	{"reset-before, reset-after", "reset the connection, before or after the work"},
	{"close-before, close-after", "close it without a byte"},
	{"hang, hang-after", "no answer, until the client gives up"},
	{"truncate", "end in the middle of the answer's body"},
	{"garbage", "200 with a page of HTML, in the server's place"},
	{"latency=2s, latency=50ms..2s", "wait first; alone, or before any other"},
}

// kinds are the effects that have a name.
var kinds = map[string]faults.Fault{
	"reset-before": faults.ResetBefore(),
	"reset-after":  faults.ResetAfter(),
	"close-before": faults.EmptyBefore(),
	"close-after":  faults.EmptyAfter(),
	"hang":         faults.Silence(),
	"hang-after":   faults.SilenceAfter(),
	"truncate":     faults.Truncated(),
	"garbage":      faults.Status(http.StatusOK, loginPage, http.Header{"Content-Type": {"text/html"}}),
}

const loginPage = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n"

// otherNames lead from words that people try to those that there are.
var otherNames = map[string]string{
	"reset": "reset-before, or reset-after once the work is done", "close": "close-before or close-after",
	"timeout": "hang, or hang-after once the work is done", "hang-before": "hang", "truncated": "truncate",
	"delay": "latency=2s", "slow": "latency=2s", "sleep": "latency=2s", "eof": "close-before or close-after",
	"disconnect": "reset-before or reset-after", "drop": "hang or reset-before", "cut": "truncate",
}

func effectNames() []string {
	return append(append([]string{"a status such as 503"}, slices.Sorted(maps.Keys(kinds))...), "latency=2s")
}

// effect is what happens to a request.
type effect struct {
	kind       string // a key of kinds; "" for a status or nothing
	status     int    // 0 for none
	after      bool
	page       page
	retryAfter int // seconds; 0 for the status's own, -1 for none
	delay      span
}

// page is the form of a status's body.
type page int

const (
	usual page = iota
	html
	nothing
)

// span is a length of time, or any between two.
type span struct{ from, to time.Duration }

func (s span) pick(chance *rand.Rand) time.Duration {
	if s.to <= s.from {
		return s.from
	}
	return s.from + time.Duration(chance.Int64N(int64(s.to-s.from)+1))
}

// fault is the effect as internal/faults does it, of a rule that is told in the
// answer.
func (e effect) fault(rule string, chance *rand.Rand) faults.Fault {
	f := kinds[e.kind]
	if e.status != 0 {
		body, header := e.answer(rule)
		if e.after {
			f = faults.StatusAfter(e.status, body, header)
		} else {
			f = faults.Status(e.status, body, header)
		}
	}
	f.Latency = e.delay.pick(chance)
	return f
}

// alone tells whether nothing but latency is asked for.
func (e effect) alone() bool { return e.kind == "" && e.status == 0 }

// retry is the Retry-After header, "" for none.
func (e effect) retry() string {
	switch {
	case e.retryAfter > 0:
		return strconv.Itoa(e.retryAfter)
	case e.retryAfter == 0 && e.status == http.StatusTooManyRequests:
		return "1"
	}
	return ""
}
