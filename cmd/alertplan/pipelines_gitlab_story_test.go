package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// good fails the test unless a pipeline went well, and one of its jobs printed all that.
func (r gitlabRun) good(t *testing.T, job string, wanted ...string) {
	t.Helper()
	if len(r.failed) > 0 {
		t.Errorf("failed: %s\n%v", r.failed, r.jobs)
	}
	r.says(t, job, wanted...)
}

func (r gitlabRun) says(t *testing.T, job string, wanted ...string) {
	t.Helper()
	for _, text := range wanted {
		if !strings.Contains(r.jobs[job], text) {
			t.Errorf("the job %s does not say %q:\n%s", job, text, r.jobs[job])
		}
	}
}

// TestStoryOnGitLab runs the lines of GitLab's example: a merge request and a second push
// to it, the merge, an edit by hand, the night, and what heals it.
func TestStoryOnGitLab(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	g.beginStory()

	g.pipeline("merge_request_event", g.change("faster", `interval = "5m"`, `interval = "2m"`)).good(t, "plan", `"5m" -> "2m"`, "prod.plan")
	run := g.pipeline("merge_request_event", g.change("faster", `interval = "5m"`, `interval = "3m"`))
	run.good(t, "check", "The configuration is valid", "ok: 1 test", "<testsuites", `"version": "2.1.0"`)
	if len(g.notes) != 2 || g.notes[1].edits != 1 || !strings.Contains(g.notes[1].Body, "3m") {
		t.Errorf("two plans of one merge request are one note that is kept up to date, got %+v", g.notes)
	}

	merge := g.merged("faster")
	g.pipeline("push", merge).good(t, "plan", `"5m" -> "3m"`) // and waits for whoever may apply
	g.pipeline("push", merge, "apply").good(t, "apply", "1 changed", "No changes.")
	g.pipeline("schedule", merge).good(t, "drift", "No drift.")

	g.click("4")
	if run := g.pipeline("schedule", merge); len(run.failed) != 1 || run.failed[0] != "drift: exit status 2" {
		t.Errorf("drift ends with 2, got %v\n%v", run.failed, run.jobs)
	}
	g.pipeline("web", merge, "apply").good(t, "apply", `"4" -> "1"`, "1 changed")
	g.pipeline("schedule", merge).good(t, "drift", "No drift.")
}

// TestGitLabAppliesWhatWasRead edits the cluster between the plan that is read and the
// job that carries it out.
func TestGitLabAppliesWhatWasRead(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	g.beginStory()
	g.change("faster", `interval = "5m"`, `interval = "2m"`)
	merge := g.merged("faster")
	plan := g.file.Jobs["plan"]
	plan.After = []string{"curl --fail --silent --request POST $CLICK"}
	g.file.Jobs["plan"] = plan
	g.file.Variables["CLICK"] = g.clicker()
	run := g.pipeline("push", merge, "apply")
	if len(run.failed) != 1 || run.failed[0] != "apply: exit status 1" {
		t.Errorf("apply ends with 1, got %v\n%v", run.failed, run.jobs)
	}
	run.says(t, "apply", "Stale: monitor.root_login is not updated", "Somebody has changed it on the cluster since the plan was made")
}

// TestGitLabGivesForksNothing runs a fork's merge request, whose files are also wrong.
func TestGitLabGivesForksNothing(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	g.beginStory()
	g.fork = true
	g.pipeline("merge_request_event", g.change("good", `interval = "5m"`, `interval = "9m"`)).good(t, "fork", `"5m" -> "9m"`, "No cluster was asked")
	run := g.pipeline("merge_request_event", g.change("fork", `hits     = "> 0"`, `hits     = "many"`))
	if len(run.jobs) != 1 || len(run.failed) != 1 || len(g.notes) != 1 {
		t.Errorf("a fork gets its check and no more, got %v", run)
	}
	_, text, _ := strings.Cut(run.jobs["check"], "artifact code-quality.json:\n")
	var found []struct {
		Description, Severity, Fingerprint string
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || len(found) == 0 {
		t.Fatalf("code-quality.json: %v\n%s", err, run.jobs["check"])
	}
	if first := found[0]; first.Location.Path != "alerts/main.hcl" || first.Location.Lines.Begin == 0 || first.Fingerprint == "" || first.Severity != "major" {
		t.Errorf("code-quality.json: %+v", first)
	}
}

// TestGitLabsSchema holds GitLab's example to GitLab's own JSON schema, by gitlab-ci-local,
// which then lists the jobs that a push to main has.
func TestGitLabsSchema(t *testing.T) {
	t.Parallel()
	program := linter(t, "node_modules/.bin/gitlab-ci-local")
	text, err := os.ReadFile(filepath.Join(pipelinesDir, "gitlab", ".gitlab-ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	list := func(text string) (string, error) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, ".gitlab-ci.yml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		env := append(gitEnvironment(), "HOME="+dir, "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com")
		return runProgram(dir, env, "sh", "-ec", `git init --quiet --initial-branch=main . && git add --all && git commit --quiet --message x
			git remote add origin git@gitlab.com:example/alerts.git
			`+program+" --list")
	}
	out, err := list(string(text))
	if err != nil || !strings.Contains(out, "json schema validated") {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, job := range []string{"check", "plan", "apply"} {
		if !strings.Contains(out, "\n"+job+" ") {
			t.Errorf("a push to main has no job %s:\n%s", job, out)
		}
	}
	if out, err = list(strings.Replace(string(text), "resource_group:", "resource_groop:", 1)); err == nil {
		t.Errorf("a keyword that GitLab has not is taken:\n%s", out)
	}
}
