package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// opened is a pull request of another text, whose workflows have run; from is "" for one
// of the repository itself.
func (s *story) opened(t *testing.T, interval, from string) *hubPull {
	t.Helper()
	branch := "every-" + interval
	s.change(branch, `interval = "5m"`, `interval = "`+interval+`"`)
	s.must("gh pr create --title Change --body ''")
	pull := s.hub.pulls[len(s.hub.pulls)-1]
	if from != "" {
		pull.Head.Repo = &hubSource{from}
	}
	return pull
}

// hears fails the test unless a transcript says all that.
func hears(t *testing.T, transcript string, wanted ...string) {
	t.Helper()
	for _, text := range wanted {
		if !strings.Contains(transcript, text) {
			t.Errorf("nothing says %q:\n%s", text, transcript)
		}
	}
}

// TestForksGetNoPlan opens a pull request of a fork, and merges it: nothing of it is
// planned, and nothing that its run left behind is applied, whatever it is called.
func TestForksGetNoPlan(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.beginStory()
	pull := s.opened(t, "2m", "mallory/alerts")
	hears(t, s.platform(), "The configuration is valid", `"5m" -> "2m"`, "No cluster was asked", "alertplan pull request / plan: skipped")
	hears(t, s.summary, "No cluster was asked", "| update | `monitor.root_login` |")
	if len(s.hub.comments) > 0 {
		t.Errorf("a fork's run wrote a comment: %+v", s.hub.comments)
	}
	// Its run says that it is good, and has an artifact of the right name.
	run := s.hub.runs[len(s.hub.runs)-1]
	s.must("ALERTPLAN_VAR_pager_url=" + s.secrets["PAGER_URL"] + " alertplan plan --out ~/prod.plan alerts")
	forged := s.hub.artifactDir("9000", "alertplan-plan")
	if err := os.MkdirAll(forged, 0o755); err != nil || run.ID != 9000 || run.Status != "success" {
		t.Fatalf("%v, run %+v", err, run)
	}
	if err := os.Rename(filepath.Join(s.home, "prod.plan"), filepath.Join(forged, "prod.plan")); err != nil {
		t.Fatal(err)
	}
	s.must("gh pr merge 1 --merge")
	hears(t, s.platform(), "::error::No plan was approved for this commit.", "The job failed.", "a comment on #1")
	hears(t, s.must("alertplan plan alerts --url "+s.url), "1 to change")

	// With the repository as its head, that same run is one to trust.
	pull.Head.Repo, run.Head = &hubSource{storyRepository}, &hubSource{storyRepository}
	s.hub.waiting = append(s.hub.waiting, hubEvent{name: "push", sha: *pull.MergeCommit, ref: "refs/heads/main"})
	hears(t, s.platform(), "Apply complete: 0 added, 1 changed", "No changes.")
}

// TestPlansOfSquashedMerges squashes a pull request while main has moved on, and merges
// another whose plan nobody has approved.
func TestPlansOfSquashedMerges(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.beginStory()
	s.opened(t, "2m", "")
	s.platform()
	s.must("git switch --quiet main && echo 'Read me.' > README.md && git add README.md && git commit --quiet --message 'Read me' && git push --quiet origin main")
	s.must("gh pr merge 1 --squash")
	hears(t, s.platform(), "Apply complete: 0 added, 1 changed", "No changes.")

	s.must("git pull --quiet origin main")
	s.must("git switch --quiet --create third && sed -i 's/\"2m\"/\"3m\"/' alerts/main.hcl && git commit --quiet --all --message 'Third' && git push --quiet origin third")
	s.must("gh pr create --title Third --body ''")
	s.must("gh pr merge 2 --merge") // before its run is over
	s.hub.pulls[1].Head.SHA = strings.TrimSpace(s.must("git rev-parse third"))
	hears(t, s.platform(), "::error::No plan was approved for this commit.", "a comment on #2")
	s.must("gh workflow run alertplan-merge.yml")
	hears(t, s.platform(), "1 changed", "No changes.")
}

// TestTwoNightsOneIssue finds the same drift twice, and a cluster that is away.
func TestTwoNightsOneIssue(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.beginStory()
	s.click("4")
	hears(t, s.night(), "issue #1 is opened", "[exit status 2]")
	hears(t, s.night(), "issue #1 says it now", "[exit status 2]")
	if body := s.hub.issues[0].Body; len(s.hub.issues) != 1 || !strings.Contains(body, "severity") {
		t.Errorf("issues: %+v", s.hub.issues)
	}
	s.variables["ALERTPLAN_URL"] = "http://127.0.0.1:1"
	if told := s.night(); strings.Contains(told, "issue #") || !strings.Contains(told, "[exit status 1]\n   The job failed.") {
		t.Errorf("a cluster that is away is no word on drift:\n%s", told)
	}
}

// TestInstalledReleasesAreHeldToTheirChecksum runs the action with a checksum that is
// right, one that is wrong, a release that was exchanged, and arguments.
func TestInstalledReleasesAreHeldToTheirChecksum(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	dir := filepath.Join(s.hub.dir, "releases", "v"+storyVersion)
	sums, err := os.ReadFile(filepath.Join(dir, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	right := strings.Fields(string(sums))[0]
	try := func(with map[string]string) (string, map[string]any) {
		j := jobRun{runner: s.runner, run: &hubRun{}, job: workflowJob{id: "job"}}
		j.values = contexts{}
		j.describe(&workflow{Name: "try"})
		if err := os.MkdirAll(j.workspace, 0o755); err != nil {
			t.Fatal(err)
		}
		_ = j.composite(absolute(t, filepath.Join(pipelinesDir, "github", "actions", "alertplan")), with)
		defer s.out.Reset()
		return s.out.String(), j.outputs()
	}
	told, outputs := try(map[string]string{"sha256": right, "args": "validate ../nowhere"})
	hears(t, told, "[exit status 1]", "nowhere")
	if outputs["status"] != "1" {
		t.Errorf("outputs %v", outputs)
	}
	told, _ = try(map[string]string{"sha256": strings.Repeat("0", 64)})
	hears(t, told, "is not the archive with the checksum 000", "[exit status 1]")
	told, _ = try(map[string]string{"version": "9.9.9"})
	hears(t, told, "404", "[exit status 22]")
	if err := os.WriteFile(filepath.Join(dir, "alertplan_1.0.0_linux_amd64.tar.gz"), []byte("another"), 0o644); err != nil {
		t.Fatal(err)
	}
	told, _ = try(map[string]string{"sha256": right})
	hears(t, told, "is not the archive with the checksum "+right)
	told, _ = try(nil)
	hears(t, told, "is not the archive with the checksum")
}

// TestBrokenFilesAreToldOnThePullRequest opens a pull request that is not valid: the files
// are annotated, and the comment says it in the plan's place. A deploy of the branch is
// not what comes of it.
func TestBrokenFilesAreToldOnThePullRequest(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.beginStory()
	s.change("broken", `hits     = "> 0"`, `hits     = "many"`)
	s.must("gh pr create --title Broken --body ''")
	hears(t, s.platform(), "::error file=alerts/main.hcl,line=32", "Invalid hits", "a comment on #1", "The job failed.")
	hears(t, s.lastComment(), "<!-- alertplan:plan ", "Invalid hits")
	if entries, err := os.ReadDir(filepath.Join(s.hub.dir, "artifacts")); err == nil {
		t.Errorf("a plan is kept: %v", entries)
	}
}
