package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestExampleOfJSON .

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExampleOfJSON keeps the examples in docs/json.md true: they are what the
// commands print about the configuration that stands there.
func TestExampleOfJSON(t *testing.T) {
	t.Parallel()
	const path = "../../docs/json.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	configuration := regexp.MustCompile("(?ms)^```hcl file\n(.*?)^```$").FindSubmatch(text)
	if configuration == nil {
		t.Fatal("there is no configuration in docs/json.md")
	}
	writeMain(t, dir, string(configuration[1]))
	invalid := t.TempDir()
	writeMain(t, invalid, "workspace = \"SOC\"\n")
	commands := map[string][]string{
		"plan":     {"plan", "--json", "--url", newSandbox(t), "--var", "pager_url=https://pager.example.com/page"},
		"show":     {"show", "--json", "destination.webhook.pager"},
		"validate": {"validate", "--json"},
	}
	block := regexp.MustCompile("(?ms)^```json ([a-z]+)\n(.*?)^```$")
	got := block.ReplaceAllStringFunc(string(text), func(whole string) string {
		name := block.FindStringSubmatch(whole)[1]
		c := exec.Command("alertplan", commands[name]...)
		c.Dir, c.Env = dir, bareEnvironment()
		if name == "validate" {
			c.Dir = invalid
		}
		out, err := c.Output()
		if _, failed := err.(*exec.ExitError); err != nil && !(failed && name == "validate") {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return "```json " + name + "\n" + strings.TrimSpace(string(out)) + "\n```"
	})
	if update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), got); diff != "" {
		t.Errorf("docs/json.md is out of date: `make generate` rewrites it (-docs +got):\n%s", diff)
	}
}

func writeMain(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
