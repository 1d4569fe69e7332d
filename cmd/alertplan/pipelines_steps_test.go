package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// step runs or plays one step, and says whether it went well.
func (j *jobRun) step(s workflowStep) bool {
	with := map[string]string{}
	for name, value := range s.With {
		with[name] = j.values.fill(value)
	}
	name, _, _ := strings.Cut(s.Uses, "@")
	var err error
	switch {
	case s.Run != "":
		err = j.script(s, "")
	case name == "actions/checkout":
		err = j.checkout(with["ref"], with["path"])
	case name == "actions/upload-artifact":
		err = j.keep(with["name"], with["path"])
	case strings.HasPrefix(name, "./"):
		err = j.composite(filepath.Join(j.workspace, name), with)
	default:
		j.t.Fatalf("nobody here can do what %s does", s.Uses)
	}
	outcome := "success"
	if err != nil {
		outcome = "failure"
	}
	if s.ID != "" {
		j.values["steps"].(map[string]any)[s.ID] = map[string]any{"outcome": outcome, "outputs": j.outputs()}
	}
	return err == nil
}

// checkout is that of the event's commit, or of another; into the workspace, or a folder
// of it.
func (j *jobRun) checkout(ref, path string) error {
	to := filepath.Join(j.workspace, path)
	_, err := runProgram(filepath.Dir(j.workspace), gitEnvironment(), "git", "clone", "--quiet", "--no-checkout", j.hub.origin, to)
	if err == nil {
		ref = cmp.Or(ref, j.event.sha)
		_, err = runProgram(to, gitEnvironment(), "sh", "-ec", "git fetch --quiet origin "+ref+" && git checkout --quiet --detach "+ref)
	}
	return err
}

// keep keeps an artifact of the run.
func (j *jobRun) keep(name, path string) error {
	dir := j.hub.artifactDir(fmt.Sprint(j.run.ID), name)
	text, err := os.ReadFile(filepath.Join(j.workspace, path))
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, filepath.Base(path)), text, 0o600)
		fmt.Fprintf(&j.out, "   %s is kept with the run.\n", path)
	}
	return err
}

// composite runs the steps of an action, which see its inputs and no secrets.
func (j *jobRun) composite(dir string, with map[string]string) error {
	text, err := os.ReadFile(filepath.Join(dir, "action.yml"))
	if err != nil {
		return err
	}
	var action compositeAction
	if err := yaml.Unmarshal(text, &action); err != nil {
		return err
	}
	inputs := map[string]any{}
	for name, input := range action.Inputs {
		inputs[name] = input.Default
		if given, ok := with[name]; ok {
			inputs[name] = given
		}
	}
	outer := j.values
	j.values = contexts{"inputs": inputs, "failed": false, "steps": map[string]any{}, "github": outer["github"]}
	defer func() { j.values = outer }()
	for _, step := range action.Runs.Steps {
		if j.values.holds(step.If) {
			if err := j.script(step, dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// outputs are what the last step wrote to GITHUB_OUTPUT.
func (j *jobRun) outputs() map[string]any {
	found := map[string]any{}
	text, _ := os.ReadFile(filepath.Join(j.temp, "output"))
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		found[name] = value
	}
	return found
}

// script runs a step's lines, as GitHub does those with `shell: bash`.
func (j *jobRun) script(s workflowStep, action string) error {
	file := filepath.Join(j.temp, "script.sh")
	_ = os.WriteFile(filepath.Join(j.temp, "output"), nil, 0o644)
	if err := os.WriteFile(file, []byte(j.values.fill(s.Run)), 0o644); err != nil {
		return err
	}
	env := j.environment(action)
	for _, from := range []map[string]string{j.job.Env, s.Env} {
		for name, value := range from {
			env = append(env, name+"="+j.values.fill(value))
		}
	}
	out, err := runProgram(j.workspace, env, "bash", "--noprofile", "--norc", "-eo", "pipefail", file)
	j.tell(s, out, err)
	added, _ := os.ReadFile(filepath.Join(j.temp, "path"))
	j.path = strings.Fields(string(added))
	return err
}

// environment is what GitHub documents of it, and nothing of ours.
func (j *jobRun) environment(action string) []string {
	path := append(slices.Clone(j.path), j.stubs, "/usr/local/bin", "/usr/bin", "/bin")
	env := []string{
		"CI=true", "GITHUB_ACTIONS=true", "HOME=" + j.temp, "LANG=C.UTF-8", "PATH=" + strings.Join(path, ":"),
		"GITHUB_API_URL=" + j.hub.URL, "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=" + storyRepository,
		"GITHUB_EVENT_NAME=" + j.event.name, "GITHUB_SHA=" + j.event.sha, "GITHUB_REF=" + j.event.ref,
		fmt.Sprintf("GITHUB_RUN_ID=%d", j.run.ID), "GITHUB_WORKFLOW=" + fmt.Sprint(member(j.values["github"].(map[string]any), "workflow")),
		"GITHUB_WORKSPACE=" + j.workspace, "GITHUB_ACTION_PATH=" + action,
		"GITHUB_OUTPUT=" + filepath.Join(j.temp, "output"), "GITHUB_PATH=" + filepath.Join(j.temp, "path"),
		"GITHUB_ENV=" + filepath.Join(j.temp, "env"), "GITHUB_STEP_SUMMARY=" + filepath.Join(j.temp, "summary.md"),
		"RUNNER_TEMP=" + j.temp, "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
	}
	return env
}

// tell adds a step to the transcript: a command of one line with what it printed, of
// longer scripts only that.
func (j *jobRun) tell(s workflowStep, out string, err error) {
	text := strings.TrimSpace(s.Run)
	j.logs.WriteString(out)
	switch {
	case !strings.Contains(text, "\n"):
		fmt.Fprintf(&j.out, "$ %s\n", text)
	case out != "":
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "alertplan ") {
				fmt.Fprintf(&j.out, "$ %s\n", line)
			}
		}
	}
	j.out.WriteString(out)
	for _, effect := range j.hub.effects {
		fmt.Fprintf(&j.out, "   %s\n", effect)
	}
	j.hub.effects = nil
	var status *exec.ExitError
	if errors.As(err, &status) {
		fmt.Fprintf(&j.out, "[exit status %d]\n", status.ExitCode())
	} else if err != nil {
		j.t.Fatal(err)
	}
}
