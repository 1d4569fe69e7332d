package main

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLoginThatIsLent: the login of the only block goes to whatever place is given,
// and where everybody on the way can read it, that is told, once and with a way out.
func TestLoginThatIsLent(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newSandboxHandler())
	t.Cleanup(server.Close)
	secure := httptest.NewTLSServer(newSandboxHandler())
	t.Cleanup(secure.Close)
	const elsewhere = "https://search.example.com:9200"
	block := func(name, url, login string) string {
		return fmt.Sprintf("cluster %q {\n  url = %q\n%s}\n", name, url, login)
	}
	password := "  username = \"u\"\n  password = env(\"SECRET\")\n"
	prod := block("prod", elsewhere, password)
	for _, tt := range []struct {
		name   string
		blocks string
		args   []string
		env    []string
		warned bool
	}{
		{"by flag", prod, []string{"--url", server.URL}, nil, true},
		{"by the environment", prod, nil, []string{"ALERTPLAN_URL=" + server.URL}, true},
		{"a token", block("prod", elsewhere, "  token = env(\"SECRET\")\n"), []string{"--url", server.URL}, nil, true},
		{"another user, the block's password", prod, []string{"--url", server.URL}, []string{"ALERTPLAN_USERNAME=other"}, true},
		{"https", prod, []string{"--insecure", "--url", secure.URL}, nil, false},
		{"named", prod, []string{"--cluster", "prod", "--url", server.URL}, nil, false},
		{"the block's own place", block("prod", server.URL+"/", password), []string{"--url", server.URL}, nil, false},
		{"the block's own URL", block("prod", server.URL, password), nil, nil, false},
		{"a URL that is not known", "cluster \"prod\" {\n  url = env(\"UNSET_HERE\")\n" + password + "}\n", []string{"--url", server.URL}, nil, false},
		{"no login", block("prod", elsewhere, ""), []string{"--url", server.URL}, nil, false},
		{"the environment's password", prod, []string{"--url", server.URL}, []string{"ALERTPLAN_USERNAME=u", "ALERTPLAN_PASSWORD=" + secretWord}, false},
		{"the environment's token", prod, []string{"--url", server.URL}, []string{"ALERTPLAN_TOKEN=" + secretWord}, false},
		{"the URL's login", prod, []string{"--url", strings.Replace(server.URL, "//", "//u:"+secretWord+"@", 1)}, nil, false},
		{"a block of its own", prod + block("rehearsal", server.URL, ""), []string{"--url", server.URL}, nil, false},
		{"no block", "", []string{"--url", server.URL}, nil, false},
	} {
		c := newConnection(t, "workspace = \"soc\"\n\n"+tt.blocks+job, append(tt.env, "SECRET="+secretWord)...)
		got := c.run(append([]string{"plan"}, tt.args...)...)
		warnings := strings.Count(got.stderr, "Warning: the login of cluster \"prod\" is sent in clear to another place than its url, "+server.URL+".")
		if got.code != 0 || (warnings == 1) != tt.warned || warnings > 1 {
			t.Errorf("%s: %d warnings: %s", tt.name, warnings, got)
		}
		if tt.warned && (!strings.Contains(got.stderr, "a cluster block of its own") || !strings.Contains(got.stderr, "say --cluster prod")) {
			t.Errorf("%s: no way out: %s", tt.name, got)
		}
	}
}
