package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jenkinsLines are the sh steps of the Jenkinsfile by stage; those of a function by its
// name. TestJenkinsfile holds them to what Groovy reads.
func jenkinsLines(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(pipelinesDir, "jenkins", "Jenkinsfile"))
	if err != nil {
		t.Fatal(err)
	}
	part := regexp.MustCompile(`stage\('([^']+)'\)|^void (\w+)\(\)|\bsh '''((?s:.*?))'''|\bsh '([^'\n]+)'`)
	lines, stage := map[string][]string{}, ""
	for _, m := range regexp.MustCompile(`(?m)`+part.String()).FindAllStringSubmatch(string(text), -1) {
		if stage = m[1] + m[2]; stage != "" {
			lines[""] = append(lines[""], stage)
			continue
		}
		current := lines[""][len(lines[""])-1]
		lines[current] = append(lines[current], m[3]+m[4])
	}
	return lines
}

// jenkins stands for Jenkins: it runs the sh steps of stages, each in a shell of its own
// as Jenkins does, sh -xe.
type jenkins struct {
	*story
	lines     map[string][]string
	workspace string
}

func newJenkins(t *testing.T) *jenkins {
	t.Helper()
	return &jenkins{story: newStory(t), lines: jenkinsLines(t)}
}

// build checks a commit out and installs alertplan; stages follow.
func (j *jenkins) build(sha string) {
	j.t.Helper()
	j.workspace = filepath.Join(j.t.TempDir(), "work")
	if out, err := runProgram(j.home, gitEnvironment(), "sh", "-ec", "git clone --quiet "+j.hub.origin+" "+j.workspace+" && cd "+j.workspace+" && git checkout --quiet --detach "+sha); err != nil {
		j.t.Fatalf("%v\n%s", err, out)
	}
	if out, err := j.stage("install"); err != nil {
		j.t.Fatalf("%v\n%s", err, out)
	}
}

// stage runs the steps of a stage, up to the first that fails.
func (j *jenkins) stage(name string) (all string, err error) {
	j.t.Helper()
	if len(j.lines[name]) == 0 {
		j.t.Fatalf("the Jenkinsfile has no stage %s", name)
	}
	temp := j.workspace + "@tmp"
	env := []string{
		"HOME=" + j.home, "PATH=" + temp + "/alertplan:" + j.stubs + ":/usr/local/bin:/usr/bin:/bin", "WORKSPACE=" + j.workspace, "WORKSPACE_TMP=" + temp,
		"ALERTPLAN_VERSION=1.0.0", "ALERTPLAN_SHA256=", "ALERTPLAN_RELEASES=https://github.com/alertplan/alertplan/releases/download", "ALERTPLAN_URL=" + j.url,
		"READER_USR=reader", "READER_PSW=reads-only-4711", "XDG_STATE_HOME=" + temp,
	}
	if name == "Plan" || name == "Apply" {
		env = append(env, "ALERTPLAN_VAR_pager_url="+j.secrets["PAGER_URL"])
	}
	if name == "Apply" {
		env = append(env, "WRITER_USR=writer", "WRITER_PSW=writes-too-4711")
	}
	for _, script := range j.lines[name] {
		var out string
		if out, err = runProgram(j.workspace, env, "sh", "-xec", script); err != nil {
			return all + out, err
		}
		all += out
	}
	return all, nil
}

// says fails the test unless a stage ended so, and printed all that.
func (j *jenkins) says(stage, status string, wanted ...string) {
	j.t.Helper()
	out, err := j.stage(stage)
	if got := "exit status 0"; err != nil && err.Error() != status || err == nil && status != got {
		j.t.Errorf("%s: %v, want %s\n%s", stage, err, status, out)
	}
	for _, text := range wanted {
		if !strings.Contains(out, text) {
			j.t.Errorf("%s does not say %q:\n%s", stage, text, out)
		}
	}
}

// TestStoryOnJenkins runs the lines of the Jenkinsfile: a pull request, the merge, an edit
// by hand between what was read and what is carried out, the night, and what heals it.
func TestStoryOnJenkins(t *testing.T) {
	t.Parallel()
	j := newJenkins(t)
	j.beginStory()
	j.build(j.change("faster", `interval = "5m"`, `interval = "2m"`))
	j.says("Check", "exit status 0", "The configuration is valid", "ok: 1 test")
	j.says("Plan", "exit status 0", `"5m" -> "2m"`)

	merge := j.merged("faster")
	j.build(merge)
	j.says("Plan", "exit status 0", `"5m" -> "2m"`)
	j.click("4")
	j.says("Apply", "exit status 1", "Stale: monitor.root_login is not updated")
	j.says("Drift", "exit status 2", `trigger.any_login.severity = "1" -> "4"`)
	j.says("Plan", "exit status 0", `"4" -> "1"`)
	j.says("Apply", "exit status 0", "1 changed", "No changes.")
	j.says("Drift", "exit status 0", "No drift.")
	for _, file := range []string{"plan.md", "drift.md", "drift.xml"} { // what is archived and shown
		if _, err := os.Stat(filepath.Join(j.workspace, file)); err != nil {
			t.Error(err)
		}
	}
}

// TestJenkinsfile reads the Jenkinsfile by Groovy's parser and the rules of declarative
// pipelines, and compares its lines with those that are run.
func TestJenkinsfile(t *testing.T) {
	t.Parallel()
	groovy := linter(t, "groovy-2.4.21.jar")
	if programMissing("java") {
		t.Skip("there is no java here: the Jenkinsfile is not held to Groovy's parser")
	}
	check := func(path string) []string {
		out, err := runProgram(".", os.Environ(), "java", "-cp", groovy, "groovy.ui.GroovyMain", absolute(t, "testdata/pipelines/jenkinsfile.groovy"), path)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return slices.DeleteFunc(strings.Split(strings.TrimSpace(out), "\n"), func(line string) bool { return strings.HasPrefix(line, "WARNING") })
	}
	var want []string
	lines := jenkinsLines(t)
	for _, stage := range lines[""] {
		for _, script := range lines[stage] {
			want = append(want, "sh: "+strings.ReplaceAll(script, "\n", `\n`))
		}
	}
	got := strings.Join(check(absolute(t, filepath.Join(pipelinesDir, "jenkins", "Jenkinsfile"))), "\n")
	if diff := cmp.Diff(strings.TrimSpace(strings.Join(want, "\n")), got); diff != "" {
		t.Errorf("the lines that are run, and those that Groovy reads (-run +read):\n%s", diff)
	}
	broken := filepath.Join(t.TempDir(), "Jenkinsfile")
	if err := os.WriteFile(broken, []byte("pipeline {\n  stages {\n    stage('A') {\n      step { sh 'true' }\n    }\n  }\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(check(broken), "; "); got != "line 4: stage may not hold step; line 3: a stage has one of steps, stages, parallel, matrix; line 1: pipeline lacks agent" {
		t.Errorf("of a broken file it says %s", got)
	}
}
