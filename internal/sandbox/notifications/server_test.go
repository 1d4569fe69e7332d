package notifications_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// refreshed is the time after which lists show what was written.
const refreshed = 1100 * time.Millisecond

// prefix is the plugin's.
const prefix = "/_plugins/_notifications"

// server is an API that is served alone.
type server struct {
	api    *notifications.API
	router *rest.Router
	clock  *clock.Manual
	outbox *outbox.Log
	url    string
}

func newServer(t *testing.T, dialectName string) *server {
	t.Helper()
	d, err := dialect.Parse(dialectName)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.NewManual(time.Now())
	log := &outbox.Log{}
	s := serve(t, notifications.New(notifications.Deps{Dialect: d, Clock: now, Outbox: log}), d)
	s.clock, s.outbox = now, log
	return s
}

func serve(t *testing.T, api *notifications.API, d dialect.Dialect) *server {
	t.Helper()
	router := rest.NewRouter(d)
	api.Register(router)
	h := httptest.NewServer(router)
	t.Cleanup(h.Close)
	return &server{api: api, router: router, url: h.URL + prefix}
}

// send asks the server; path begins behind the plugin's prefix.
func (s *server) send(t *testing.T, method, path, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	_ = json.Unmarshal(data, &v) // some answers are plain text
	return answer.StatusCode, v
}

// want is send that insists on a status.
func (s *server) want(t *testing.T, status int, method, path, body string) map[string]any {
	t.Helper()
	got, v := s.send(t, method, path, body)
	if got != status {
		t.Fatalf("%s %s: got %d, want %d: %v", method, path, got, status, v)
	}
	return v
}

// ids are the ids that a list shows.
func (s *server) ids(t *testing.T, path string) string {
	t.Helper()
	ids := []string{}
	for _, c := range asList(s.want(t, 200, "GET", path, "")["config_list"]) {
		ids = append(ids, c.(map[string]any)["config_id"].(string))
	}
	return strings.Join(ids, " ")
}
