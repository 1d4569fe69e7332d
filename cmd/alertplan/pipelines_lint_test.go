package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"gopkg.in/yaml.v3"
)

const pipelinesDir = "../../examples/pipelines"

// TestPipelinesOfGitHub holds the workflows to actionlint, laid out as a repository has
// them, and the steps of the action, which actionlint doesn't look into, as a workflow.
// Where `make linters` has fetched shellcheck, actionlint asks it, too.
func TestPipelinesOfGitHub(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, ".github"), os.DirFS(filepath.Join(pipelinesDir, "github"))); err != nil {
		t.Fatal(err)
	}
	workflows := filepath.Join(root, ".github", "workflows")
	action, err := actionAsWorkflow(filepath.Join(root, ".github", "actions", "alertplan", "action.yml"))
	if err == nil {
		err = os.WriteFile(filepath.Join(workflows, "action.yml"), action, 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(workflows, "gitops.yml"), stepsOfPage(t), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	project, err := actionlint.NewProject(root)
	if err != nil {
		t.Fatal(err)
	}
	shellcheck := absolute(t, filepath.Join(lintersDir, "python/bin/shellcheck"))
	if programMissing(shellcheck) {
		t.Log("there is no bin/.linters/python/bin/shellcheck, of `make linters`: actionlint does without it")
		shellcheck = ""
	}
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: shellcheck})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(workflows, "*.yml"))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	found, err := linter.LintFiles(files, project)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found {
		t.Error(problem)
	}
}

// actionAsWorkflow makes a workflow of an action that others call.
func actionAsWorkflow(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var action struct {
		Inputs map[string]any
		Runs   struct{ Steps []any }
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		return nil, err
	}
	inputs := map[string]any{}
	for name := range action.Inputs {
		inputs[name] = map[string]any{"type": "string"}
	}
	return yaml.Marshal(map[string]any{
		"on":   map[string]any{"workflow_call": map[string]any{"inputs": inputs}},
		"jobs": map[string]any{"action": map[string]any{"runs-on": "ubuntu-24.04", "steps": action.Runs.Steps}},
	})
}

// stepsOfPage makes a workflow of the steps and permissions that docs/gitops.md shows.
func stepsOfPage(t *testing.T) []byte {
	t.Helper()
	for _, m := range fenced.FindAllStringSubmatch(readPage(t, "gitops.md"), -1) {
		if m[1] == "yaml" {
			var job map[string]any
			if err := yaml.Unmarshal([]byte(m[3]), &job); err != nil {
				t.Fatal(err)
			}
			job["runs-on"] = "ubuntu-24.04"
			text, err := yaml.Marshal(map[string]any{"on": "push", "jobs": map[string]any{"page": job}})
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
	}
	t.Fatal("docs/gitops.md shows no steps")
	return nil
}

// TestPipelinesOfGitHubAreTight holds the workflows to what no linter asks: nobody gets
// more than he needs, and nothing runs that may change under its name.
func TestPipelinesOfGitHubAreTight(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(pipelinesDir, "github", "workflows", "*.yml"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range looseEnds(t, string(text)) {
			t.Errorf("%s: %s", filepath.Base(file), problem)
		}
	}
}

var pinned = regexp.MustCompile(`^(\./.+|[^@]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)

// looseEnds names what is wrong with a workflow.
func looseEnds(t *testing.T, text string) (problems []string) {
	t.Helper()
	tell := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, line := range regexp.MustCompile(`(?m)uses: (.*)$`).FindAllStringSubmatch(text, -1) {
		if !pinned.MatchString(line[1]) {
			tell("%s is not pinned to a commit, with its version beside it", line[1])
		}
	}
	for wanted, why := range map[string]string{
		"\npermissions: {}\n": "a job that names none has all permissions",
		"\nconcurrency:":      "two runs may overlap",
	} {
		if !strings.Contains(text, wanted) {
			tell("no %q: %s", strings.TrimSpace(wanted), why)
		}
	}
	w, err := parseWorkflow(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := w.On["pull_request_target"]; ok {
		tell("pull_request_target runs with secrets beside what a fork has written")
	}
	for _, job := range w.Jobs {
		if len(job.Permissions) == 0 {
			tell("%s: no permissions", job.id)
		}
		for _, step := range job.Steps {
			problems = append(problems, looseStep(job, step)...)
		}
	}
	return problems
}

// looseStep names what is wrong with a step.
func looseStep(job workflowJob, step workflowStep) (problems []string) {
	what := job.id + ": " + step.Name + step.Uses
	if strings.Contains(step.Run, "${{") {
		problems = append(problems, what+": a value within a script is run as one: it belongs into env")
	}
	if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
		problems = append(problems, what+": the token is left in .git/config")
	}
	for _, value := range step.Env {
		if strings.Contains(value, "secrets.ALERTPLAN_WRITER") && job.Environment != "production" {
			problems = append(problems, what+": what may write is for the environment that main alone may use")
		}
	}
	return problems
}

// TestLooseEndsAreFound shows that the rules above bite.
func TestLooseEndsAreFound(t *testing.T) {
	t.Parallel()
	got := strings.Join(looseEnds(t, `on: {pull_request_target: {}}
jobs:
  plan:
    steps:
      - uses: actions/checkout@v7
      - run: echo ${{ github.head_ref }}
        env: {PASSWORD: "${{ secrets.ALERTPLAN_WRITER_PASSWORD }}"}
`), "\n")
	for _, wanted := range []string{"not pinned", "permissions: {}", "concurrency", "pull_request_target", "plan: no permissions", "belongs into env", ".git/config", "main alone"} {
		if !strings.Contains(got, wanted) {
			t.Errorf("nothing says %q in\n%s", wanted, got)
		}
	}
}
