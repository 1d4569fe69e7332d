package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// Tests of what clients send that people have: the requests as those make them, the
// answers as they need them.

func client(t *testing.T, name string) *served {
	t.Helper()
	d, err := dialect.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sandbox.New(sandbox.Options{Dialect: d}))
	t.Cleanup(server.Close)
	return &served{t, server.URL}
}

// served is a sandbox that is asked by HTTP.
type served struct {
	*testing.T
	url string
}

// asks sends a request and returns the answer, which must have the status.
func (s *served) asks(want int, method, path, body string) *orderedjson.Object {
	s.Helper()
	kind := "application/json"
	if strings.HasSuffix(body, "\n") {
		kind = "application/x-ndjson"
	}
	q, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	if body != "" {
		q.Header.Set("Content-Type", kind)
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		s.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		s.Fatal(err)
	}
	if r.StatusCode != want {
		s.Fatalf("%s %s: status %d, want %d: %s", method, path, r.StatusCode, want, text)
	}
	v, _ := orderedjson.Parse(text) // what is none is nil
	o, _ := v.(*orderedjson.Object)
	return o
}

func (s *served) equal(got, want any) {
	s.Helper()
	if text, ok := want.(string); ok && strings.HasPrefix(text, "{") {
		if v, err := orderedjson.Parse([]byte(text)); err == nil {
			want = v
		}
	}
	if !orderedjson.Equal(got, want) {
		a, _ := orderedjson.Marshal(got)
		b, _ := orderedjson.Marshal(want)
		s.Fatalf("got %s, want %s", a, b)
	}
}
