package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExampleOfJSON keeps the examples in docs/json.md true: they are what the
// commands print about the configuration that stands there.
func TestExampleOfJSON(t *testing.T) {
	t.Parallel()
	text := readPage(t, "json.md")
	dir := t.TempDir()
	configuration := regexp.MustCompile("(?ms)^```hcl file\n(.*?)^```$").FindStringSubmatch(text)
	if configuration == nil {
		t.Fatal("there is no configuration in docs/json.md")
	}
	writeMain(t, dir, configuration[1])
	invalid := t.TempDir()
	writeMain(t, invalid, "workspace = \"SOC\"\n")
	commands := map[string][]string{
		"plan":     {"plan", "--json", "--url", newSandbox(t), "--var", "pager_url=https://pager.example.com/page"},
		"show":     {"show", "--json", "destination.webhook.pager"},
		"validate": {"validate", "--json"},
	}
	block := regexp.MustCompile("(?ms)^```json ([a-z]+)\n(.*?)^```$")
	got := block.ReplaceAllStringFunc(text, func(whole string) string {
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
	keepPage(t, "json.md", got)
}

func writeMain(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
