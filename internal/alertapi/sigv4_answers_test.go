package alertapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/amazongate"
)

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
