package alertapi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/patience/patiencetest"
)

// failing answers the first requests with what finish does, and then with a channel.
func failing(times int64, finish func(*net.TCPConn)) func(*net.TCPConn) {
	var n atomic.Int64
	const channel = `{"total_hits":1,"config_list":[{"config_id":"x","config":{"name":"x","config_type":"slack","slack":{"url":"u"}}}]}`
	return func(conn *net.TCPConn) {
		if n.Add(1) <= times {
			finish(conn)
			return
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(channel), channel)
	}
}

func answers(text string) func(*net.TCPConn) {
	return func(conn *net.TCPConn) { io.WriteString(conn, strings.ReplaceAll(text, "\n", "\r\n")) }
}

func TestReadsAreSentAgain(t *testing.T) {
	const empty = "\nContent-Length: 0\n\n"
	for name, test := range map[string]struct {
		finish   func(*net.TCPConn)
		requests int64 // after three failures
	}{
		"429":                    {answers("HTTP/1.1 429 x" + empty), 4},
		"502":                    {answers("HTTP/1.1 502 x" + empty), 4},
		"503":                    {answer503, 4},
		"504":                    {answers("HTTP/1.1 504 x" + empty), 4},
		"reset":                  {reset, 4},
		"EOF":                    {closeWithoutAnswer, 4},
		"truncated":              {breakOff, 4},
		"truncated by a proxy":   {answers("HTTP/1.1 200 OK\nContent-Length: 8\n\n" + `{"_id":"`), 4},
		"all shards failed":      {answers("HTTP/1.1 500 x\nContent-Length: 40\n\n" + `{"error":{"reason":"all shards failed"}}`), 4},
		"500":                    {answers("HTTP/1.1 500 x" + empty), 1},
		"400":                    {answers("HTTP/1.1 400 x" + empty), 1},
		"403":                    {answers("HTTP/1.1 403 x" + empty), 1},
		"404":                    {answers("HTTP/1.1 404 x" + empty), 1},
		"409":                    {answers("HTTP/1.1 409 x" + empty), 1},
		"a page":                 {answers("HTTP/1.1 200 OK\nContent-Length: 6\n\n<html>"), 1},
		"what is no HTTP at all": {garbage, 1},
	} {
		server := newRawServer(t, failing(3, test.finish))
		clock := patiencetest.NewStill()
		var told atomic.Int64
		c := client(t, alertapi.Config{URL: server.url(), Clock: clock, Waiting: func(patience.Waiting) { told.Add(1) }})
		_, err := c.Channel(t.Context(), "x")
		if n := server.requests.Load(); n != test.requests || (err == nil) != (n == 4) || told.Load() != n-1 || len(clock.Waits()) != int(n-1) {
			t.Errorf("%s: %d requests, want %d; %d pauses, %d told; %v", name, n, test.requests, len(clock.Waits()), told.Load(), err)
		}
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "Mon, 09 Mar 2026 12:00:09 GMT": 9 * time.Second, "Mon, 09 Mar 2026 11:00:00 GMT": 0, "soon": 0, "-3": 0,
	} {
		server := newRawServer(t, failing(1, answers("HTTP/1.1 429 x\nContent-Length: 0\nRetry-After: "+header+"\n\n")))
		clock := patiencetest.NewStill()
		if _, err := client(t, alertapi.Config{URL: server.url(), Clock: clock}).Channel(t.Context(), "x"); err != nil {
			t.Errorf("%s: %v", header, err)
		}
		waited := clock.Past()
		if waited < want || waited > want+time.Second {
			t.Errorf("Retry-After %s: waited %s, want %s", header, waited, want)
		}
	}
	server := newRawServer(t, answers("HTTP/1.1 503 x\nContent-Length: 0\nRetry-After: 3600\n\n"))
	clock := patiencetest.NewStill()
	_, err := client(t, alertapi.Config{URL: server.url(), Clock: clock}).Channel(t.Context(), "x")
	if n := server.requests.Load(); n != 1 || len(clock.Waits()) != 0 || !strings.Contains(err.Error(), "the server asks to wait 1h0m0s") {
		t.Errorf("an hour: %d requests, %v, pauses %v", n, err, clock.Waits())
	}
}

