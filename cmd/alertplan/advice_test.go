package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestWhatIsBetween shows what a person sees of answers that are not the cluster's, and
// of a login that fails: the first line tells, without markup, the rest what to do.
func TestWhatIsBetween(t *testing.T) {
	const page = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body><h1>no</h1></body></html>"
	const features = "GET /_plugins/_notifications/features: "
	for _, tt := range []struct {
		name       string
		status     int
		body       string
		line, also string
	}{
		{"a proxy forbids", 403, page, "POST /_plugins/_alerting/monitors/_search: 403 Forbidden", "web page"},
		{"a gateway has lost the cluster", 502, strings.Replace(page, "403 Forbidden", "502 Bad Gateway", 1), features + "502 Bad Gateway", "web page"},
		{"nothing at all", 503, "", features + "503 Service Unavailable", "or empty"},
		{"nothing but a refusal", 403, "", "POST /_plugins/_alerting/monitors/_search: 403 Forbidden", "or empty"},
		{"one word", 401, "Unauthorized", "GET /: 401 Unauthorized", "ALERTPLAN_PASSWORD"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				w.Write([]byte(tt.body))
			}))
			defer server.Close()
			r := newRig(t)
			r.env[envURL] = server.URL
			r.configure(lonelyMonitor)
			got := r.run("plan")
			_, said, _ := strings.Cut(got.stderr, "Error: ")
			first, rest, _ := strings.Cut(said, "\n")
			first, _, _ = strings.Cut(first, "; tried ")
			if got.code != 1 || got.stdout != "" || !strings.HasSuffix(first, tt.line) || strings.Contains(said, "<") || !strings.Contains(rest, tt.also) {
				t.Errorf("got %s", got)
			}
		})
	}
}
