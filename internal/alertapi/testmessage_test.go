package alertapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// What an answer to a test message means where it is no delivery: refused, or not known.
func TestAnswersToTestMessages(t *testing.T) {
	for answer, want := range map[string]struct {
		status    int
		ambiguous bool
		reason    string
	}{
		`{"error":{"type":"status_exception","reason":"For input string: \"LOCKED\""},"status":400}`:    {400, false, `For input string: "LOCKED"`},
		`{"error":{"type":"status_exception","reason":"List is empty."},"status":500}`:                  {500, false, alertapi.NobodyToSendTo},
		`{"error":{"type":"exception","reason":"who knows"},"status":500}`:                              {500, true, "who knows"},
		`{"error":"Incorrect HTTP method for uri [/x] and method [POST], allowed: [GET]","status":405}`: {405, false, "a cluster before 2.3 sends test messages by GET only, which may be repeated on the way: send it from its Dashboards"},
		`{"status_list":[]}`: {200, true, "the answer tells of no delivery"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(want.status)
			io.WriteString(w, answer)
		}))
		_, err := client(t, alertapi.Config{URL: server.URL}).SendTest(t.Context(), "ap_x")
		server.Close()
		e, ok := err.(*alertapi.Error)
		if !ok || e.Reason != want.reason || alertapi.IsAmbiguous(err) != want.ambiguous {
			t.Errorf("%s: %v, ambiguous %v", answer, err, alertapi.IsAmbiguous(err))
		}
	}
}
