package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// TestFormsOfDashboards applies every calendar, and every filter and figure of
// graphs, that the tests of the language have: each comes back as it was said, from
// each generation that has channels.
func TestFormsOfDashboards(t *testing.T) {
	t.Parallel()
	for _, d := range allDialects(t) {
		if d.LegacyDestinations {
			continue
		}
		for dir, vars := range map[string][]string{
			"../../schema/testdata/calendars": {"--var", "hour=07:30", "--var", `days=["sat", "sun"]`},
			"../../schema/testdata/graphs":    {"--var", "limit=2.5", "--var", "host=a"},
		} {
			server := httptest.NewServer(sandbox.New(sandbox.Options{Dialect: d}))
			defer server.Close()
			makeIndex(t, server.URL+"/a") // monitors on an index that there is not are refused
			given := append(vars, "--url", server.URL, dir)
			run(t, "apply", append([]string{"--auto-approve"}, given...)...)
			if got := run(t, "plan", append([]string{"--detailed-exitcode"}, given...)...); !strings.Contains(got, "No changes.") {
				t.Errorf("%s on %s: %s", dir, d.Name, got)
			}
			if got := run(t, "plan", "--detailed-exitcode", "--url", server.URL, dir); !strings.Contains(got, "No changes.") {
				t.Errorf("%s on %s, without values: %s", dir, d.Name, got)
			}
		}
	}
}

func makeIndex(t *testing.T, url string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body) // so that its connection serves again
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("PUT %s: %s", url, answer.Status)
	}
}
