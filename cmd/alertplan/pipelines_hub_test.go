package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The repository of stories, and who writes there.
const (
	storyRepository = "example/alerts"
	storyBot        = "github-actions[bot]"
)

// hub stands for GitHub: pull requests, comments, issues, runs and their artifacts, of
// one repository, by the routes that the workflows ask. It asks for the permission that
// GitHub's documentation names for each.
type hub struct {
	URL      string
	dir      string // releases, artifacts
	origin   string // the bare repository
	mu       sync.Mutex
	tokens   map[string]map[string]string // a job's permissions by its token
	pulls    []*hubPull
	comments []*hubComment
	issues   []*hubIssue
	runs     []*hubRun
	waiting  []hubEvent // what workflows are to be told
	effects  []string   // what has changed here, for the transcript
}

type hubUser struct {
	Login string `json:"login"`
}

type hubPull struct {
	Number      int     `json:"number"`
	Title       string  `json:"title"`
	State       string  `json:"state"`
	MergeCommit *string `json:"merge_commit_sha"`
	Head        struct {
		SHA  string     `json:"sha"`
		Ref  string     `json:"ref"`
		Repo *hubSource `json:"repo"`
	} `json:"head"`
}

type hubSource struct {
	FullName string `json:"full_name"`
}

type hubComment struct {
	ID    int     `json:"id"`
	Issue int     `json:"-"`
	User  hubUser `json:"user"`
	Body  string  `json:"body"`
	Edits int     `json:"-"`
}

type hubIssue struct {
	Number int      `json:"number"`
	Title  string   `json:"title"`
	Body   string   `json:"body"`
	State  string   `json:"state"`
	Labels []string `json:"-"`
	User   hubUser  `json:"user"`
}

type hubRun struct {
	ID       int        `json:"id"`
	HeadSHA  string     `json:"head_sha"`
	Event    string     `json:"event"`
	Status   string     `json:"conclusion"`
	Head     *hubSource `json:"head_repository"`
	workflow string
}

// hubEvent makes workflows run.
type hubEvent struct {
	name   string // pull_request, push, workflow_dispatch, schedule
	file   string // the one workflow, of workflow_dispatch and schedule
	sha    string // of the commit that is checked out
	ref    string
	number int // of the pull request
	fork   bool
}

func newHub(t *testing.T) *hub {
	t.Helper()
	h := &hub{dir: t.TempDir(), tokens: map[string]map[string]string{}}
	server := httptest.NewServer(h.routes())
	t.Cleanup(server.Close)
	h.URL = server.URL
	return h
}

// routes are the paths, each with the permissions of which one is needed.
func (h *hub) routes() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern, permissions string, answer func(r *http.Request, body map[string]any) (any, error)) {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /repos/"+storyRepository+path, func(w http.ResponseWriter, r *http.Request) {
			h.mu.Lock()
			defer h.mu.Unlock()
			if !h.may(r.Header.Get("Authorization"), permissions) {
				http.Error(w, `{"message": "Resource not accessible by integration"}`, http.StatusForbidden)
				return
			}
			var body map[string]any
			_ = json.NewDecoder(r.Body).Decode(&body)
			value, err := answer(r, body)
			if err != nil {
				http.Error(w, `{"message": "Not Found"}`, http.StatusNotFound)
				return
			}
			_ = json.NewEncoder(w).Encode(value)
		})
	}
	handle("GET /issues/{number}/comments", "issues:read pull-requests:read", h.listComments)
	handle("POST /issues/{number}/comments", "issues:write pull-requests:write", h.addComment)
	handle("PATCH /issues/comments/{id}", "issues:write pull-requests:write", h.editComment)
	handle("GET /commits/{sha}/pulls", "pull-requests:read", h.listPulls)
	handle("GET /actions/workflows/{file}/runs", "actions:read", h.listRuns)
	handle("GET /actions/runs/{id}/artifacts/{name}", "actions:read", h.artifact)
	handle("GET /issues", "issues:read", h.listIssues)
	handle("POST /issues", "issues:write", h.addIssue)
	handle("PATCH /issues/{number}", "issues:write", h.editIssue)
	handle("POST /pulls", "contents:write", h.addPull)
	handle("PUT /pulls/{number}/merge", "contents:write", h.mergePull)
	handle("POST /actions/workflows/{file}/dispatches", "actions:write", h.dispatch)
	mux.Handle("GET /alertplan/alertplan/releases/download/", http.StripPrefix("/alertplan/alertplan/releases/download/", http.FileServer(http.Dir(filepath.Join(h.dir, "releases")))))
	return mux
}

