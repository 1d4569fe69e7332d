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

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/amazongate"
)

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
