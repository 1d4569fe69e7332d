package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// driftJobs lets drift tell others: by messages, metrics and a state file, while the
// cluster, the files and the webhook are well and not.
func (s *scene) driftJobs(vars string, flags []string) {
	s.t.Helper()
	var status atomic.Int32
	webhook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.look("a message of drift", string(body))
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		r.Header.Set("X-Asked", r.URL.String())
		if code := int(status.Load()); code != 200 {
			echo(code)(w, r)
		}
	}))
	s.t.Cleanup(webhook.Close)
	file := filepath.Join(s.t.TempDir(), "url")
	if err := os.WriteFile(file, []byte(webhook.URL+secretNamed("webhook file of drift")+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	env := []string{envNotifyURL + "=" + webhook.URL + secretNamed("webhook of drift")}
	for code, format := range map[int]string{200: notifySlack, 400: notifyJSON} {
		status.Store(int32(code))
		s.run(row{args: "drift --unmanaged --notify-format " + format + vars + " DIR", more: flags, env: env, status: -1})
		s.run(row{args: "drift --unmanaged --notify-url-file " + file + " --notify-state OUT/told.json --notify-format " + format + vars + " DIR", more: flags, status: -1})
		s.run(row{args: "drift --notify-format " + format + vars + " DIR", more: flags, env: env, answer: echo(400), status: 1})
	}
	for _, wrong := range []string{"ftp://h" + secretNamed("webhook of drift"), secretNamed("webhook of drift"), "https://[h" + secretNamed("webhook of drift"), "https://no-such-host.invalid" + secretNamed("webhook of drift"), "http://127.0.0.1:1" + secretNamed("webhook of drift")} {
		s.run(row{args: "drift" + vars + " DIR", more: flags, env: []string{envNotifyURL + "=" + wrong}, status: -1, once: true})
		s.run(row{args: "drift --every 1x --notify " + wrong + vars + " DIR", more: flags, status: 1, once: true})
	}
	for _, more := range []string{"", " --debug"} {
		status.Store(200)
		s.oneJob("drift --every 1s --jitter 0s --listen 127.0.0.1:0 --unmanaged --notify-failures 1"+more+vars+" DIR", flags, env, func() { status.Store(400) })
	}
}

// oneJob runs a job through good and bad times, and searches what it prints and its
// metrics.
func (s *scene) oneJob(args string, flags, env []string, later func()) {
	s.t.Helper()
	var stdout, stderr heardText
	p := exec.Command("alertplan-hurried", append(strings.Fields(strings.ReplaceAll(args, "DIR", s.dir)), flags...)...)
	p.Env, p.Dir, p.Stdout, p.Stderr = append(append([]string{}, s.env...), env...), s.out, &stdout, &stderr
	if err := p.Start(); err != nil {
		s.t.Error(err)
		return
	}
	defer p.Process.Kill()
	scrape := func(path string) string {
		url := regexp.MustCompile(`http://127[0-9.:]+/metrics tells`).FindString(stderr.String())
		if url == "" {
			return ""
		}
		answer, err := http.Get(strings.TrimSuffix(url, "/metrics tells") + path)
		if err != nil {
			return ""
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		s.look("drift --every, "+path, string(text))
		return string(text)
	}
	seen := func(outcome string) {
		wanted := regexp.MustCompile(`runs_total\{outcome="` + outcome + `"\} [1-9]`)
		for until := time.Now().Add(20 * time.Second); !wanted.MatchString(scrape("/metrics")); time.Sleep(200 * time.Millisecond) {
			if time.Now().After(until) {
				s.t.Errorf("%s: no look of the job is %s\n%s", args, outcome, tail(stderr.String()))
				return
			}
		}
	}
	during := func(answer http.HandlerFunc, outcome string) {
		s.answer.Store(&answer)
		defer s.answer.Store(nil)
		seen(outcome)
	}
	seen("drift")
	during(echo(400), "failed")
	later()
	during(echo(503), "unreachable")
	s.withBrokenFiles(func() { seen("configuration") })
	for _, path := range []string{"/", "/healthz", "/readyz"} {
		scrape(path)
	}
	_ = p.Process.Signal(syscall.SIGTERM)
	_ = p.Wait()
	s.look("drift --every, stdout", stdout.String())
	s.look("drift --every, stderr", stderr.String())
}

// withBrokenFiles breaks the line of a secret meanwhile.
func (s *scene) withBrokenFiles(do func()) {
	s.t.Helper()
	path := filepath.Join(s.dir, "main.hcl")
	whole, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			s.t.Fatal(err)
		}
	}
	defer write(string(whole))
	write(strings.Replace(string(whole), "destination \"slack\" \"literal\" {\n  url = ", "destination \"slack\" \"literal\" {\n  url = again ", 1))
	do()
}
