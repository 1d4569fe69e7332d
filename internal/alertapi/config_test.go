package alertapi_test

import (
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
)

const password = "hunter2-must-not-show"

func TestURLsAreParsedWithoutShowingPasswords(t *testing.T) {
	for _, url := range []string{
		"", "search.example.com", "ftp://user:" + password + "@x", "https://user:" + password + "@", "https://user:" + password + "%zz@x",
		"https://user:" + password + "@x:port", "https://user:" + password + "@x?a=b", "https://user:" + password + "@x#y", "://", "https://user:" + password + "\n@x",
	} {
		_, err := alertapi.New(alertapi.Config{URL: url})
		if err == nil {
			t.Errorf("New(%q) takes it", url)
		} else if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), password) {
			t.Errorf("New(%q) shows the password: %v", url, err)
		}
	}
}

// TestNetworkErrorsDontShowPasswords reaches nobody, in several ways, with a
// password in the URL.
func TestNetworkErrorsDontShowPasswords(t *testing.T) {
	for _, host := range []string{"127.0.0.1:1", "nobody.invalid", "[::1]:1"} {
		c := client(t, alertapi.Config{URL: "http://user:" + password + "@" + host + "/base"})
		_, err := c.Monitors(t.Context())
		if err == nil || strings.Contains(err.Error(), password) || strings.Contains(c.Endpoint(), password) {
			t.Errorf("%s: got %v", host, err)
		}
	}
	c := client(t, alertapi.Config{URL: "http://x", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, errors.New(`proxyconnect tcp: parse "http://user:` + password + `@proxy:3128/": no, and http://a@b too`)
	})})
	if _, err := c.Monitors(t.Context()); err == nil || strings.Contains(err.Error(), password) || !strings.Contains(err.Error(), "http://***@proxy:3128/") {
		t.Errorf("got %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// seen is what a server saw of a request.
type seen struct {
	uri, agent, contentType, user, password string
}

func recorder(t *testing.T) (*httptest.Server, *[]seen) {
	t.Helper()
	var all []seen
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		user, pass, _ := req.BasicAuth()
		all = append(all, seen{req.RequestURI, req.UserAgent(), req.Header.Get("Content-Type"), user, pass})
		w.Write([]byte(`{"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`))
	}))
	t.Cleanup(server.Close)
	return server, &all
}

func TestRequestsCarryBasePathUserAgentAndUser(t *testing.T) {
	server, all := recorder(t)
	c := client(t, alertapi.Config{URL: server.URL + "/proxy/search/", Username: "soc", Password: destinations.NewSecret("p"), UserAgent: "alertplan/1.2"})
	for range 2 {
		if _, err := c.Monitors(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := seen{"/proxy/search/_plugins/_alerting/monitors/_search", "alertplan/1.2 OpenSearch-Dashboards Kibana", "application/json", "soc", "p"}
	for _, got := range *all {
		if got != want {
			t.Errorf("got %+v", got)
		}
	}
	fromURL := client(t, alertapi.Config{URL: strings.Replace(server.URL, "//", "//us%40er:p%2Fw@", 1)})
	fromURL.Monitors(t.Context())
	if last := (*all)[len(*all)-1]; last.user != "us@er" || last.password != "p/w" {
		t.Errorf("got user %q, password %q", last.user, last.password)
	}
}

func TestIDsArePathSegments(t *testing.T) {
	server, all := recorder(t)
	c := client(t, alertapi.Config{URL: server.URL})
	c.Monitor(t.Context(), "a/b?c d")
	c.Channel(t.Context(), "ap/x")
	got := []string{(*all)[0].uri, (*all)[1].uri}
	if got[0] != "/_plugins/_alerting/monitors/a%2Fb%3Fc%20d" || got[1] != "/_plugins/_notifications/configs/ap%2Fx" {
		t.Errorf("got %v", got)
	}
	for _, id := range []string{"", ".", "..", "alerts", "_search", "_execute"} {
		if _, err := c.Monitor(t.Context(), id); err == nil || !strings.Contains(err.Error(), "was not sent") {
			t.Errorf("Monitor(%q): %v", id, err)
		}
	}
	if err := c.DeleteChannel(t.Context(), destinations.Live{}); err == nil || alertapi.IsAmbiguous(err) || alertapi.IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
	if len(*all) != 2 {
		t.Errorf("%d requests reached the server, want 2", len(*all))
	}
}

func TestUnknownPasswordIsAnError(t *testing.T) {
	_, err := alertapi.New(alertapi.Config{URL: "https://x", Username: "u", Password: destinations.UnknownSecret("var.password")})
	if err == nil || !strings.Contains(err.Error(), "var.password") {
		t.Errorf("got %v", err)
	}
}

func TestSilenceEndsInAnError(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) })
	c := client(t, alertapi.Config{URL: server.URL, Timeout: 20 * time.Millisecond})
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		err := send(t, c, method)
		if !alertapi.IsUnavailable(err) || alertapi.IsAmbiguous(err) != (method == http.MethodPost) || !strings.Contains(err.Error(), "no answer within 20ms") {
			t.Errorf("%s: got %v", method, err)
		}
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`{"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := client(t, alertapi.Config{URL: server.URL, CAFile: ca}).Monitors(t.Context()); err != nil {
		t.Errorf("with the CA file: %v", err)
	}
	if _, err := client(t, alertapi.Config{URL: server.URL, Insecure: true}).Monitors(t.Context()); err != nil {
		t.Errorf("insecure: %v", err)
	}
	err := send(t, client(t, alertapi.Config{URL: server.URL}), http.MethodPost)
	if err == nil || alertapi.IsAmbiguous(err) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without the CA file: %v", err)
	}
	for url, want := range map[string]string{
		server.URL: "name its CA file",
		strings.Replace(plain(t), "http:", "https:", 1): "may have to begin with http://",
	} {
		if _, err := client(t, alertapi.Config{URL: url}).Monitors(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, file := range []string{filepath.Join(t.TempDir(), "none.pem"), "config_test.go"} {
		if _, err := alertapi.New(alertapi.Config{URL: server.URL, CAFile: file}); err == nil {
			t.Errorf("CA file %s is taken", file)
		}
	}
}

func plain(t *testing.T) string {
	server, _ := recorder(t)
	return server.URL
}
