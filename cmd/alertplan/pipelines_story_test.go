package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// storyVersion is the release that the pipelines install.
const storyVersion = "1.0.0"

// storyURL is where the cluster is in what people read.
const storyURL = "https://search.example.com"

// story is a team with a repository, a hub, and a cluster.
type story struct {
	*runner
	url  string // of the sandbox
	home string // of the person; the clone is in it
}

func newStory(t *testing.T) *story {
	t.Helper()
	for _, program := range []string{"bash", "git", "curl", "tar", "awk", "sha256sum"} {
		if programMissing(program) {
			t.Skipf("there is no %s here: the lines of pipelines are not run", program)
		}
	}
	s := &story{url: newSandbox(t), home: t.TempDir(), runner: &runner{
		t: t, hub: newHub(t), stubs: t.TempDir(),
		secrets:    map[string]string{"ALERTPLAN_READER": "reader", "ALERTPLAN_READER_PASSWORD": "reads-only-4711", "PAGER_URL": "https://pager.example.com/hook/one-secret"},
		production: map[string]string{"ALERTPLAN_WRITER": "writer", "ALERTPLAN_WRITER_PASSWORD": "writes-too-4711"},
	}}
	s.variables = map[string]string{"ALERTPLAN_URL": s.url}
	if err := put(s.url + "/cwl-2026"); err != nil { // what the monitor searches
		t.Fatal(err)
	}
	s.hub.begin(t)
	s.hub.tokens["a person's"] = map[string]string{"contents": "write", "actions": "write"}
	release(t, filepath.Join(s.hub.dir, "releases", "v"+storyVersion))
	t.Cleanup(s.nothingSecret)
	s.stub("gh", "exec "+programPath(t, "fake-gh")+` "$@"`)
	s.stub("curl", `exec `+programPath(t, "curl")+` "${@/#https:\/\/github.com/`+strings.ReplaceAll(s.hub.URL, "/", `\/`)+`}"`)
	return s
}

// put makes an index.
func put(url string) error {
	request, err := http.NewRequest(http.MethodPut, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func programMissing(name string) bool {
	_, err := exec.LookPath(name)
	return err != nil
}

func programPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// stub makes a command of a machine of the platform.
func (r *runner) stub(name, line string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.stubs, name), []byte("#!/bin/bash\n"+line+"\n"), 0o755); err != nil {
		r.t.Fatal(err)
	}
}

