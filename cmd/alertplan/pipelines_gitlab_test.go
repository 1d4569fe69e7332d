package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// gitlabFile is .gitlab-ci.yml with the keywords of ours; any other is an error.
type gitlabFile struct {
	Workflow  gitlabJob
	Variables map[string]string
	Stages    []string
	Default   gitlabJob
	Jobs      map[string]gitlabJob `yaml:",inline"`
}

type gitlabJob struct {
	Extends, Stage, Image string
	Interruptible         bool
	Rules                 []struct{ If, When string }
	Before                []string `yaml:"before_script"`
	Script                []string
	After                 []string `yaml:"after_script"`
	Needs                 []string
	Variables             map[string]string
	ResourceGroup         string `yaml:"resource_group"`
	Environment           struct{ Name string }
	Artifacts             struct {
		When, Access string
		Paths        []string
		ExpireIn     string `yaml:"expire_in"`
		Reports      struct {
			JUnit       gitlabPaths
			CodeQuality gitlabPaths
		}
	}
}

// gitlabPaths are one or several.
type gitlabPaths []string

func (paths *gitlabPaths) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*paths = gitlabPaths{n.Value}
		return nil
	}
	return n.Decode((*[]string)(paths))
}

// readGitLab reads the example.
func readGitLab(t *testing.T) *gitlabFile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(pipelinesDir, "gitlab", ".gitlab-ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	f := new(gitlabFile)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(f); err != nil {
		t.Fatal(err)
	}
	for name, job := range f.Jobs {
		if job.Extends != "" && job.Before == nil {
			job.Before = f.Jobs[job.Extends].Before
			f.Jobs[name] = job
		}
	}
	return f
}

// when is what the rules make of a job: on_success, manual, or never.
func (j gitlabJob) when(variables map[string]string) string {
	for _, rule := range j.Rules {
		if gitlabHolds(rule.If, variables) {
			return cmp.Or(rule.When, "on_success")
		}
	}
	return "never"
}

// gitlabHolds knows == and !=, joined by && or by ||.
func gitlabHolds(condition string, variables map[string]string) bool {
	if condition == "" {
		return true
	}
	if parts := strings.Split(condition, "||"); len(parts) > 1 {
		return slices.ContainsFunc(parts, func(part string) bool { return gitlabHolds(part, variables) })
	}
	for _, part := range strings.Split(condition, "&&") {
		left, right, same := strings.Cut(part, "==")
		if !same {
			left, right, _ = strings.Cut(part, "!=")
		}
		if same != (gitlabValue(left, variables) == gitlabValue(right, variables)) {
			return false
		}
	}
	return true
}

func gitlabValue(word string, variables map[string]string) string {
	word = strings.TrimSpace(word)
	if name, ok := strings.CutPrefix(word, "$"); ok {
		return variables[name]
	}
	return strings.Trim(word, `"`)
}

// gitlab stands for GitLab: it runs pipelines of the example, and answers its API.
type gitlab struct {
	*story
	file  *gitlabFile
	api   *httptest.Server
	notes []*gitlabNote
	fork  bool
}

type gitlabNote struct {
	ID     int            `json:"id"`
	Body   string         `json:"body"`
	Author map[string]int `json:"author"`
	edits  int
}

func newGitLab(t *testing.T) *gitlab {
	t.Helper()
	if programMissing("jq") {
		t.Skip("there is no jq here: the lines of GitLab's pipelines are not run")
	}
	g := &gitlab{story: newStory(t), file: readGitLab(t)}
	g.stub("apk", "exit 0")
	g.notes = []*gitlabNote{{ID: 1, Body: "<!-- alertplan: somebody's joke -->", Author: map[string]int{"id": 7}}}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v4/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("PRIVATE-TOKEN") != "a project's token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if value := g.answer(r); value != nil {
			_ = json.NewEncoder(w).Encode(value)
			return
		}
		w.WriteHeader(http.StatusNotFound)
	})
	g.api = httptest.NewServer(mux)
	t.Cleanup(g.api.Close)
	return g
}

// answer is that of the API: who asks, and the notes of a merge request.
func (g *gitlab) answer(r *http.Request) any {
	const notes = "/api/v4/projects/12/merge_requests/1/notes"
	id, one := strings.CutPrefix(r.URL.Path, notes+"/")
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/api/v4/user":
		return map[string]int{"id": 42}
	case r.Method == http.MethodGet && r.URL.Path == notes:
		return g.notes
	case r.Method == http.MethodPost && r.URL.Path == notes:
		note := &gitlabNote{ID: len(g.notes) + 1, Body: r.FormValue("body"), Author: map[string]int{"id": 42}}
		g.notes = append(g.notes, note)
		return note
	case r.Method == http.MethodPut && one:
		if i, err := strconv.Atoi(id); err == nil && g.notes[i-1].Author["id"] == 42 {
			g.notes[i-1].Body, g.notes[i-1].edits = r.FormValue("body"), g.notes[i-1].edits+1
			return g.notes[i-1]
		}
	}
	return nil
}

