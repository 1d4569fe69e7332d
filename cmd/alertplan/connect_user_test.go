package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestWhoseLogin: the environment's is over that of the URL, which is over that of
// the block.
func TestWhoseLogin(t *testing.T) {
	t.Parallel()
	sandbox := newSandboxHandler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "meant" || password != secretWord {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		sandbox.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	block := func(login string) string {
		return fmt.Sprintf("workspace = \"soc\"\n\ncluster \"prod\" {\n  url = %q\n%s}\n", server.URL, login) + job
	}
	as := func(user string) string { return strings.Replace(server.URL, "//", "//"+user+"@", 1) }
	const admin = "  username = \"admin\"\n  password = \"other\"\n"
	works := func(c *connection, user string) {
		t.Helper()
		if got := c.run("plan", "--url", as(user)); got.code != 0 {
			t.Errorf("%s", got)
		}
	}
	for _, login := range []string{"", admin, "  token = \"other\"\n", "  username = \"admin\"\n  password = env(\"NONE\")\n"} {
		works(newConnection(t, block(login)), "meant:"+secretWord)
		works(newConnection(t, block(login), "ALERTPLAN_PASSWORD="+secretWord), "meant:wrong")
		works(newConnection(t, block(login), "ALERTPLAN_USERNAME=meant", "ALERTPLAN_PASSWORD="+secretWord), "admin:wrong")
	}
	newConnection(t, block(admin)).fails("401", "--url", as("meant"))
}
