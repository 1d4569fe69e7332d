package alertapi_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
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
func TestGarbledFilesShowNothing(t *testing.T) {
	home := noAWS(t)
	for _, text := range []string{
		"[soc\naws_secret_access_key = must-not-show\n", "aws_secret_access_key = must-not-show\n", "[soc]\nmust-not-show\n", "[soc]\naws_secret_access_key = must-not-show\n",
		"[soc]\n= must-not-show\n[]\n", "\xff\xfe[soc]\nmust-not-show", "[soc]\naws_access_key_id = must-not-show\naws_secret_access_key\n",
	} {
		write(t, filepath.Join(home, "credentials"), text)
		cfg := alertapi.Config{URL: "http://127.0.0.1:1", AWS: &alertapi.AWS{Region: "eu-west-1", Profile: "soc"}}
		c, err := alertapi.New(cfg)
		if err == nil {
			_, err = c.Monitors(t.Context())
		}
		if err == nil || strings.Contains(err.Error(), "must-not-show") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

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

func TestRolesAreAssumed(t *testing.T) {
	noAWS(t)
	useKey(t, userKey)
	const role = "arn:aws:iam::123456789012:role/alerting"
	gate, url, _ := newGate(t) // the user alone may not
	check := &amazongate.Gate{Region: "eu-west-1", Service: "sts"}
	check.Admit(userKey)
	sts := &amazongate.STS{Gate: gate, Check: check, RoleARN: role, ExternalID: "ticket 42", Lifetime: time.Hour}
	server := httptest.NewServer(sts)
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_STS", server.URL)

	c := amazonClient(t, url, alertapi.AWS{AssumeRole: &alertapi.AssumeRole{RoleARN: role, ExternalID: "ticket 42", SessionName: "nightly"}})
	for range 3 {
		if _, err := c.Monitors(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := sts.Sessions(); len(got) != 1 || got[0] != "nightly" {
		t.Errorf("sessions: %q, want one for all requests", got)
	}
	if _, err := amazonClient(t, url, alertapi.AWS{}).Monitors(t.Context()); !alertapi.IsUnauthorized(err) {
		t.Errorf("without the role: %v", err)
	}

	for _, tt := range []struct {
		key  amazongate.Key
		role alertapi.AssumeRole
		want string
	}{
		{userKey, alertapi.AssumeRole{RoleARN: role}, "trust policy must name the user, and its external id"},
		{userKey, alertapi.AssumeRole{RoleARN: role + "s", ExternalID: "ticket 42"}, "alertings can't be assumed: AccessDenied"},
		{amazongate.Key{ID: "AKIANOBODY", Secret: "x-must-not-show"}, alertapi.AssumeRole{RoleARN: role}, "is not one of AWS's"},
		{amazongate.Key{ID: userKey.ID, Secret: "wrong-must-not-show"}, alertapi.AssumeRole{RoleARN: role}, "secret key to assume it with is wrong"},
	} {
		useKey(t, tt.key)
		_, err := amazonClient(t, url, alertapi.AWS{AssumeRole: &tt.role}).Monitors(t.Context())
		expectRefusal(t, err, tt.want)
		if !strings.Contains(fmt.Sprint(err), "was not sent") {
			t.Errorf("got %v", err)
		}
	}
	server.Close()
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	_, err := amazonClient(t, url, alertapi.AWS{AssumeRole: &alertapi.AssumeRole{RoleARN: role}}).Monitors(t.Context())
	expectRefusal(t, err, "STS, which gives the credentials of the role, can't be reached")
}

// TestARoleThatEndsIsAssumedAgain: a long apply outlives its credentials.
func TestARoleThatEndsIsAssumedAgain(t *testing.T) {
	noAWS(t)
	useKey(t, userKey)
	gate, url, _ := newGate(t)
	check := &amazongate.Gate{Region: "eu-west-1", Service: "sts"}
	check.Admit(userKey)
	sts := &amazongate.STS{Gate: gate, Check: check, RoleARN: "arn:aws:iam::123456789012:role/r", Lifetime: -time.Second}
	server := httptest.NewServer(sts)
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_STS", server.URL)
	c := amazonClient(t, url, alertapi.AWS{AssumeRole: &alertapi.AssumeRole{RoleARN: sts.RoleARN}})
	for range 2 {
		if _, err := c.Monitors(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := sts.Sessions(); len(got) != 2 || got[1] != "alertplan" {
		t.Errorf("sessions: %q", got)
	}
}

func expectRefusal(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, "must-not-show") || strings.Contains(text, "Canonical") {
		t.Errorf("shows too much: %s", text)
	}
}

func TestRefusalsOfAmazonNameTheWayOut(t *testing.T) {
	expired := amazongate.Key{ID: "ASIAEXPIRED1", Secret: "old-must-not-show", Session: "old-session-must-not-show", Expired: true}
	for _, tt := range []struct {
		name string
		key  amazongate.Key
		aws  alertapi.AWS
		off  time.Duration
		want string
	}{
		{"slow clock", userKey, alertapi.AWS{}, 12 * time.Minute, "clock of this machine is 12m slow"},
		{"fast clock", userKey, alertapi.AWS{}, -2 * time.Hour, "clock of this machine is 2h0m fast"},
		{"expired", expired, alertapi.AWS{}, 0, "(EnvConfig) have expired: renew them"},
		{"no such key", amazongate.Key{ID: "AKIAOTHER", Secret: "x-must-not-show"}, alertapi.AWS{}, 0, "not one of AWS's"},
		{"session's token is missing", amazongate.Key{ID: sessionKey.ID, Secret: sessionKey.Secret}, alertapi.AWS{}, 0, "AWS_SESSION_TOKEN is missing"},
		{"wrong secret", amazongate.Key{ID: sessionKey.ID, Secret: "x", Session: sessionKey.Session}, alertapi.AWS{}, 0, "secret key is not the access key's"},
		{"wrong region", userKey, alertapi.AWS{Region: "us-east-1"}, 0, "Write the domain's region"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			noAWS(t)
			useKey(t, tt.key)
			gate, url, _ := newGate(t, userKey, sessionKey, expired)
			gate.Off = tt.off
			_, err := amazonClient(t, url, tt.aws).Detect(t.Context())
			expectRefusal(t, err, tt.want)
			if !alertapi.IsUnauthorized(err) || alertapi.IsForbidden(err) {
				t.Errorf("%v is a lack of rights", err)
			}
		})
	}
	_, url, _ := newGate(t)
	for _, cfg := range []alertapi.Config{{}, {Username: "u", Password: destinations.NewSecret("p-must-not-show")}} {
		cfg.URL = url
		_, err := client(t, cfg).Detect(t.Context())
		if err == nil || !strings.Contains(err.Error(), "write an aws block") {
			t.Errorf("unsigned: %v", err)
		}
	}
}

func TestARightThatIsMissingStaysForbidden(t *testing.T) {
	noAWS(t)
	useKey(t, userKey)
	gate, url, _ := newGate(t, userKey)
	gate.Next = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		w.Write([]byte(`{"Message":"User: arn:aws:iam::123456789012:user/ci is not authorized to perform: es:ESHttpPost because no identity-based policy allows the es:ESHttpPost action"}`))
	})
	_, err := amazonClient(t, url, alertapi.AWS{}).Monitors(t.Context())
	expectRefusal(t, err, "access policy")
	if !alertapi.IsForbidden(err) {
		t.Errorf("got %v", err)
	}
}

// TestSessionsOfSSO: what the service says is told apart from that it can't be
// reached.
func TestSessionsOfSSO(t *testing.T) {
	home := noAWS(t)
	const start = "https://x.awsapps.com/start"
	write(t, filepath.Join(home, "config"), "[profile sso]\nsso_start_url="+start+"\nsso_region=eu-west-1\nsso_account_id=123456789012\nsso_role_name=r\n")
	cache := filepath.Join(home, ".aws", "sso", "cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	sum := sha1.Sum([]byte(start))
	write(t, filepath.Join(cache, hex.EncodeToString(sum[:])+".json"), `{"accessToken":"sso-token-must-not-show","expiresAt":"`+time.Now().Add(time.Hour).UTC().Format(time.RFC3339)+`"}`)
	status, code := 0, ""
	sso := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status == 0 {
			fmt.Fprintf(w, `{"roleCredentials":{"accessKeyId":%q,"secretAccessKey":%q,"sessionToken":%q,"expiration":%d}}`, sessionKey.ID, sessionKey.Secret, sessionKey.Session, time.Now().Add(time.Hour).UnixMilli())
			return
		}
		w.Header().Set("X-Amzn-Errortype", code)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"message":"Session token not found or invalid: %s"}`, r.Header.Get("X-Amz-Sso_bearer_token"))
	}))
	t.Cleanup(sso.Close)
	t.Setenv("AWS_ENDPOINT_URL_SSO", sso.URL)
	_, url, _ := newGate(t, sessionKey)
	ask := func() error {
		_, err := amazonClient(t, url, alertapi.AWS{Profile: "sso"}).Monitors(t.Context())
		return err
	}
	if err := ask(); err != nil {
		t.Errorf("a good session: %v", err)
	}
	status, code = http.StatusUnauthorized, "UnauthorizedException"
	expectRefusal(t, ask(), "SSO session has expired, or there is none: log in with `aws sso login --profile sso`")
	status, code = http.StatusForbidden, "ForbiddenException"
	expectRefusal(t, ask(), "look at sso_account_id and sso_role_name")
	sso.Close()
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	expectRefusal(t, ask(), "AWS SSO, which gives the credentials of the profile, can't be reached")
}

// TestNoCredentials: what was looked for is named, and nobody waits long for a
// machine's role that there is not.
func TestNoCredentials(t *testing.T) {
	home := noAWS(t)
	gate, url, _ := newGate(t)
	_, err := amazonClient(t, url, alertapi.AWS{}).Monitors(t.Context())
	for _, want := range []string{"was not sent", "AWS_ACCESS_KEY_ID", `profile "default"`, "AWS_EC2_METADATA_DISABLED", "aws sso login"} {
		expectRefusal(t, err, want)
	}
	var asked int
	machine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusInternalServerError)
	}))
	t.Cleanup(machine.Close)
	os.Unsetenv("AWS_EC2_METADATA_DISABLED")
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.URL)
	if _, err := amazonClient(t, url, alertapi.AWS{}).Monitors(t.Context()); asked > 3 {
		t.Errorf("the machine was asked %d times: %v", asked, err)
	} else {
		expectRefusal(t, err, "the role of this machine (at 169.254.169.254). Set")
	}
	write(t, filepath.Join(home, "config"), "[profile sso]\nsso_start_url=https://x.awsapps.com/start\nsso_region=eu-west-1\nsso_account_id=123456789012\nsso_role_name=r\n[profile bad]\ncredential_process=/bin/false\n[profile odd]\ncredential_process=/bin/echo secret-must-not-show\n")
	_, err = amazonClient(t, url, alertapi.AWS{Profile: "sso"}).Monitors(t.Context())
	expectRefusal(t, err, "aws sso login --profile sso")
	_, err = amazonClient(t, url, alertapi.AWS{Profile: "bad"}).Monitors(t.Context())
	expectRefusal(t, err, "credential_process of the AWS profile fails")
	_, err = amazonClient(t, url, alertapi.AWS{Profile: "odd"}).Monitors(t.Context())
	expectRefusal(t, err, "what it prints is not the JSON")
	if let, refused := gate.Counts(); let+refused > 0 {
		t.Errorf("%d requests were sent all the same", let+refused)
	}
}
