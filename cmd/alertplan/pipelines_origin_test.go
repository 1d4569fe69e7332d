package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This file is what the hub does with its bare repository: it makes the merge of a pull
// request that is only tried, carries out merges, and sees what was pushed.

// begin makes the repository.
func (h *hub) begin(t *testing.T) {
	t.Helper()
	h.origin = filepath.Join(h.dir, "origin.git")
	if out, err := runProgram(h.dir, gitEnvironment(), "git", "init", "--quiet", "--bare", "--initial-branch=main", h.origin); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func (h *hub) effect(format string, args ...any) {
	h.effects = append(h.effects, fmt.Sprintf(format, args...))
}

func (h *hub) pull(number int) *hubPull {
	for _, p := range h.pulls {
		if p.Number == number {
			return p
		}
	}
	return nil
}

func (h *hub) addPull(_ *http.Request, body map[string]any) (any, error) {
	p := &hubPull{Number: h.nextNumber(), Title: fmt.Sprint(body["title"]), State: "open"}
	p.Head.Ref, p.Head.Repo = fmt.Sprint(body["head"]), &hubSource{storyRepository}
	h.pulls = append(h.pulls, p)
	return p, nil
}

func (h *hub) dispatch(r *http.Request, _ map[string]any) (any, error) {
	sha, err := h.shell("git rev-parse main")
	h.waiting = append(h.waiting, hubEvent{name: "workflow_dispatch", file: r.PathValue("file"), sha: sha, ref: "refs/heads/main"})
	return nil, err
}

// mergePull merges one way or another, and tells the workflows.
func (h *hub) mergePull(r *http.Request, body map[string]any) (any, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	p := h.pull(number)
	if err != nil || p == nil {
		return nil, os.ErrNotExist
	}
	sha, err := h.merge(p, fmt.Sprint(body["merge_method"]), "refs/heads/main")
	if err != nil {
		return nil, err
	}
	p.MergeCommit, p.State = &sha, "closed"
	h.waiting = append(h.waiting, hubEvent{name: "push", sha: sha, ref: "refs/heads/main"})
	return p, nil
}

// merge makes the commit of a merge, and pushes it to a ref.
func (h *hub) merge(p *hubPull, method, to string) (string, error) {
	how := map[string]string{"merge": "git merge --quiet --no-ff", "squash": "git merge --quiet --squash"}[method]
	return h.shell(fmt.Sprintf(`
		work=$(mktemp -d)
		git clone --quiet --branch main . "$work/clone" && cd "$work/clone"
		export GIT_AUTHOR_NAME=Hub GIT_AUTHOR_EMAIL=hub@example.com GIT_COMMITTER_NAME=Hub GIT_COMMITTER_EMAIL=hub@example.com
		%s -m 'Merge pull request #%d' origin/%s >/dev/null 2>&1
		git diff --cached --quiet || git commit --quiet -m 'Merge pull request #%[2]d'
		git push --quiet --force origin HEAD:%[4]s
		git rev-parse HEAD
		rm -rf "$work"`, how, p.Number, p.Head.Ref, to))
}

// shell runs lines in the bare repository.
func (h *hub) shell(lines string) (string, error) {
	out, err := runProgram(h.origin, gitEnvironment(), "sh", "-ec", lines)
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	return strings.TrimSpace(out), err
}

// look is what waits for workflows: merges, runs by hand, and pull requests whose branch
// was pushed since the last look.
func (h *hub) look(t *testing.T) []hubEvent {
	t.Helper()
	waiting := h.waiting
	h.waiting = nil
	for _, p := range h.pulls {
		head, err := h.shell("git rev-parse refs/heads/" + p.Head.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if p.State != "open" || head == p.Head.SHA {
			continue
		}
		p.Head.SHA = head
		ref := fmt.Sprintf("refs/pull/%d/merge", p.Number)
		sha, err := h.merge(p, "merge", ref)
		if err != nil {
			t.Fatal(err)
		}
		waiting = append(waiting, hubEvent{name: "pull_request", sha: sha, ref: ref, number: p.Number, fork: p.Head.Repo.FullName != storyRepository})
	}
	return waiting
}

// gitEnvironment is ours without what git was told, as by a hook that runs the tests, or
// by the settings of who runs them.
func gitEnvironment() []string {
	env := slices.DeleteFunc(bareEnvironment(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	return append(env, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
}
