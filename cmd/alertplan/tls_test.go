package main

import (
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// A certificate is checked, unless someone says that it need not be, and is told
// what that means each time.
func TestCertificates(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(sandbox.New(sandbox.Options{}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of refused handshakes
	server.StartTLS()
	t.Cleanup(server.Close)
	dir := t.TempDir()
	writeMain(t, dir, "workspace = \"soc\"\n")
	ca := filepath.Join(dir, "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o644); err != nil {
		t.Fatal(err)
	}
	const warning = "Warning: the cluster's certificate is not checked"
	tests := []struct {
		name   string
		args   []string
		env    string
		status int
		want   string
	}{
		{"unknown authority", nil, "", 1, "certificate"},
		{"flag", []string{"--ca-file", ca}, "", 0, "No changes."},
		{"environment", nil, "ALERTPLAN_CA_FILE=" + ca, 0, "No changes."},
		{"insecure", []string{"--insecure"}, "", 0, "No changes."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := exec.Command("alertplan", append([]string{"plan", "--url", server.URL, dir}, tt.args...)...)
			c.Env = append(bareEnvironment(), tt.env)
			out, _ := c.CombinedOutput()
			if got := c.ProcessState.ExitCode(); got != tt.status || !strings.Contains(string(out), tt.want) {
				t.Errorf("exit status %d, want %d, and %q in:\n%s", got, tt.status, tt.want, out)
			}
			if warned := strings.Contains(string(out), warning); warned != (tt.name == "insecure") {
				t.Errorf("warned: %v\n%s", warned, out)
			}
			t.Logf("%s", out)
		})
	}
}