func TestReadsAreGivenUp(t *testing.T) {
	server := newRawServer(t, answer503)
	clock := patiencetest.NewStill()
	c := client(t, alertapi.Config{URL: server.url(), Clock: clock})
	_, err := c.Channel(t.Context(), "x")
	var e *alertapi.Error
	if !errors.As(err, &e) || e.Tries != int(server.requests.Load()) || e.Tries < 8 || !strings.Contains(err.Error(), fmt.Sprintf("tried %d times in ", e.Tries)) {
		t.Errorf("%d requests: %v", server.requests.Load(), err)
	}
	if took := clock.Past(); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

// A URL at which nothing is does not keep anybody waiting for a minute.
func TestFirstContactIsShort(t *testing.T) {
	server := newRawServer(t, reset)
	server.listener.Close()
	clock := patiencetest.NewStill()
	_, err := client(t, alertapi.Config{URL: server.url(), Clock: clock}).Channel(t.Context(), "x")
	if took := clock.Past(); err == nil || took > 1500*time.Millisecond || len(clock.Waits()) < 1 {
		t.Errorf("%v after %s, pauses %v", err, took, clock.Waits())
	}
}

func TestPausesEndWithTheContext(t *testing.T) {
	server := newRawServer(t, answer503)
	stop, cancel := context.WithCancel(t.Context())
	defer cancel()
	for name, ctx := range map[string]context.Context{"its own": stop, "another": alertapi.StopTrying(t.Context(), stop)} {
		c := client(t, alertapi.Config{URL: server.url(), Clock: patience.Machine, Waiting: func(patience.Waiting) { cancel() }})
		before := server.requests.Load()
		_, err := c.Channel(ctx, "x")
		if n := server.requests.Load() - before; n > 1 || err == nil {
			t.Errorf("%s: %d requests, %v", name, n, err)
		}
	}
}

// TestOverloadLowersWhatIsUnderWay has a server that takes four requests at once, and
// refuses what is more. After some refusals no more than that many come.
func TestOverloadLowersWhatIsUnderWay(t *testing.T) {
	const room = 4
	var now, refused, done, late atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer now.Add(-1)
		if now.Add(1) > room {
			if refused.Add(1); done.Load() > 200 {
				late.Add(1)
			}
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		time.Sleep(time.Millisecond)
		done.Add(1)
		w.Write([]byte(`{"total_hits":1,"config_list":[{"config_id":"x","config":{"name":"x","config_type":"slack","slack":{"url":"u"}}}]}`))
	}))
	t.Cleanup(server.Close)
	c := client(t, alertapi.Config{URL: server.URL, Clock: patience.Hasty{Start: time.Now(), Speed: 500}})
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 25 {
				if _, err := c.Channel(t.Context(), "x"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if refused.Load() == 0 || late.Load() > 100 {
		t.Errorf("%d were refused, %d of them after half of all", refused.Load(), late.Load())
	}
}

// A node that hangs up once, and says then that it is starting, is waited for as long as
// any: only a failure to reach it is worth little.
func TestOneShortFailureDoesNotShortenTheRest(t *testing.T) {
	var n atomic.Int64
	then := failing(6, answer503)
	server := newRawServer(t, func(conn *net.TCPConn) {
		if n.Add(1) == 1 {
			reset(conn)
			return
		}
		then(conn)
	})
	clock := patiencetest.NewStill()
	if _, err := client(t, alertapi.Config{URL: server.url(), Clock: clock}).Channel(t.Context(), "x"); err != nil {
		t.Errorf("%v after pauses of %v", err, clock.Waits())
	}
}