// release makes an archive as a release has it, of a command that is the alertplan under
// test, and its checksums.
func release(t *testing.T, dir string) {
	t.Helper()
	script := []byte("#!/bin/sh\nexec " + programPath(t, "alertplan") + " \"$@\"\n")
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	tarred := tar.NewWriter(zipped)
	_ = tarred.WriteHeader(&tar.Header{Name: "alertplan", Mode: 0o755, Size: int64(len(script))})
	_, _ = tarred.Write(script)
	_ = tarred.Close()
	_ = zipped.Close()
	name := "alertplan_" + storyVersion + "_linux_amd64.tar.gz"
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256(archive.Bytes()), name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string][]byte{name: archive.Bytes(), "checksums.txt": []byte(sums)} {
		if err := os.WriteFile(filepath.Join(dir, file), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// person runs lines as somebody at the clone, and is what that prints.
func (s *story) person(lines string) (string, error) {
	env := append(gitEnvironment(), "HOME="+s.home, "PATH="+s.stubs+":"+os.Getenv("PATH"), "XDG_STATE_HOME="+filepath.Join(s.home, ".state"),
		"GITHUB_API_URL="+s.hub.URL, "GH_TOKEN=a person's", "ALERTPLAN_URL="+s.url, "ORIGIN="+s.hub.origin, "EXAMPLES="+absolute(s.t, "../../examples"),
		"GIT_AUTHOR_NAME=Ana", "GIT_AUTHOR_EMAIL=ana@example.com", "GIT_COMMITTER_NAME=Ana", "GIT_COMMITTER_EMAIL=ana@example.com")
	out, err := runProgram(filepath.Join(s.home, "repository"), env, "bash", "-ec", strings.ReplaceAll(lines, storyURL, s.url))
	return out, err
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// must is person where nothing may fail.
func (s *story) must(lines string) string {
	s.t.Helper()
	out, err := s.person(lines)
	if err != nil {
		s.t.Fatalf("%s\n%v\n%s", lines, err, out)
	}
	return out
}

// platform runs the workflows that wait, and is their transcript.
func (s *story) platform() string {
	s.t.Helper()
	for _, event := range s.hub.look(s.t) {
		s.react(event)
	}
	text := s.out.String()
	s.out.Reset()
	return text
}

// night runs the night's workflow as its schedule does.
func (s *story) night() string {
	s.t.Helper()
	sha := strings.TrimSpace(s.git("rev-parse", "main"))
	s.hub.waiting = append(s.hub.waiting, hubEvent{name: "schedule", sha: sha, ref: "refs/heads/main"})
	return s.platform()
}

var writtenTime = regexp.MustCompile(`last written \S+`)

// storyBlock is a block of code, or a comment as the hub has it.
var storyBlock = regexp.MustCompile("(?ms)^<!-- comment -->\n.*?^<!-- end -->$|^```([a-z]+)([a-z ]*)\n(.*?)^```$")

// TestPageOnGitOps runs the story of docs/gitops.md: what people type, the workflows that
// this makes run, line by line as they stand in examples/pipelines, and what is printed.
func TestPageOnGitOps(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	ids := &pageIDs{known: map[string]string{}}
	steady := func(text string) string {
		text = ids.replaceIDs(strings.ReplaceAll(text, s.url, storyURL))
		return steadyPlanFile(writtenTime.ReplaceAllString(text, "last written 2026-11-21T02:14:09Z"))
	}
	got := storyBlock.ReplaceAllStringFunc(readPage(t, "gitops.md"), func(whole string) string {
		block := storyBlock.FindStringSubmatch(whole)
		kind := block[1] + block[2]
		switch kind {
		case "": // as it is rendered
			return "<!-- comment -->\n" + steady(s.lastComment()) + "\n<!-- end -->"
		case "hcl file":
			s.write("repository/alerts/main.hcl", block[3])
			return whole
		case "sh":
			s.must(block[3])
			return whole
		case "console":
			return "```console\n" + steady(s.console(block[3])) + "```"
		case "console runs":
			return "```console runs\n" + steady(s.platform()) + "```"
		case "console night":
			return "```console night\n" + steady(s.night()) + "```"
		case "yaml", "text":
			return whole // TestPipelinesOfGitHub parses the one
		}
		t.Errorf("a block of %q is neither run nor compared", kind)
		return whole
	})
	keepPage(t, "gitops.md", got)
}

// console runs each "$ command" of a block.
func (s *story) console(block string) string { return transcript(block, s.person) }

// nothingSecret fails the test where a secret is in a log, a comment, an issue or an
// artifact. (GitHub would mask some in logs; it is not relied on.)
func (s *story) nothingSecret() {
	texts := map[string]string{"a log": s.logs.String()}
	for _, c := range s.hub.comments {
		texts["a comment"] += c.Body
	}
	for _, i := range s.hub.issues {
		texts["an issue"] += i.Body
	}
	_ = filepath.WalkDir(filepath.Join(s.hub.dir, "artifacts"), func(path string, _ os.DirEntry, _ error) error {
		text, _ := os.ReadFile(path)
		texts["an artifact"] += string(text)
		return nil
	})
	for where, text := range texts {
		for _, secrets := range []map[string]string{s.secrets, s.production} {
			for name, value := range secrets {
				if !strings.HasSuffix(name, "ER") && strings.Contains(text, value) {
					s.t.Errorf("%s holds %s", where, name)
				}
			}
		}
	}
}

// lastComment is the newest comment of the hub.
func (s *story) lastComment() string {
	if len(s.hub.comments) == 0 {
		s.t.Error("there is no comment")
		return ""
	}
	return strings.TrimSuffix(s.hub.comments[len(s.hub.comments)-1].Body, "\n")
}

// write makes a file of the person's.
func (s *story) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, storyURL, s.url)), 0o644); err != nil {
		s.t.Fatal(err)
	}
}
