package faults_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
)

// start opens a server that counts what it does, and a proxy before it.
func start(t *testing.T) (proxy *faults.Proxy, work *atomic.Int32) {
	work = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		work.Add(1)
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Path", r.URL.RequestURI())
		io.WriteString(w, "done: "+string(body))
	}))
	proxy = faults.Start(server.URL)
	t.Cleanup(func() {
		proxy.Close()
		server.Close()
	})
	return proxy, work
}

// send posts with a client of its own, and returns the status and body.
func send(t *testing.T, proxy *faults.Proxy, path string) (int, string, error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	res, err := client.Post(proxy.URL+path, "text/plain", strings.NewReader("work"))
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

func TestFaults(t *testing.T) {
	tests := []struct {
		fault  faults.Fault
		err    error
		status int
		body   string
		work   int32
	}{
		{fault: faults.Fault{}, status: 200, body: "done: work", work: 1},
		{fault: faults.Slow(time.Millisecond), status: 200, body: "done: work", work: 1},
		{fault: faults.ResetBefore(), err: syscall.ECONNRESET},
		{fault: faults.ResetAfter(), err: syscall.ECONNRESET, work: 1},
		{fault: faults.EmptyBefore(), err: io.EOF},
		{fault: faults.EmptyAfter(), err: io.EOF, work: 1},
		{fault: faults.Truncated(), err: io.ErrUnexpectedEOF, status: 200, body: "done:", work: 1},
		{fault: faults.Status(429, "later", http.Header{"Retry-After": {"7"}}), status: 429, body: "later"},
		{fault: faults.StatusAfter(502, "<html>", nil), status: 502, body: "<html>", work: 1},
	}
	for _, test := range tests {
		t.Run(test.fault.Name, func(t *testing.T) {
			proxy, work := start(t)
			proxy.Break(faults.Rule{Fault: test.fault})
			status, body, err := send(t, proxy, "/a%2Fb?x=1")
			if !errors.Is(err, test.err) || status != test.status || body != test.body || work.Load() != test.work {
				t.Errorf("got %d %q, %v, worked %d times", status, body, err, work.Load())
			}
			seen := proxy.Requests()
			if len(seen) != 1 || seen[0].Path != "/a%2Fb" || seen[0].Query.Get("x") != "1" || seen[0].Body != "work" || seen[0].Fault != test.fault.Name {
				t.Errorf("got requests %+v", seen)
			}
		})
	}
}

func TestRulesChooseByMethodPathBodyAndTurn(t *testing.T) {
	proxy, _ := start(t)
	proxy.Break(
		faults.Rule{Method: "PUT", Fault: faults.Status(500, "", nil)},
		faults.Rule{Body: regexp.MustCompile("play"), Fault: faults.Status(500, "", nil)},
		faults.Rule{Path: regexp.MustCompile("^/a"), Nth: 2, Fault: faults.Status(503, "", nil)},
	)
	for i, path := range []string{"/a", "/b", "/a/x", "/a"} {
		status, _, err := send(t, proxy, path)
		if want := []int{200, 200, 503, 200}[i]; err != nil || status != want {
			t.Errorf("%d. %s: got %d, %v, want %d", i, path, status, err, want)
		}
	}
	proxy.Heal()
	if len(proxy.Requests()) != 0 {
		t.Error("healing must forget the requests")
	}
}

func TestSilenceLastsUntilTheClientHangsUp(t *testing.T) {
	proxy, work := start(t)
	proxy.Break(faults.Rule{Fault: faults.Silence()})
	client := &http.Client{Timeout: 50 * time.Millisecond}
	if res, err := client.Get(proxy.URL); err == nil {
		res.Body.Close()
		t.Error("it was answered")
	}
	if work.Load() != 0 {
		t.Error("the server heard of it")
	}
}

func TestEditsAreMadeAroundARequest(t *testing.T) {
	proxy, work := start(t)
	var before, after int32
	proxy.Break(faults.Rule{Fault: faults.Fault{
		Before: func() { before = work.Load() },
		After:  func() { after = work.Load() },
	}})
	if _, _, err := send(t, proxy, "/"); err != nil || before != 0 || after != 1 {
		t.Errorf("got %v, worked %d times before, %d after", err, before, after)
	}
}
