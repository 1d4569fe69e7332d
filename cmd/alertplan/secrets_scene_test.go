package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/alertplan/alertplan/internal/view"
)

// scene is a cluster that can be told to answer otherwise, configurations, and all
// that commands on them have printed and written.
type scene struct {
	t       *testing.T
	dir     string // of the configuration
	out     string // where commands write files
	state   string // the user's state folder, with the backups
	url     string
	env     []string
	played  http.Handler                     // the sandbox
	answer  atomic.Pointer[http.HandlerFunc] // instead of the sandbox's; nil: the sandbox answers
	secrets []planted

	reported atomic.Int32 // runs that wrote reports

	mu      sync.Mutex
	outputs int
	found   []string
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t, dir: t.TempDir(), out: t.TempDir(), state: t.TempDir()}
	s.played = newSandboxHandler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer := s.answer.Load(); answer != nil {
			(*answer)(w, r)
			return
		}
		r.Host = "localhost" // whatever name a proxy was asked for
		s.played.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	for _, p := range hidden {
		s.secrets = append(s.secrets, p)
	}
	slices.SortFunc(s.secrets, func(a, b planted) int { return strings.Compare(a.name, b.name) })
	for _, line := range bareEnvironment() {
		if name, _, _ := strings.Cut(line, "="); !strings.HasPrefix(name, "AWS_") && !strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			s.env = append(s.env, line)
		}
	}
	s.env = append(s.env, "HOME="+s.state, "XDG_STATE_HOME="+s.state, "AWS_EC2_METADATA_DISABLED=true", "NO_PROXY=")
	s.env = append(s.env, sceneEnvironment()...)
	secretScene(t, s.dir, s.url)
	return s
}

// row is a command of the scene.
type row struct {
	args    string // words; DIR, OUT and URL stand for the scene's
	env     []string
	more    []string // arguments that hold blanks
	answer  http.HandlerFunc
	program string // "alertplan", or one that panics
	status  int    // that is wanted; -1: any
	once    bool   // it writes: no variants with --debug and --json
}

// run runs a row, and again with --debug and --json where the command has them.
func (s *scene) run(r row) {
	s.t.Helper()
	if r.answer != nil {
		s.answer.Store(&r.answer)
		defer s.answer.Store(nil)
	}
	words := append(strings.Fields(strings.NewReplacer("DIR", s.dir, "OUT", s.out, "URL", s.url).Replace(r.args)), r.more...)
	variants := [][]string{nil}
	if !r.once && len(words) > 0 {
		c, _, err := newRootCommand(newApp(nil, io.Discard, io.Discard, os.LookupEnv)).Find(words[:1])
		has := func(flag string) bool {
			return err == nil && c.Flags().Lookup(flag) != nil && !slices.Contains(words, "--"+flag)
		}
		if has("debug") {
			variants = append(variants, []string{"--debug"})
		}
		if has("json") {
			variants = append(variants, []string{"--json"})
		}
		if has("report") {
			variants = append(variants, s.reports(words[0]))
		}
	} else if r.once && len(words) > 0 {
		variants = [][]string{s.reports(words[0])}
	}
	var group sync.WaitGroup
	for _, more := range variants {
		group.Go(func() { s.runOnce(r, append(slices.Clone(words), more...)) })
	}
	group.Wait()
}

// reports are the flags that write the result of a command to a file in each of its
// formats; none for one that has none.
func (s *scene) reports(command string) []string {
	report := map[string]view.Report{"validate": &view.ValidateReport{}, "plan": &view.PlanReport{}, "drift": &view.DriftReport{}, "apply": &view.ApplyReport{}, "test": &view.TestsReport{}}[command]
	if report == nil {
		return nil
	}
	var flags []string
	n := s.reported.Add(1)
	for _, format := range view.FormatsOf(report)[1:] {
		flags = append(flags, "--report", fmt.Sprintf("%s=%s", format, filepath.Join(s.out, fmt.Sprintf("report-%d.%s", n, format))))
	}
	return flags
}

func (s *scene) runOnce(r row, words []string) {
	program := r.program
	if program == "" {
		program = "alertplan"
		if r.status != 0 { // what fails may be tried again for a minute
			program = "alertplan-hurried"
		}
	}
	var stdout, stderr bytes.Buffer
	p := exec.Command(program, words...)
	p.Env, p.Dir, p.Stdout, p.Stderr = append(slices.Clone(s.env), r.env...), s.out, &stdout, &stderr
	if slices.Contains(words, "--report") { // as a step of GitHub Actions
		p.Env = append(p.Env, envGitHub+"=true", envGitHubSummary+"="+filepath.Join(s.out, fmt.Sprintf("summary-%d.md", s.reported.Add(1))), envGitHubOutput+"="+filepath.Join(s.out, "outputs"))
	}
	err := p.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.t.Errorf("%v: %v", words, err)
		return
	}
	if code := p.ProcessState.ExitCode(); r.status >= 0 && code != r.status {
		s.t.Errorf("%v: exit status %d, want %d\n%s%s", words, code, r.status, tail(stdout.String()), tail(stderr.String()))
	}
	what := strings.NewReplacer(s.dir, "DIR", s.out, "OUT", s.url, "URL").Replace(strings.Join(words, " "))
	s.look(what+", stdout", stdout.String())
	s.look(what+", stderr", stderr.String())
}