// gitlabRun is a pipeline: what its jobs printed, and which failed.
type gitlabRun struct {
	jobs   map[string]string
	failed []string
}

// pipeline runs the jobs that the rules choose, in the order of stages; manual ones only
// if they are started. What a job leaves behind is there for those that follow.
func (g *gitlab) pipeline(source, sha string, started ...string) gitlabRun {
	g.t.Helper()
	variables := g.variablesOf(source, sha)
	if g.file.Workflow.when(variables) == "never" {
		return gitlabRun{}
	}
	run, artifacts := gitlabRun{jobs: map[string]string{}}, g.t.TempDir()
	names := slices.Sorted(maps.Keys(g.file.Jobs))
	slices.SortStableFunc(names, func(a, b string) int {
		order := func(name string) int {
			return 2*slices.Index(g.file.Stages, g.file.Jobs[name].Stage) + len(g.file.Jobs[name].Needs)
		}
		return order(a) - order(b)
	})
	for _, name := range names {
		when := g.file.Jobs[name].when(variables)
		if strings.HasPrefix(name, ".") || when == "never" || when == "manual" && !slices.Contains(started, name) {
			continue
		}
		out, err := g.job(name, variables, artifacts)
		run.jobs[name] = out
		if err != nil {
			run.failed = append(run.failed, fmt.Sprintf("%s: %v", name, err))
			break
		}
	}
	return run
}

// variablesOf is what GitLab gives to a pipeline; the protected ones come with a job.
func (g *gitlab) variablesOf(source, sha string) map[string]string {
	v := maps.Clone(g.file.Variables)
	maps.Copy(v, map[string]string{
		"CI": "true", "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": sha, "CI_DEFAULT_BRANCH": "main",
		"CI_PROJECT_ID": "12", "CI_API_V4_URL": g.api.URL + "/api/v4",
	})
	if source == "merge_request_event" {
		maps.Copy(v, map[string]string{"CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "12", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "12", "CI_MERGE_REQUEST_DIFF_BASE_SHA": strings.TrimSpace(g.git("merge-base", "main", sha))})
	} else {
		v["CI_COMMIT_BRANCH"] = "main"
	}
	if g.fork { // it runs in the fork, which has none of the project's variables
		maps.Copy(v, map[string]string{"CI_PROJECT_ID": "99", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "99"})
		return v
	}
	maps.Copy(v, map[string]string{
		"ALERTPLAN_URL": g.url, "ALERTPLAN_USERNAME": "reader", "ALERTPLAN_PASSWORD": "reads-only-4711",
		"ALERTPLAN_VAR_pager_url": g.secrets["PAGER_URL"], "GITLAB_TOKEN": "a project's token",
	})
	return v
}

// job runs a job's lines as GitLab does: those of before_script and script as one, in a
// shell that stops at the first failure. It is dash or another sh, since alpine has no bash.
func (g *gitlab) job(name string, variables map[string]string, artifacts string) (string, error) {
	job, work, env := g.file.Jobs[name], filepath.Join(g.t.TempDir(), "work"), maps.Clone(variables)
	if out, err := runProgram(g.home, gitEnvironment(), "sh", "-ec", "git clone --quiet "+g.hub.origin+" "+work+" && cd "+work+" && git checkout --quiet --detach "+variables["CI_COMMIT_SHA"]); err != nil {
		g.t.Fatalf("%v\n%s", err, out)
	}
	if err := os.CopyFS(work, os.DirFS(artifacts)); err != nil {
		g.t.Fatal(err)
	}
	if job.Environment.Name == "production" {
		env["ALERTPLAN_USERNAME"], env["ALERTPLAN_PASSWORD"] = "writer", "writes-too-4711"
	}
	maps.Copy(env, job.Variables)
	env["CI_BUILDS_DIR"], env["HOME"] = filepath.Dir(work), filepath.Dir(work)
	env["PATH"] = g.stubs + ":/usr/local/bin:/usr/bin:/bin"
	var list []string
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	out, err := runProgram(work, list, "sh", "-ec", strings.Join(append(slices.Clone(job.Before), job.Script...), "\n"))
	if len(job.After) > 0 {
		after, err := runProgram(work, list, "sh", "-ec", strings.Join(job.After, "\n"))
		if err != nil {
			g.t.Errorf("after_script of %s: %v\n%s", name, err, after)
		}
	}
	for _, path := range slices.Concat(job.Artifacts.Paths, job.Artifacts.Reports.JUnit, job.Artifacts.Reports.CodeQuality) {
		text, lost := os.ReadFile(filepath.Join(work, path))
		if lost != nil && err == nil {
			g.t.Errorf("%s: %v", name, lost)
		}
		if lost == nil {
			_ = os.WriteFile(filepath.Join(artifacts, path), text, 0o644)
			out += "\nartifact " + path + ":\n" + string(text)
		}
	}
	return out, err
}

// clicker is a URL that makes the hand edit when it is asked.
func (g *gitlab) clicker() string {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { g.click("4") }))
	g.t.Cleanup(server.Close)
	return server.URL
}
