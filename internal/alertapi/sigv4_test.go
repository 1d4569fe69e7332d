package alertapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/amazongate"
)

var (
	userKey    = amazongate.Key{ID: "AKIAUSER0001", Secret: "user/secret+must-not-show"}
	sessionKey = amazongate.Key{ID: "ASIASESSION1", Secret: "session-secret-must-not-show", Session: "session/token+must-not-show=="}
)

// noAWS takes away what the environment of whoever runs the tests says of AWS.

func noAWS(t *testing.T) (home string) {
	t.Helper()
	for _, line := range os.Environ() {
		if name, _, _ := strings.Cut(line, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	home = t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(home, "credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return home
}

func useKey(t *testing.T, key amazongate.Key) {
	t.Setenv("AWS_ACCESS_KEY_ID", key.ID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", key.Secret)
	t.Setenv("AWS_SESSION_TOKEN", key.Session)
}

// newGate is Amazon's gate before a recorder, and the URL of both.

func newGate(t *testing.T, keys ...amazongate.Key) (*amazongate.Gate, string, *[]seen) {
	t.Helper()
	behind, all := recorder(t)
	gate := &amazongate.Gate{Next: behind.Config.Handler, Region: "eu-west-1", Service: "es"}
	gate.Admit(keys...)
	server := httptest.NewServer(gate)
	t.Cleanup(server.Close)
	return gate, server.URL, all
}

func amazonClient(t *testing.T, url string, cfg alertapi.AWS) *alertapi.Client {
	t.Helper()
	if cfg.Region == "" {
		cfg.Region = "eu-west-1"
	}
	return client(t, alertapi.Config{URL: url, AWS: &cfg, UserAgent: "alertplan/1"})
}

// TestSignaturesHold sends every kind of request to a server that reckons the

// signature by itself: paths and ids with characters that are escaped, a query,

// bodies and none, a base path, a host with a port.

func TestSignaturesHold(t *testing.T) {
	noAWS(t)
	for _, key := range []amazongate.Key{userKey, sessionKey} {
		useKey(t, key)
		for _, base := range []string{"", "/base path/ü,*'()!$&+=:@~x"} {
			gate, url, _ := newGate(t, key)
			c := amazonClient(t, url+strings.ReplaceAll(base, " ", "%20"), alertapi.AWS{})
			c.Detect(t.Context())
			c.Monitors(t.Context())
			c.Channels(t.Context())
			c.OpenAlerts(t.Context())
			c.SandboxMessages(t.Context(), 7)
			for _, id := range []string{"plain-ID_1", "a/b?c d", "ü*+,;=:@!$&'()~%41", "..a//b"} {
				c.Monitor(t.Context(), id)
				c.DeleteMonitor(t.Context(), id)
				c.Channel(t.Context(), id)
				c.DeleteIndices(t.Context(), id, "second,one")
			}
			c.CreateMonitor(t.Context(), aMonitor(), nil)
			c.CreateIndex(t.Context(), "index", nil)
			if let, refused := gate.Counts(); refused > 0 || let < 20 {
				t.Errorf("%s, base %q: %d requests were let through, %d refused", key.ID, base, let, refused)
			}
		}
	}
}

func TestProfilesAndRegions(t *testing.T) {
	home := noAWS(t)
	write(t, filepath.Join(home, "credentials"), "[default]\naws_access_key_id=nobody\naws_secret_access_key=x\n[soc]\naws_access_key_id="+sessionKey.ID+"\naws_secret_access_key="+sessionKey.Secret+"\naws_session_token="+sessionKey.Session+"\n")
	write(t, filepath.Join(home, "config"), "[profile soc]\nregion=eu-west-1\n")
	gate, url, _ := newGate(t, sessionKey)
	if _, err := client(t, alertapi.Config{URL: url, AWS: &alertapi.AWS{Profile: "soc"}}).Monitors(t.Context()); err != nil {
		t.Errorf("profile: %v", err)
	}
	useKey(t, userKey)
	if _, err := client(t, alertapi.Config{URL: url, AWS: &alertapi.AWS{Profile: "soc"}}).Monitors(t.Context()); err != nil || gate.Last() != sessionKey.ID {
		t.Errorf("the profile that is named is not over the environment: %v", err)
	}
	for url, wrong := range map[string]string{
		"https://search-x.us-east-1.es.amazonaws.com": "host's name says that it is in us-east-1",
		"https://x.eu-west-1.aoss.amazonaws.com":      "Serverless",
	} {
		if _, err := alertapi.New(alertapi.Config{URL: url, AWS: &alertapi.AWS{Region: "eu-west-1"}}); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, err := range []error{
		newError(alertapi.Config{URL: url, AWS: &alertapi.AWS{Region: "eu-west-1", Profile: "sco"}}, `no AWS profile "sco"`),
		newError(alertapi.Config{URL: url, AWS: &alertapi.AWS{}}, "which region"),
		newError(alertapi.Config{URL: url, AWS: &alertapi.AWS{Region: "eu-west-1", Service: "aoss"}}, "Serverless"),
		newError(alertapi.Config{URL: url, Username: "u", AWS: &alertapi.AWS{Region: "eu-west-1"}}, "take one of them away"),
		newError(alertapi.Config{URL: strings.Replace(url, "//", "//u:p@", 1), AWS: &alertapi.AWS{Region: "eu-west-1"}}, "take one of them away"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if _, err := alertapi.New(alertapi.Config{URL: "https://search-x.us-east-1.es.amazonaws.com", AWS: &alertapi.AWS{}}); err != nil {
		t.Errorf("the region of the host's name: %v", err)
	}
}

// TestTheUsualPortIsNotSigned: HTTP leaves it out of the Host header, and a

// signature must be of what is sent.

func TestTheUsualPortIsNotSigned(t *testing.T) {
	noAWS(t)
	useKey(t, userKey)
	gate, _, all := newGate(t, userKey)
	through := roundTrip(func(req *http.Request) (*http.Response, error) {
		arrived := httptest.NewRequest(req.Method, req.URL.RequestURI(), req.Body)
		arrived.Header, arrived.Host, arrived.ContentLength = req.Header.Clone(), req.Host, req.ContentLength
		answer := httptest.NewRecorder()
		gate.ServeHTTP(answer, arrived)
		return answer.Result(), nil
	})
	for _, url := range []string{"https://search.example.com:443", "https://search.example.com:9200", "https://search.example.com", "http://search.example.com:80/base"} {
		c := client(t, alertapi.Config{URL: url, AWS: &alertapi.AWS{Region: "eu-west-1"}, Transport: through})
		if _, err := c.Monitors(t.Context()); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
	if len(*all) != 4 {
		t.Errorf("%d requests went through", len(*all))
	}
}

// TestGarbledFilesShowNothing: what is in them may be keys in the wrong place.

// newError is nil where New fails with the words that are wanted.

func newError(cfg alertapi.Config, want string) error {
	if _, err := alertapi.New(cfg); err == nil || !strings.Contains(err.Error(), want) {
		return fmt.Errorf("New: %v, want %q", err, want)
	}
	return nil
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestARoleThatEndsIsAssumedAgain: a long apply outlives its credentials.

// TestSessionsOfSSO: what the service says is told apart from that it can't be

// reached.

// TestNoCredentials: what was looked for is named, and nobody waits long for a

// machine's role that there is not.
