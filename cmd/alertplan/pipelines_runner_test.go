package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runner stands for GitHub's: it runs the steps of workflows with bash, in the
// environment that GitHub documents, in a checkout of the event's commit. What a step
// uses besides the shell (actions of others) is done here.
type runner struct {
	t          *testing.T
	hub        *hub
	stubs      string            // a folder of commands: gh, curl
	secrets    map[string]string // of the repository
	production map[string]string // of the environment
	variables  map[string]string
	out        bytes.Buffer // the transcript
	logs       bytes.Buffer // all that steps have printed
	summary    string       // of the job that ran last
}

// jobRun is one job that runs.
type jobRun struct {
	*runner
	event           hubEvent
	run             *hubRun
	job             workflowJob
	workspace, temp string
	path            []string
	exported        map[string]string
	values          contexts
}

// react runs the workflows that an event makes run, and says whether all went well.
func (r *runner) react(event hubEvent) bool {
	r.t.Helper()
	good := true
	for _, file := range strings.Fields(r.git("ls-tree", "--name-only", event.sha, ".github/workflows/")) {
		w, err := parseWorkflow(r.git("show", event.sha+":"+file))
		if err != nil {
			r.t.Fatalf("%s: %v", file, err)
		}
		name := filepath.Base(file)
		if event.file != "" && event.file != name || !w.wants(event.name, "main", r.changed(event)) {
			continue
		}
		good = r.runWorkflow(w, name, event) && good
	}
	return good
}

// changed are the paths that a push changed.
func (r *runner) changed(event hubEvent) []string {
	if event.name != "push" {
		return nil
	}
	return strings.Fields(r.git("diff", "--name-only", event.sha+"^1", event.sha))
}

func (r *runner) runWorkflow(w *workflow, file string, event hubEvent) bool {
	run := &hubRun{ID: 9000 + len(r.hub.runs), Event: event.name, HeadSHA: event.sha, Head: &hubSource{storyRepository}, workflow: file}
	if event.name == "pull_request" {
		pull := r.hub.pull(event.number)
		run.HeadSHA, run.Head = pull.Head.SHA, pull.Head.Repo
	}
	r.hub.runs = append(r.hub.runs, run)
	results, good := map[string]any{}, true
	for _, job := range w.Jobs {
		fmt.Fprintf(&r.out, "── %s / %s", w.Name, job.id)
		result := r.runJob(w, job, jobRun{runner: r, event: event, run: run, job: job}, results)
		results[job.id] = map[string]any{"result": result}
		good = good && result != "failure"
	}
	run.Status = "success"
	if !good {
		run.Status = "failure"
	}
	return good
}

// runJob runs a job's steps; its result is one of GitHub's words.
func (r *runner) runJob(w *workflow, job workflowJob, j jobRun, needs map[string]any) string {
	j.values = contexts{"needs": needs, "failed": false}
	if job.Needs != "" {
		before := needs[job.Needs].(map[string]any)["result"]
		j.values["failed"] = before != "success"
	}
	j.describe(w)
	if !j.values.holds(job.If) {
		r.out.WriteString(": skipped\n")
		return "skipped"
	}
	r.out.WriteString("\n")
	j.values["failed"] = false
	for _, step := range job.Steps {
		if j.values.holds(step.If) && !j.step(step) {
			j.values["failed"] = true
		}
	}
	summary, _ := os.ReadFile(filepath.Join(j.temp, "summary.md"))
	r.summary = string(summary)
	if j.values["failed"] == true {
		r.out.WriteString("   The job failed.\n")
		return "failure"
	}
	return "success"
}

// describe fills in the contexts of a job: what its event gives it, and no more.
func (j *jobRun) describe(w *workflow) {
	token := fmt.Sprintf("token-%d-%s", j.run.ID, j.job.id)
	j.workspace, j.temp = filepath.Join(j.t.TempDir(), "work"), j.t.TempDir()
	j.exported = map[string]string{}
	permissions, secrets := maps.Clone(j.job.Permissions), maps.Clone(j.secrets)
	if j.job.Environment == "production" && j.event.ref == "refs/heads/main" {
		maps.Copy(secrets, j.production)
	}
	event := map[string]any{"repository": map[string]any{"default_branch": "main", "full_name": storyRepository}}
	if j.event.name == "pull_request" {
		pull := j.hub.pull(j.event.number)
		event["number"] = pull.Number
		event["pull_request"] = map[string]any{"base": map[string]any{"sha": strings.TrimSpace(j.git("rev-parse", "main"))}, "head": map[string]any{"sha": pull.Head.SHA, "repo": map[string]any{"full_name": pull.Head.Repo.FullName}}}
	}
	if j.event.fork { // a fork's files may do anything, so they get nothing
		secrets = map[string]string{}
		for scope := range permissions {
			permissions[scope] = "read"
		}
	}
	j.hub.tokens[token] = permissions
	j.values["secrets"], j.values["vars"], j.values["steps"] = anyValues(secrets), anyValues(j.variables), map[string]any{}
	j.values["github"] = map[string]any{
		"event": event, "event_name": j.event.name, "repository": storyRepository, "token": token, "run_id": j.run.ID,
		"ref_name": strings.TrimPrefix(j.event.ref, "refs/heads/"), "server_url": "https://github.com", "workflow": w.Name,
	}
	env := map[string]string{}
	for name, value := range j.job.Env {
		env[name] = j.values.fill(value)
	}
	j.values["env"] = anyValues(env)

}

// runProgram runs a program, and is all that it prints.
func runProgram(dir string, env []string, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Env = dir, env
	out, err := c.CombinedOutput()
	return string(out), err
}

// git asks the bare repository.
func (r *runner) git(args ...string) string {
	r.t.Helper()
	out, err := runProgram(r.hub.origin, gitEnvironment(), "git", args...)
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func anyValues(from map[string]string) map[string]any {
	to := map[string]any{}
	for name, value := range from {
		to[name] = value
	}
	return to
}
