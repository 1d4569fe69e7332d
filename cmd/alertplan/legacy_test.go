package main

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// A cluster of before 2.0 gets one clear error, and no write.
func TestLegacyClusterIsToldClearly(t *testing.T) {
	for _, name := range []string{"opensearch-1.3", "opendistro-1.13"} {
		played, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(sandbox.New(sandbox.Options{Dialect: played}))
		defer server.Close()
		for _, args := range [][]string{{"plan"}, {"apply", "--auto-approve"}, {"destroy", "--auto-approve"}} {
			var out, problems bytes.Buffer
			a := newApp(strings.NewReader(""), &out, &problems, func(string) (string, bool) { return "", false })
			code := a.run(t.Context(), append(args, "--url", server.URL, "--var", "slack_url=https://hooks.slack.com/services/T/B/x", "../../examples/console-login"))
			if code != 1 || out.Len() > 0 || strings.Count(problems.String(), "\n") > 3 || !strings.Contains(problems.String(), "before OpenSearch 2.0") {
				t.Errorf("%s: %v: exit %d\n%s%s", name, args, code, &out, &problems)
			}
		}
	}
}
