package alertapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// That nobody is asked is the cluster's to say: a gateway that shuts the API of the
// security plugin tells nothing of who one is.
func TestWho(t *testing.T) {
	for answer, want := range map[string]string{
		asAdmin:    "{true admin [admin] [own_index all_access]} <nil>",
		noSecurity: "{false  [] []} <nil>",
		`404 {"error":{"type":"index_not_found_exception","reason":"no such index [_plugins]"},"status":404}`: "{false  [] []} <nil>", // 1.3.14
		`404 <html><head><title>Not here</title></head></html>`:                                               "{false  [] []} GET /_plugins/_security/authinfo: 404 Not here",
		`405 <html><head><title>Not so</title></head></html>`:                                                 "{false  [] []} GET /_plugins/_security/authinfo: 405 Not so",
		notKnown: "{false  [] []} GET /_plugins/_security/authinfo: 401 Unauthorized",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { say(w, answer) }))
		who, err := client(t, alertapi.Config{URL: server.URL}).Who(t.Context())
		server.Close()
		if got := fmt.Sprint(who, " ", err); got != want {
			t.Errorf("%s: got %s, want %s", answer, got, want)
		}
	}
}
