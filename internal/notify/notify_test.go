package notify_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/notify"
	"github.com/alertplan/alertplan/internal/patience/patiencetest"
)

const path = "/services/T01/B02/s3cretPathOfAWebhook99"

// webhook answers as told, one after the other, the last again and again: a status, 0
// to hang up.
func webhook(t *testing.T, answers ...int) (target destinations.Secret, asked *atomic.Int32) {
	asked = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(asked.Add(1)) - 1
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || string(body) != `{"text":"x"}` || r.Header.Get("Content-Type") != "application/json" || r.URL.Path != path {
			t.Errorf("got %s %s %q %v", r.Method, r.URL, body, r.Header)
		}
		status := answers[min(n, len(answers)-1)]
		if status == 0 {
			panic(http.ErrAbortHandler)
		}
		if status == 302 {
			w.Header().Set("Location", "/elsewhere")
		}
		if status == 429 {
			w.Header().Set("Retry-After", "3")
		}
		w.WriteHeader(status)
		io.WriteString(w, map[bool]string{true: "no_service", false: "You asked for " + r.URL.Path}[status == 404])
	}))
	t.Cleanup(server.Close)
	return destinations.NewSecret(server.URL + path), asked
}

func TestPosting(t *testing.T) {
	for name, test := range map[string]struct {
		answers []int
		tries   int // -1: several
		failure string
		refused bool
	}{
		"well":                    {[]int{200}, 1, "", false},
		"well, with another word": {[]int{204}, 1, "", false},
		"at the third time":       {[]int{500, 0, 200}, 3, "", false},
		"after a pause":           {[]int{429, 200}, 2, "", false},
		"not taken":               {[]int{400}, 1, "the webhook answers 400 Bad Request", true},
		"gone, as Slack says it":  {[]int{404}, 1, "the webhook answers 404 Not Found (no_service)", true},
		"elsewhere":               {[]int{302}, 1, "the webhook answers 302 Found: redirects are not followed, give the URL that it leads to", true},
		"broken":                  {[]int{503}, -1, "the webhook answers 503 Service Unavailable; tried ", false},
		"hanging up":              {[]int{0}, -1, "the webhook hangs up; tried ", false},
	} {
		t.Run(name, func(t *testing.T) {
			target, asked := webhook(t, test.answers...)
			p := notify.Poster{Clock: patiencetest.NewStill()}
			err := p.Post(t.Context(), target, []byte(`{"text":"x"}`))
			var e *notify.Error
			if (err != nil) != (test.failure != "") || err != nil && (!errors.As(err, &e) || !strings.HasPrefix(err.Error(), test.failure) || e.Refused != test.refused) {
				t.Errorf("got %v", err)
			}
			if n := int(asked.Load()); test.tries >= 0 && n != test.tries || test.tries < 0 && (n < 3 || n > 30) {
				t.Errorf("tried %d times", n)
			}
		})
	}
}

// No error shows the URL, or any part of it.
func TestErrorsKeepTheSecret(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	const secret = "s3cretPathOfAWebhook99"
	for target, want := range map[string]string{
		"http://" + closed.Addr().String() + "/" + secret:                    "refuses the connection",
		"https://" + strings.TrimPrefix(plain.URL, "http://") + "/" + secret: "speaks no TLS",
		secure.URL + "/" + secret:                                            "a certificate that is not trusted",
		"https://" + secret + ".invalid/x":                                   "host",
		"ftp://hooks.example.com/" + secret:                                  "it must begin with https:// or http://",
		"https://h\x01/" + secret:                                            "it can't be read as a URL",
		"/" + secret:                                                         "it must begin with https:// or http://",
		"https:///" + secret:                                                 "it names no host",
	} {
		p := notify.Poster{Clock: patiencetest.NewStill(), Total: -1}
		err := p.Post(t.Context(), destinations.NewSecret(target), []byte("{}"))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(strings.ToLower(err.Error()), "s3cret") || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%q: got %v, want %q", target, err, want)
		}
	}
}

func TestStopping(t *testing.T) {
	target, asked := webhook(t, 503)
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, stop)
	err := (&notify.Poster{Total: time.Hour}).Post(ctx, target, []byte(`{"text":"x"}`))
	if !errors.Is(err, context.Canceled) || asked.Load() == 0 {
		t.Errorf("got %v after %d tries", err, asked.Load())
	}
}

// What has arrived is known to have arrived, also where everything is to end.
func TestStoppingWhileItIsTaken(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stop() }))
	defer server.Close()
	if err := (&notify.Poster{}).Post(ctx, destinations.NewSecret(server.URL), []byte("{}")); err != nil {
		t.Error(err)
	}
}

func TestIsSlack(t *testing.T) {
	for text, want := range map[string]bool{
		"https://hooks.slack.com/services/T/B/x": true, "https://HOOKS.slack.com./services/T/B/x": true, "https://hooks.slack-gov.com/x": true,
		"https://hooks.slack.com.example.com/x": false, "https://chat.example.com/hooks/hooks.slack.com": false,
	} {
		u, err := url.Parse(text)
		if err != nil || notify.IsSlack(u) != want {
			t.Errorf("%s: %v, %v", text, !want, err)
		}
	}
}
