package main

import (
	"bytes"
	"crypto/tls"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestKubernetesCronJob runs what the manifest runs, with its files, environment and
// command line, on a cluster behind TLS and a password: a night without drift, one with,
// and one without the cluster.
func TestKubernetesCronJob(t *testing.T) {
	t.Parallel()
	runCronJob(t, nil)
}

func runCronJob(t *testing.T, from *image) {
	cluster := newGuardedCluster(t)
	c := newContainer(t, from, readPod(t, "cronjob/cronjob.yaml"), cluster.secrets())
	c.env = append(c.env, "ALERTPLAN_URL="+cluster.URL)
	before := slices.Compact(c.files())
	if status, out := c.run(c.args...); status != 0 {
		t.Errorf("a quiet night: status %d\n%s", status, out)
	}
	cluster.deleteMonitor(t)
	if status, out := c.run(c.args...); status != 2 || !strings.Contains(out, "monitor.failed_logins") {
		t.Errorf("a night with drift: status %d\n%s", status, out)
	}
	cluster.Close()
	if status, out := c.run(c.args...); status != 1 || strings.Contains(out, guardedPassword) {
		t.Errorf("a night without a cluster: status %d\n%s", status, out)
	}
	if from == nil && !slices.Equal(before, c.files()) {
		t.Errorf("files were written: %q, before %q", c.files(), before)
	}
}

// TestKubernetesDeployment runs that of the Deployment, but looks each second: metrics
// and health are served, drift is posted, and SIGTERM ends it.
func TestKubernetesDeployment(t *testing.T) {
	t.Parallel()
	runDeployment(t, nil)
}

func runDeployment(t *testing.T, from *image) {
	cluster := newGuardedCluster(t)
	posts := make(chan string, 10)
	webhook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		posts <- string(text)
	}))
	t.Cleanup(webhook.Close)
	known := cluster.secrets()
	known["alertplan-notify/url"] = webhook.URL + "\n"
	c := newContainer(t, from, readPod(t, "deployment/deployment.yaml"), known)
	c.env = append(c.env, "ALERTPLAN_URL="+cluster.URL)
	replaceAfter(t, c.args, "--every", "10m", "1s")
	replaceAfter(t, c.args, "--listen", "0.0.0.0:9090", "127.0.0.1:0")
	url := startJob(t, c.command(c.args...))
	if got := fetchText(t, url+"/healthz"); got != "ok\n" {
		t.Errorf("/healthz: %q", got)
	}
	cluster.deleteMonitor(t)
	if text := <-posts; !strings.Contains(text, "monitor.failed_logins") {
		t.Errorf("posted: %s", text)
	}
	if got := fetchText(t, url+"/metrics"); !strings.Contains(got, "\nalertplan_") {
		t.Errorf("/metrics: %s", got)
	}
}

func replaceAfter(t *testing.T, args []string, flag, was, is string) {
	t.Helper()
	i := slices.Index(args, flag)
	if i < 0 || i+1 == len(args) || args[i+1] != was {
		t.Fatalf("%q: no %s %s", args, flag, was)
	}
	args[i+1] = is
}

// syncedBuffer is written to by a process, and read meanwhile.
type syncedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncedBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncedBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// startJob starts a drift job, and returns where it listens. At the end of the test it
// must end well by a SIGTERM.
func startJob(t *testing.T, p *exec.Cmd) string {
	t.Helper()
	var out syncedBuffer
	p.Stdout, p.Stderr = &out, &out
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		if err := p.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v\n%s", err, out.String())
		}
	})
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if url := regexp.MustCompile(`http://[0-9.:]+`).FindString(out.String()); url != "" {
			return url
		}
	}
	t.Fatalf("it does not listen:\n%s", out.String())
	return ""
}

func fetchText(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%s: %s, %v", url, answer.Status, err)
	}
	return string(text)
}

// TestPageOnKubernetes: the commands of the example's page make each secret that the
// manifests ask for, with each key, and name folders that are there.
func TestPageOnKubernetes(t *testing.T) {
	t.Parallel()
	const folder = "../../examples/pipelines/kubernetes/"
	page, err := os.ReadFile(folder + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	commands := strings.ReplaceAll(string(page), "\\\n", " ")
	for _, m := range regexp.MustCompile(`(?m)secret generic (\S+) (.*)$`).FindAllStringSubmatch(commands, -1) {
		for _, key := range regexp.MustCompile(`--from-(?:file|literal)=([^=\s]+)=`).FindAllStringSubmatch(m[2], -1) {
			made[m[1]+"/"+key[1]] = true
		}
	}
	asked := map[string]bool{}
	for _, file := range []string{"cronjob/cronjob.yaml", "deployment/deployment.yaml"} {
		pod := readPod(t, file)
		for _, e := range pod.Containers[0].Env {
			if ref := e.ValueFrom.SecretKeyRef; ref.Name != "" {
				asked[ref.Name+"/"+ref.Key] = true
			}
		}
		for _, v := range pod.Volumes {
			for _, item := range v.Secret.Items {
				asked[v.Secret.SecretName+"/"+item.Key] = true
			}
		}
	}
	if !maps.Equal(made, asked) {
		t.Errorf("the page makes %v, the manifests ask for %v", made, asked)
	}
	for _, m := range regexp.MustCompile(`--kustomize (\S+)`).FindAllStringSubmatch(commands, -1) {
		if _, err := os.Stat("../../" + m[1] + "/kustomization.yaml"); err != nil {
			t.Error(err)
		}
	}
}

const guardedPassword = "s3cret of the cluster"

// guardedCluster is a sandbox behind TLS and a password, with the example applied.
type guardedCluster struct {
	*httptest.Server
	authority *authority
	inside    http.Handler
}

func newGuardedCluster(t *testing.T) *guardedCluster {
	t.Helper()
	g := &guardedCluster{authority: newAuthority(t, "the cluster's authority"), inside: newSandboxHandler()}
	pair, _, _ := g.authority.issue(time.Now().Add(time.Hour), "127.0.0.1")
	g.Server = startTLS(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "drift" || password != guardedPassword {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		g.inside.ServeHTTP(w, r)
	}), &tls.Config{Certificates: []tls.Certificate{pair}})
	open := httptest.NewServer(g.inside) // for those who need no password: us
	defer open.Close()
	c := exec.Command("alertplan", "apply", "--auto-approve", "--backup-dir", "none", "--url", open.URL, "../../examples/pipelines/kubernetes/base/alerts")
	c.Env = append(bareEnvironment(), "ALERTPLAN_VAR_slack_url=https://hooks.slack.com/services/T000/B000/kubernetes")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return g
}

func (g *guardedCluster) secrets() secrets {
	ca, _ := os.ReadFile(g.authority.file())
	return secrets{"alertplan-cluster/username": "drift", "alertplan-cluster/password": guardedPassword + "\n", "alertplan-cluster/ca.crt": string(ca)}
}

// deleteMonitor is the edit by hand at three in the morning.
func (g *guardedCluster) deleteMonitor(t *testing.T) {
	t.Helper()
	ask := func(method, path, body string) string {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Host = "127.0.0.1"
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		g.inside.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s %s: %s", method, path, w.Body)
		}
		return w.Body.String()
	}
	found := ask("POST", "/_plugins/_alerting/monitors/_search", `{"query":{"match_all":{}}}`)
	id := regexp.MustCompile(`"_id":\s*"([^"]+)"`).FindStringSubmatch(found)
	if id == nil {
		t.Fatalf("there is no monitor: %s", found)
	}
	ask("DELETE", "/_plugins/_alerting/monitors/"+id[1], "")
}
