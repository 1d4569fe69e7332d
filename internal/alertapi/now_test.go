package alertapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
)

// Answers as nodes give them: with a moment, with none, and where there is no index yet.
func TestNow(t *testing.T) {
	for answer, want := range map[string]struct {
		status int
		at     time.Time
		fails  bool
	}{
		`{"took":1,"hits":{"hits":[]},"aggregations":{"now":{"buckets":[{"key":"*-2026-11-22T14:30:48.760Z","to":1.79535784876E12,"to_as_string":"2026-11-22T14:30:48.760Z","doc_count":1}]}}}`: {status: 200, at: time.UnixMilli(1795357848760)},
		`{"took":1,"hits":{"hits":[]},"suggest":{}}`: {status: 200},
		`{"error":{"type":"alerting_exception","reason":"Configured indices are not found: [.opendistro-alerting-config]"},"status":404}`: {status: 404},
		`{"error":{"type":"security_exception","reason":"no permissions for [x]"},"status":403}`:                                          {status: 403, fails: true},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(want.status)
			io.WriteString(w, answer)
		}))
		got, err := client(t, alertapi.Config{URL: server.URL}).Now(t.Context())
		server.Close()
		if !got.Equal(want.at) || (err != nil) != want.fails {
			t.Errorf("%s: got %v, %v", answer, got, err)
		}
	}
}
