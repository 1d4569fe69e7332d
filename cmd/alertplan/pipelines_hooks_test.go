package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// hook is one of .pre-commit-hooks.yaml, with what the example says of it.
type hook struct {
	ID, Name, Entry, Language, Files string
	Args                             []string
	Pass                             *bool `yaml:"pass_filenames"`
}

// exampleHooks are the hooks that the example of pre-commit asks for, in its order.
func exampleHooks(t *testing.T) []hook {
	t.Helper()
	var offered []hook
	var config struct{ Repos []struct{ Hooks []hook } }
	for path, into := range map[string]any{
		"../../.pre-commit-hooks.yaml":                                       &offered,
		filepath.Join(pipelinesDir, "pre-commit", ".pre-commit-config.yaml"): &config,
	} {
		text, err := os.ReadFile(path)
		if err == nil {
			err = yaml.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	var hooks []hook
	for _, asked := range config.Repos[0].Hooks {
		for _, h := range offered {
			if h.ID == asked.ID {
				h.Args, h.Files = asked.Args, asked.Files
				hooks = append(hooks, h)
			}
		}
	}
	if len(hooks) != len(offered) {
		t.Fatalf("the example asks for %d of %d hooks", len(hooks), len(offered))
	}
	return hooks
}

// TestHooks makes commits with the hooks' own lines before each, as pre-commit runs them:
// a failure, and a file that a hook changes, keep the commit from being made.
func TestHooks(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.beginStory()
	script := "#!/bin/sh\n"
	for _, h := range exampleHooks(t) {
		if h.Pass == nil || *h.Pass || h.Language != "golang" || !regexp.MustCompile(h.Files).MatchString("alerts/main.hcl") {
			t.Errorf("%+v is not run on the directory by a change of its files", h)
		}
		script += "echo '" + h.Name + "'; " + h.Entry + " " + strings.Join(h.Args, " ") + " || exit 1\ngit diff --quiet || exit 1\n"
	}
	s.write("repository/.git/hooks/pre-commit", script)
	s.must("chmod +x .git/hooks/pre-commit")
	commit := func(change string) string {
		out, err := s.person(change + "\ngit commit --quiet --all --message Change 2>&1")
		if err != nil {
			out += "[no commit]"
		}
		return out
	}
	for change, wanted := range map[string]string{
		`sed -i 's/severity = 1/severity    =   1/' alerts/main.hcl`: "alertplan fmt\nalerts/main.hcl\n[no commit]",
	} {
		if got := commit(change); got != wanted {
			t.Errorf("%s:\n%s", change, got)
		}
	}
	if got := commit(`sed -i 's/hits     = "> 0"/hits     = "many"/' alerts/main.hcl`); !strings.Contains(got, "alertplan validate\n") || !strings.Contains(got, "Invalid hits") || !strings.HasSuffix(got, "[no commit]") {
		t.Errorf("what is not valid is committed:\n%s", got)
	}
	if got := commit(`sed -i 's/hits     = "many"/hits     = "> 1"/' alerts/main.hcl`); !strings.Contains(got, "alertplan test\n") || !strings.Contains(got, "FAIL") || !strings.HasSuffix(got, "[no commit]") {
		t.Errorf("what fails its tests is committed:\n%s", got)
	}
	if got := commit(`git checkout --quiet alerts; sed -i 's/interval = "5m"/interval = "2m"/' alerts/main.hcl`); strings.HasSuffix(got, "[no commit]") {
		t.Errorf("a good change is not committed:\n%s", got)
	}
}
