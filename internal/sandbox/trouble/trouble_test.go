package trouble_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// rules parses what must be right.
func rules(t *testing.T, texts ...string) []trouble.Rule {
	t.Helper()
	list := []trouble.Rule{}
	for _, text := range texts {
		r, err := trouble.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// world is a server that counts what it does, behind trouble.
type world struct {
	t       *testing.T
	trouble *trouble.Trouble
	url     string
	work    atomic.Int32
}

func newWorld(t *testing.T, texts ...string) *world {
	w := &world{t: t, trouble: trouble.New(1, rules(t, texts...)...)}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.trouble.Serve(out, r, http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			w.work.Add(1)
			body, _ := io.ReadAll(r.Body)
			io.WriteString(out, "done: "+string(body))
		}))
	}))
	t.Cleanup(func() {
		w.trouble.Release()
		server.Close()
	})
	w.url = server.URL
	return w
}

func (w *world) send(method, path string) (*http.Response, string, error) {
	w.t.Helper()
	client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader("work"))
	if err != nil {
		w.t.Fatal(err)
	}
	request.GetBody = nil // so that it is not sent again
	answer, err := client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer, string(body), err
}

// outcome is what a client saw: a status, or an error.
func (w *world) outcome(method, path string) string {
	answer, _, err := w.send(method, path)
	switch {
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "cut"
	case errors.Is(err, io.EOF):
		return "closed"
	case err != nil:
		return err.Error()
	}
	return fmt.Sprint(answer.StatusCode)
}

func TestEffects(t *testing.T) {
	for _, test := range []struct {
		what, seen string
		work       int32
		body       string // a part
		header     string // Retry-After
	}{
		{"503", "503", 0, `"reason":"the sandbox was told to fail: POST /a:503"`, ""},
		{"503,after", "503", 1, `"status":503`, ""},
		{"429", "429", 0, `"type":"rejected_execution_exception"`, "1"},
		{"429,retry-after=1500ms", "429", 0, "", "2"},
		{"429,retry-after=none", "429", 0, "", ""},
		{"503, retry-after=7", "503", 0, "", "7"},
		{"502", "502", 0, "<h1>502 Bad Gateway</h1>", ""},
		{"500,html", "500", 0, "<h1>500 Internal Server Error</h1>", ""},
		{"504,empty,after", "504", 1, "", ""},
		{"401", "401", 0, "Unauthorized", ""},
		{"reset-before", "reset", 0, "", ""},
		{"reset-after", "reset", 1, "", ""},
		{"close-before", "closed", 0, "", ""},
		{"close-after", "closed", 1, "", ""},
		{"truncate", "cut", 1, "", ""},
		{"garbage", "200", 0, "<title>Sign in</title>", ""},
		{"latency=1ms", "200", 1, "done: work", ""},
		{"latency=1ms..2ms,403", "403", 0, `"security_exception"`, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			w := newWorld(t, "POST /a:"+test.what)
			if seen := w.outcome("POST", "/a"); seen != test.seen || w.work.Load() != test.work {
				t.Errorf("saw %s, worked %d times", seen, w.work.Load())
			}
			if answer, body, err := w.send("POST", "/a"); err == nil {
				if !strings.Contains(body, test.body) || answer.Header.Get("Retry-After") != test.header {
					t.Errorf("Retry-After %q, body %s", answer.Header.Get("Retry-After"), body)
				}
			}
		})
	}
}

// TestWhatIsHit: methods, paths, and which of the requests.
func TestWhatIsHit(t *testing.T) {
	for _, test := range []struct{ rule, requests, want string }{
		{"/a:503", "GET /a|POST /a|GET /a/|GET /a/b|GET /ab", "503 503 503 200 200"},
		{"* /a/*:503", "GET /a|GET /a/b|GET /a/b/c", "200 503 200"},
		{"get,PUT /**:503", "GET /|PUT /x/y|POST /x", "503 503 200"},
		{"/a/**:503", "GET /a|GET /a/b/c?x=y|GET /ab", "503 503 200"},
		{"/{a,b}/_doc/*:503", "GET /a/_doc/1|GET /b/_doc/2|GET /c/_doc/3", "503 503 200"},
		{"/a%2Fb:503", "GET /a%2Fb|GET /a/b", "503 200"},
		{"/.x+:503", "GET /.x+|GET /yxx", "503 200"},
		{"/**:503", "GET /_sandbox/faults|GET /_sandbox|GET /_sandboxes", "200 200 503"},
		{"/a:503:once", "GET /a|GET /a|GET /a", "503 200 200"},
		{"/a:503:first 2", "GET /a|GET /b|GET /a|GET /a", "503 200 503 200"},
		{"/a:503:2nd", "GET /a|GET /a|GET /a", "200 503 200"},
		{"/a:503:every 2nd", "GET /a|GET /a|GET /a|GET /a", "200 503 200 503"},
		{"/a:503:from 3rd", "GET /a|GET /a|GET /a|GET /a", "200 200 503 503"},
		{"/a:503:100%", "GET /a|GET /a", "503 503"},
	} {
		w := newWorld(t, test.rule)
		got := []string{}
		for _, request := range strings.Split(test.requests, "|") {
			method, path, _ := strings.Cut(request, " ")
			got = append(got, w.outcome(method, path))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.rule, got, test.want)
		}
	}
}

// TestSeveralRules: all that fit count a request, the first that comes decides,
// and latencies add up.
func TestSeveralRules(t *testing.T) {
	w := newWorld(t, "/**:latency=1ms", "/a:503:2nd", "/a:429", "/a:latency=1ms:once")
	for i, want := range []string{"429", "503", "429"} {
		if got := w.outcome("GET", "/a"); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	if got := w.outcome("GET", "/b"); got != "200" {
		t.Error(got)
	}
}

// TestTheSeedRepeats: the same seed hits the same requests, another one others.
func TestTheSeedRepeats(t *testing.T) {
	run := func(seed uint64) string {
		w := newWorld(t)
		w.trouble.Replace(seed, rules(t, "/a:503:30%")...)
		seen := ""
		for range 40 {
			seen += w.outcome("GET", "/a")[:1]
		}
		return seen
	}
	first := run(1)
	if run(1) != first || run(2) == first || strings.Count(first, "5") < 4 || strings.Count(first, "5") > 25 {
		t.Errorf("1: %s\n1: %s\n2: %s", first, run(1), run(2))
	}
}

// TestSilenceEnds when the client gives up, or when it is released.
func TestSilenceEnds(t *testing.T) {
	for what, work := range map[string]int32{"hang": 0, "hang-after": 1} {
		w := newWorld(t, "/a:"+what)
		seen := make(chan string)
		go func() { seen <- w.outcome("GET", "/a") }()
		for released := false; !released; {
			select {
			case got := <-seen:
				released = true
				if got != "closed" || w.work.Load() != work {
					t.Errorf("%s: saw %s, worked %d times", what, got, w.work.Load())
				}
			case <-time.After(10 * time.Millisecond):
				w.trouble.Release()
			}
		}
	}
}
