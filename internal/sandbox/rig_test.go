package sandbox_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// rig is a sandbox behind HTTP.
type rig struct {
	t   *testing.T
	url string
	now *clock.Manual // nil of a clock that goes
}

func startWith(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	server := httptest.NewServer(sandbox.New(o))
	t.Cleanup(server.Close)
	now, _ := o.Clock.(*clock.Manual)
	return &rig{t: t, url: server.URL, now: now}
}

// send sends a request such as "GET /_sandbox".
func (r *rig) send(request, body string) (status int, answer *orderedjson.Object) {
	r.t.Helper()
	method, path, _ := strings.Cut(request, " ")
	sent, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	sent.Header.Set("Content-Type", "application/json")
	got, err := http.DefaultClient.Do(sent)
	if err != nil {
		r.t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	v, err := orderedjson.Parse(text)
	if err != nil {
		r.t.Fatalf("%s: %d %s: %v", request, got.StatusCode, text, err)
	}
	answer, _ = v.(*orderedjson.Object)
	return got.StatusCode, answer
}

// call sends a request that must succeed.
func (r *rig) call(request, body string) *orderedjson.Object {
	r.t.Helper()
	status, answer := r.send(request, body)
	if status > 299 {
		text, _ := orderedjson.Marshal(answer)
		r.t.Fatalf("%s: %d %s", request, status, text)
	}
	return answer
}

// is fails where the answer is another one.
func (r *rig) is(request, body, want string) {
	r.t.Helper()
	if got, _ := orderedjson.Marshal(r.call(request, body)); string(got) != want {
		r.t.Errorf("%s: %s, want %s", request, got, want)
	}
}

// after moves the clock on.
func (r *rig) after(d time.Duration) { r.now.Advance(d) }

// pager is a receiver of messages.
type pager struct {
	url string

	mu    sync.Mutex
	heard []string
}

func newPager(t *testing.T) *pager {
	p := &pager{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.heard = append(p.heard, string(body))
	}))
	t.Cleanup(server.Close)
	p.url = server.URL + "/secret-path"
	return p
}

// take is what was heard since it was asked last.
func (p *pager) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	heard := p.heard
	p.heard = nil
	return heard
}

// webhook makes a webhook channel to a pager.
func (r *rig) webhook(id string, p *pager) {
	r.t.Helper()
	r.call("POST /_plugins/_notifications/configs", fmt.Sprintf(
		`{"config_id": %q, "config": {"name": "Pager", "config_type": "webhook", "is_enabled": true, "webhook": {"url": %q}}}`, id, p.url))
}
