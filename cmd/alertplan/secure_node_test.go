package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestSecureNode runs the binary against a real node with the security plugin, which
// lacks the alerting plugin: how it connects and logs in, and what it says.
func TestSecureNode(t *testing.T) {
	path := os.Getenv("ALERTPLAN_TEST_SECURE_NODE")
	if path == "" {
		t.Skip("ALERTPLAN_TEST_SECURE_NODE names no credentials file of a node with the security plugin")
	}
	node, err := parseTarget(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeMain(t, dir, fmt.Sprintf("workspace = \"soc\"\ncluster \"secure\" {\n  url     = %q\n  ca_file = %q\n}\n", node.url, node.caFile))
	const noPlugin, unknown = "the cluster has no alerting plugin", "401 Unauthorized"
	tests := []struct {
		name, user string // USER:PASSWORD
		args       []string
		want       []string
		never      string
	}{
		{"admin", node.users["ADMIN"], nil, []string{noPlugin}, unknown},
		{"reader", node.users["READER"], nil, []string{noPlugin}, "403"},
		{"alerter", node.users["ALERTER"], nil, []string{noPlugin}, unknown},
		{"wrong password", "admin:Not-The-Right-One", nil, []string{unknown, "does not know the user admin", "ALERTPLAN_PASSWORD"}, noPlugin},
		{"nobody", ":", nil, []string{unknown, "is told nothing", "ALERTPLAN_PASSWORD"}, noPlugin},
		{"URL alone, authority by the flag", node.users["ADMIN"], []string{"--url", node.url, "--ca-file", node.caFile}, []string{noPlugin}, unknown},
		{"no certificate checked", node.users["ADMIN"], []string{"--insecure"}, []string{noPlugin, "not checked"}, unknown},
		{"plain HTTP", node.users["ADMIN"], []string{"--url", strings.Replace(node.url, "https:", "http:", 1)}, []string{"https://"}, noPlugin},
	}
	for _, tt := range tests {
		commands := []string{"plan"}
		if tt.name == "reader" {
			commands = append(commands, "apply", "destroy", "list")
		}
		for _, command := range commands {
			args := append([]string{command}, tt.args...)
			switch command {
			case "apply", "destroy":
				args = append(args, "--auto-approve")
			case "list":
				args = append(args, "--live")
			}
			user, password, _ := strings.Cut(tt.user, ":")
			c := exec.Command("alertplan", append(args, dir)...)
			c.Env = append(bareEnvironment(), envUsername+"="+user, envPassword+"="+password)
			out, _ := c.CombinedOutput()
			text := string(out)
			if c.ProcessState.ExitCode() != 1 || strings.Contains(text, tt.never) || password != "" && strings.Contains(text, password) {
				t.Errorf("%s, %s: exit status %d:\n%s", tt.name, command, c.ProcessState.ExitCode(), text)
			}
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: want %q in:\n%s", tt.name, command, want, text)
				}
			}
		}
	}
}
