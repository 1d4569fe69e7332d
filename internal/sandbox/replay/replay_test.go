package replay_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

// playAgainst plays one exchange whose answer is recorded as want, on a server
// that answers have, and gives the worst level.
func playAgainst(t *testing.T, want, have string) replay.Level {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		text := have
		if r.URL.Path == "/first" {
			text = `{"_id":"x1","n":{"x1":7}}`
		}
		_, _ = w.Write([]byte(text))
	}))
	defer server.Close()
	transcript, err := replay.Parse([]byte(`{"name":"t","version":"2.19.4","steps":[
		{"send":{"method":"GET","path":"/first"},"got":{"status":200,"type":"application/json","body":{"_id":"<<id>>","n":{"<<id>>":7}}},"names":{"mon":"/_id"}},
		{"wait_ms":5},
		{"send":{"method":"GET","path":"/second/<<mon>>"},"got":{"status":200,"type":"application/json","body":` + want + `}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	found, err := replay.Play(t.Context(), transcript, replay.Options{URL: server.URL, Wait: func(time.Duration) {}})
	if err != nil {
		t.Fatal(err)
	}
	return replay.Worst(found)
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		want, have string
		level      replay.Level
	}{
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1}`, replay.Equal},
		{`[1,2]`, `[2,1]`, replay.Different},
		{`{"a":true}`, `{"a":1}`, replay.Different},
		{`{"a":"<<time>>"}`, `{"a":1795168800000}`, replay.Equal},
		{`{"a":"<<time>>"}`, `{"a":"2026-11-21T12:00:00Z"}`, replay.Equal},
		{`{"a":"<<time>>"}`, `{"a":"soon"}`, replay.Different},
		{`{"a":"<<id>>"}`, `{"a":""}`, replay.Different},
		{`{"a":"<<number>>"}`, `{"a":0.5}`, replay.Equal},
		{`{"a":"<<any>>"}`, `{"a":null}`, replay.Equal},
		{`{"a":"<<any>>"}`, `{}`, replay.Different},
		{`{"a":"<<mon>>"}`, `{"a":"x1"}`, replay.Equal},
		{`{"a":"<<mon>>"}`, `{"a":"x2"}`, replay.Different},
		{`{"<<mon>>":1}`, `{"x1":1}`, replay.Equal},
		{`{"<<id2>>":{"a":1}}`, `{"zzz":{"a":1}}`, replay.Equal},
		{`{"<<id2>>":{"a":1}}`, `{"zzz":{"a":2}}`, replay.Different},
		{`{"a":"no [x/<<id>>] here"}`, `{"a":"no [x/abc] here"}`, replay.Equal},
		{`{"error":{"reason":"one"}}`, `{"error":{"reason":"two"}}`, replay.Reason},
		{`{"error":{"reason":"one"}}`, `{"error":{"reason":null}}`, replay.Different},
		{`{"error":{"line":1}}`, `{"error":{"line":2}}`, replay.Reason},
		{`{"output":{"message":"one"}}`, `{"output":{"message":"two"}}`, replay.Different},
		{`{"error":"x, allowed: [GET, PUT]"}`, `{"error":"x, allowed: [PUT, GET]"}`, replay.Equal},
	} {
		if got := playAgainst(t, c.want, c.have); got != c.level {
			t.Errorf("%s and %s: %s, want %s", c.want, c.have, got, c.level)
		}
	}
}

func TestParseRefusesWhatIsNoTranscript(t *testing.T) {
	for _, text := range []string{``, `[]`, `{}`, `{"steps":[1]}`} {
		if _, err := replay.Parse([]byte(text)); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
	if _, err := replay.Load("testdata/nowhere.json"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("got %v", err)
	}
}