// may says whether a token has one of the permissions.
func (h *hub) may(authorization, permissions string) bool {
	granted := h.tokens[strings.TrimPrefix(authorization, "token ")]
	return slices.ContainsFunc(strings.Fields(permissions), func(wanted string) bool {
		scope, level, _ := strings.Cut(wanted, ":")
		return granted[scope] == level || granted[scope] == "write"
	})
}

func (h *hub) listComments(r *http.Request, _ map[string]any) (any, error) {
	found := []*hubComment{}
	for _, c := range h.comments {
		if strconv.Itoa(c.Issue) == r.PathValue("number") {
			found = append(found, c)
		}
	}
	return found, nil
}

func (h *hub) addComment(r *http.Request, body map[string]any) (any, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	c := &hubComment{ID: 100 + len(h.comments), Issue: number, User: hubUser{storyBot}, Body: fmt.Sprint(body["body"])}
	h.comments = append(h.comments, c)
	h.effect("a comment on #%d", number)
	return c, err
}

func (h *hub) editComment(r *http.Request, body map[string]any) (any, error) {
	for _, c := range h.comments {
		if strconv.Itoa(c.ID) == r.PathValue("id") {
			c.Body, c.Edits = fmt.Sprint(body["body"]), c.Edits+1
			h.effect("the comment on #%d says it now", c.Issue)
			return c, nil
		}
	}
	return nil, os.ErrNotExist
}

func (h *hub) listPulls(r *http.Request, _ map[string]any) (any, error) {
	found := []*hubPull{}
	for _, p := range h.pulls {
		if p.MergeCommit != nil && *p.MergeCommit == r.PathValue("sha") {
			found = append(found, p)
		}
	}
	return found, nil
}

// listRuns has the newest first, as GitHub does.
func (h *hub) listRuns(r *http.Request, _ map[string]any) (any, error) {
	q, found := r.URL.Query(), []*hubRun{}
	for _, run := range slices.Backward(h.runs) {
		if run.workflow == r.PathValue("file") && run.Event == q.Get("event") && run.HeadSHA == q.Get("head_sha") && run.Status == q.Get("status") {
			found = append(found, run)
		}
	}
	return map[string]any{"total_count": len(found), "workflow_runs": found}, nil
}

// artifact is the files of one, by path; GitHub has a zip archive of them.
func (h *hub) artifact(r *http.Request, _ map[string]any) (any, error) {
	dir, files := h.artifactDir(r.PathValue("id"), r.PathValue("name")), map[string]string{}
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		files[entry.Name()] = base64.StdEncoding.EncodeToString(text)
	}
	return files, err
}

func (h *hub) artifactDir(run, name string) string {
	return filepath.Join(h.dir, "artifacts", run, name)
}

func (h *hub) listIssues(r *http.Request, _ map[string]any) (any, error) {
	q, found := r.URL.Query(), []*hubIssue{}
	for _, i := range h.issues {
		if i.State == q.Get("state") && slices.Contains(i.Labels, q.Get("labels")) {
			found = append(found, i)
		}
	}
	return found, nil
}

func (h *hub) addIssue(_ *http.Request, body map[string]any) (any, error) {
	i := &hubIssue{Number: h.nextNumber(), State: "open", User: hubUser{storyBot}, Title: fmt.Sprint(body["title"]), Body: fmt.Sprint(body["body"])}
	for _, label := range body["labels"].([]any) {
		i.Labels = append(i.Labels, fmt.Sprint(label))
	}
	h.issues = append(h.issues, i)
	h.effect("issue #%d is opened: %s", i.Number, i.Title)
	return i, nil
}

func (h *hub) editIssue(r *http.Request, body map[string]any) (any, error) {
	for _, i := range h.issues {
		if strconv.Itoa(i.Number) == r.PathValue("number") {
			if text, ok := body["body"].(string); ok {
				i.Body = text
				h.effect("issue #%d says it now", i.Number)
			}
			if state, ok := body["state"].(string); ok {
				i.State = state
				h.effect("issue #%d is %s", i.Number, state)
			}
			return i, nil
		}
	}
	return nil, os.ErrNotExist
}

func (h *hub) nextNumber() int { return 1 + len(h.pulls) + len(h.issues) }