func tail(text string) string {
	if len(text) > 1500 {
		return "…" + text[len(text)-1500:]
	}
	return text
}

// look searches what was printed or written.
func (s *scene) look(what, text string) {
	found := leaks(text, s.secrets)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outputs++
	for _, f := range found {
		s.found = append(s.found, what)
		s.t.Errorf("%s shows %s:\n%s", what, f, around(text, f))
	}
}

// around is where in a text a leak is, for who mends it.
func around(text, leak string) string {
	_, form, _ := strings.Cut(leak, "(")
	form = strings.TrimSuffix(form, ")")
	for line := range strings.Lines(text) {
		if strings.Contains(strings.ToLower(squeezed(line)), strings.ToLower(form)) {
			return strings.TrimSpace(line)
		}
	}
	return tail(text)
}

// lookAtFiles searches the files that commands have written; backups hold secrets,
// and are the user's alone.
func (s *scene) lookAtFiles() (backups int) {
	s.t.Helper()
	kept := filepath.Join(s.state, "alertplan", "backups")
	for _, root := range []string{s.out, s.state} {
		_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				s.t.Error(err)
			}
			if strings.HasPrefix(path, kept) {
				backups++
				if info, err := entry.Info(); err == nil && info.Mode().Perm()&0o077 != 0 {
					s.t.Errorf("others may read %s (%s)", path, info.Mode())
				}
				return nil
			}
			s.look("the file "+filepath.Base(path), string(text))
			if err := whole(path, text); err != nil {
				s.t.Errorf("%s can't be read: %v", path, err)
			}
			return nil
		})
	}
	return backups
}

// whole tells what is wrong with a report: what was masked must leave it one.
func whole(path string, text []byte) error {
	switch filepath.Ext(path) {
	case ".json", ".sarif":
		var v any
		return json.Unmarshal(text, &v)
	case ".junit":
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); err != nil {
				if err == io.EOF {
					return nil
				}
				return err
			}
		}
	}
	return nil
}

// echo refuses with all that it was sent, in every encoding that servers use.
func echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var header strings.Builder
		_ = r.Header.Write(&header)
		all := string(body) + header.String()
		reason := inEveryEncoding(all)
		text, _ := json.Marshal(map[string]any{"status": status, "error": map[string]any{"type": "illegal_argument_exception", "reason": reason,
			"root_cause": []any{map[string]any{"type": "x", "reason": "Invalid URL or unsupported: " + all}}}})
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(text)
	}
}

// inEveryEncoding is a text in each encoding that servers use.
func inEveryEncoding(all string) string {
	return strings.Join([]string{
		all, url.QueryEscape(all), url.PathEscape(all), html.EscapeString(all), hex.EncodeToString([]byte(all)),
		base64.StdEncoding.EncodeToString([]byte(all)), base64.URLEncoding.EncodeToString([]byte("x" + all)), base64.StdEncoding.EncodeToString([]byte("xx" + all)),
	}, " and ")
}

// quoteChannels answers test messages with all that the channel holds: in the words of a
// receiver, with status 200 or another, or as the cluster's own refusal.
func (s *scene) quoteChannels(status int, refuses bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, id, tests := strings.Cut(r.URL.Path, "/feature/test/")
		if !tests {
			s.played.ServeHTTP(w, r)
			return
		}
		asked, held := httptest.NewRequest(http.MethodGet, channelsPath+"/"+id, nil), httptest.NewRecorder()
		asked.Host = r.Host
		s.played.ServeHTTP(held, asked)
		text := inEveryEncoding(held.Body.String())
		list := []any{map[string]any{"config_id": id, "config_type": "webhook", "email_recipient_status": []any{map[string]any{"recipient": text, "delivery_status": map[string]any{"status_code": "500", "status_text": text}}},
			"delivery_status": map[string]any{"status_code": fmt.Sprint(status), "status_text": text}}}
		body := map[string]any{"status_list": list}
		if status != http.StatusOK {
			reason, _ := json.Marshal(list)
			body = map[string]any{"error": map[string]any{"type": "status_exception", "reason": `{"event_status_list": ` + string(reason) + `}`}}
		}
		if refuses {
			body = map[string]any{"error": map[string]any{"type": "status_exception", "reason": "Illegal character in path: " + text}}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body)
	}
}

// echoWrites lets reads through, and refuses writes with what was sent.
func (s *scene) echoWrites(played http.Handler, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "_search") {
			played.ServeHTTP(w, r)
			return
		}
		echo(status)(w, r)
	}
}

// summary is the line that CI prints.
func (s *scene) summary() string {
	return fmt.Sprintf("secrets: %d secrets × %d encodings in %d outputs, %d found", len(s.secrets), len(encodings), s.outputs, len(s.found))
}
