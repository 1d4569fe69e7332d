package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/schema"
)

// values are what the examples' variables without a default get.
var values = map[string]string{
	"slack_url": "https://hooks.slack.com/services/T000/B000/xxxx",
	"teams_url": "https://example.webhook.office.com/webhookb2/xxxx",
}

// TestExamples does with every example what people do: it must be laid out,
// valid, and quiet once it is applied.
func TestExamples(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../examples/*/main.hcl")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("there are no examples: %v", err)
	}
	for _, main := range dirs {
		dir := filepath.Dir(main)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			url := newSandbox(t)
			run(t, "fmt", "--check", "--diff", dir)
			if got := run(t, "validate", dir); !strings.HasPrefix(got, "The configuration is valid: ") || strings.Contains(got, "warning") {
				t.Errorf("validate without values: %s", got)
			}
			if got := run(t, "test", dir); !strings.Contains(got, "\nok: ") {
				t.Errorf("its tests: %s", got)
			}
			given := append(varsOf(t, dir), "--url", url, dir)
			if got := run(t, "plan", given...); !strings.Contains(got, "Plan: ") {
				t.Errorf("the first plan: %s", got)
			}
			run(t, "apply", append([]string{"--auto-approve"}, given...)...)
			run(t, "plan", append([]string{"--detailed-exitcode"}, given...)...)
			// What is there already needs no secret.
			if got := run(t, "plan", "--detailed-exitcode", "--url", url, dir); !strings.Contains(got, "No changes.") {
				t.Errorf("the plan without values: %s", got)
			}
			run(t, "destroy", append([]string{"--auto-approve"}, given...)...)
		})
	}
}

// varsOf gives a value to each variable that has none.
func varsOf(t *testing.T, dir string) []string {
	t.Helper()
	cfg, _ := schema.Load(dir, schema.Options{})
	var args []string
	for _, name := range cfg.Missing() {
		if values[name] == "" {
			t.Fatalf("the test has no value for var.%s: add it to values", name)
		}
		args = append(args, "--var", name+"="+values[name])
	}
	return args
}

func newSandbox(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(sandbox.New(sandbox.Options{}))
	t.Cleanup(server.Close)
	return server.URL
}

// run runs alertplan, which must succeed, and returns what it prints.
func run(t *testing.T, command string, args ...string) string {
	t.Helper()
	c := exec.Command("alertplan", append([]string{command}, args...)...)
	c.Env = bareEnvironment()
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("alertplan %s %s: %v\n%s", command, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// bareEnvironment is ours without what alertplan reads.
func bareEnvironment() []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "ALERTPLAN_") {
			env = append(env, v)
		}
	}
	return env
}
