package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// heardText is what is written by one goroutine and read by another.
type heardText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heardText) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heardText) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// rigged is a drift job within the test, on a clock that goes a hundred times as fast, a
// cluster that comes and goes, and a webhook that hears.
type rigged struct {
	t        *testing.T
	dir      string
	address  string // of the cluster
	cluster  *http.Server
	handler  http.Handler
	out, err heardText
	url      string // of the job
	ended    chan int
	stop     func()

	mu     sync.Mutex
	posted []string // the texts of messages
	answer atomic.Int32
	speed  int         // of the job's clock
	panics atomic.Bool // what a look asks for
	heard  func()      // is called while a message is under way
}

const riggedMain = `workspace = "soc"

destination "webhook" "pager" {
  name = "Pager"
  url  = "https://pager.example.com/in"
}
`

func newRigged(t *testing.T) *rigged {
	r := &rigged{t: t, dir: t.TempDir(), handler: newSandboxHandler(), ended: make(chan int, 1), speed: 100}
	r.answer.Store(200)
	writeMain(t, r.dir, riggedMain)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.address = listener.Addr().String()
	r.serve(listener)
	t.Cleanup(func() { r.cluster.Close() })
	return r
}

func (r *rigged) serve(listener net.Listener) {
	r.cluster = &http.Server{Handler: r.handler, ReadHeaderTimeout: time.Minute}
	go r.cluster.Serve(listener)
}

// kill takes the cluster away, and back brings it again.
func (r *rigged) kill() { r.cluster.Close() }

func (r *rigged) back() {
	r.t.Helper()
	listener, err := net.Listen("tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	r.serve(listener)
}

// begin starts the job; args are further ones.
func (r *rigged) begin(args ...string) {
	r.t.Helper()
	webhook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if r.heard != nil {
			r.heard()
		}
		status := int(r.answer.Load())
		w.WriteHeader(status)
		var body struct{ Text string }
		if err := json.NewDecoder(request.Body).Decode(&body); err == nil && status == 200 {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.posted = append(r.posted, body.Text)
		}
	}))
	r.t.Cleanup(webhook.Close)
	env := map[string]string{envURL: "http://" + r.address, envNotifyURL: webhook.URL + "/hooks/s3cretOfTheHook99", "XDG_STATE_HOME": r.t.TempDir()}
	a := newApp(strings.NewReader(""), &r.out, &r.err, func(name string) (string, bool) {
		if r.panics.Load() && name == envCAFile {
			panic("out of order")
		}
		v, ok := env[name]
		return v, ok
	})
	a.clock = patience.Hasty{Start: time.Now(), Speed: r.speed}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	r.t.Cleanup(stop)
	go func() {
		r.ended <- a.run(ctx, append([]string{"drift", "--every", "10s", "--jitter", "0s", "--listen", "127.0.0.1:0", r.dir}, args...))
	}()
	r.await("it listens", func() bool {
		r.url = regexp.MustCompile(`http://[0-9.:]+`).FindString(r.err.String())
		return r.url != ""
	})
}

func (r *rigged) await(what string, until func() bool) {
	r.t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if until() {
			return
		}
	}
	r.t.Fatalf("%s: it takes too long\n%s\n%s", what, r.err.String(), r.metrics())
}

// metrics are those of ours.
func (r *rigged) metrics() string {
	var ours strings.Builder
	for line := range strings.Lines(r.get("/metrics", 200)) {
		if strings.HasPrefix(line, "alertplan_") {
			ours.WriteString(line)
		}
	}
	return ours.String()
}

func (r *rigged) get(path string, status int) string {
	r.t.Helper()
	answer, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != status {
		r.t.Errorf("%s: %s", path, answer.Status)
	}
	return string(text)
}

// awaitMetric waits for a line of the metrics.
func (r *rigged) awaitMetric(line string) {
	r.t.Helper()
	wanted := regexp.MustCompile("(?m)^" + line + "$")
	r.await(line, func() bool { return wanted.MatchString(r.metrics()) })
}

// more waits for so many further looks of an outcome.
func (r *rigged) more(outcome string, looks int) {
	r.t.Helper()
	count := func() (n int) {
		_, rest, _ := strings.Cut(r.metrics(), `alertplan_drift_runs_total{outcome="`+outcome+`"} `)
		fmt.Sscan(rest, &n)
		return n
	}
	until := count() + looks
	r.await(fmt.Sprintf("%d more looks that are %s", looks, outcome), func() bool { return count() >= until })
}

// told wants the messages so far to begin so, one after the other.
func (r *rigged) told(beginnings ...string) {
	r.t.Helper()
	r.await(fmt.Sprintf("%d messages", len(beginnings)), func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.posted) >= len(beginnings)
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, text := range r.posted {
		if i >= len(beginnings) || !regexp.MustCompile(beginnings[i]).MatchString(text) {
			r.t.Errorf("message %d is\n%s", i+1, text)
		}
	}
}

// end stops the job, and wants it to end well and quietly.
func (r *rigged) end() {
	r.t.Helper()
	r.stop()
	if code := <-r.ended; code != 0 {
		r.t.Errorf("exit status %d\n%s", code, r.err.String())
	}
	if !strings.HasSuffix(r.err.String(), " Stopped.\n") {
		r.t.Errorf("the last words are %q", tail(r.err.String()))
	}
	if strings.Contains(r.out.String()+r.err.String(), "s3cret") {
		r.t.Errorf("the URL shows:\n%s", r.err.String())
	}
}

func (r *rigged) apply() {
	r.t.Helper()
	run(r.t, "apply", "--auto-approve", "--url", "http://"+r.address, r.dir)
}

// TestJobThroughOutages takes the cluster away at the start and later: the job goes on,
// says so once, and its health is its own.
func TestJobThroughOutages(t *testing.T) {
	t.Parallel()
	r := newRigged(t)
	r.kill()
	r.begin()
	r.more("unreachable", 4)
	r.awaitMetric("alertplan_drift_cluster_up 0")
	r.get("/healthz", 200)
	r.get("/readyz", 200)
	if m := r.metrics(); strings.Contains(m, "alertplan_drift_objects") || strings.Contains(m, "last_success") {
		t.Errorf("drift is told of that nobody has seen:\n%s", m)
	}
	r.told(`^Drift is not looked for, since .*: 3 looks in a row failed\.\nThe last one: `)

	r.back()
	r.apply()
	r.awaitMetric(`alertplan_drift_objects{kind="missing",workspace="soc"} 0`)
	r.awaitMetric("alertplan_drift_cluster_up 1")
	r.await("the end of what was seen before the apply", func() bool {
		return strings.Contains(r.err.String(), "No drift in workspace")
	})
	r.mu.Lock()
	r.posted = nil // before the apply there was drift, or there was not
	r.mu.Unlock()

	r.kill()
	r.more("unreachable", 5)
	r.told(`^Drift in workspace "soc" on 127\.0\.0\.1:\d+ is not looked for`)
	r.handler = newSandboxHandler() // as after a restart without its data
	r.back()
	r.more("drift", 3)
	r.told(`is not looked for`, `^Drift in workspace "soc" on 127\.0\.0\.1:\d+: 1 missing\.\n- destination\.webhook\.pager "Pager" is missing\nNobody could look for`)
	r.apply()
	r.more("no_drift", 3)
	r.told(`is not looked for`, `1 missing`, `has ended after .*: 1 object is as the files have it\.\n- destination\.webhook\.pager "Pager"$`)
	r.end()
	if n := strings.Count(r.err.String(), "Could not look"); n != 2 {
		t.Errorf("an outage is told of %d times, and there were two:\n%s", n, r.err.String())
	}
}

// TestMessagesAreNotLost lets the webhook fail: what could not be told is told later,
// also where it is over by then.
func TestMessagesAreNotLost(t *testing.T) {
	t.Parallel()
	r := newRigged(t)
	r.answer.Store(404) // not tried again within a look
	r.begin()
	r.more("drift", 3)
	r.awaitMetric("alertplan_drift_notification_pending 1")
	r.apply()
	r.more("no_drift", 3)
	r.told()
	r.answer.Store(200)
	r.more("no_drift", 3)
	r.awaitMetric("alertplan_drift_notification_pending 0")
	r.awaitMetric(`alertplan_drift_notifications_total{outcome="sent"} 1`)
	r.told(`has ended after .*\n- destination\.webhook\.pager "Pager"$`)
	r.end()
	if n := strings.Count(r.err.String(), "The message could not be posted: the webhook answers 404 Not Found. It is tried again with the next look."); n != 1 {
		t.Errorf("it is said %d times that nobody was told:\n%s", n, r.err.String())
	}
}

// TestALookThatPanics is a look that failed; the job goes on.
func TestALookThatPanics(t *testing.T) {
	t.Parallel()
	r := newRigged(t)
	r.apply()
	r.begin()
	r.more("no_drift", 1)
	r.panics.Store(true)
	r.more("failed", 4)
	r.panics.Store(false)
	r.more("no_drift", 2)
	r.told(`is not looked for, since .*: 3 looks in a row failed\.\nThe last one: alertplan itself failed`, `is looked for again, after .*\. There is none\.`)
	r.end()
	if n := strings.Count(r.err.String(), "out of order"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, r.err.String())
	}
}

// TestAThousandLooks counts what they leave behind: nothing. Without
// ALERTPLAN_TEST_SOAK there are fewer.
func TestAThousandLooks(t *testing.T) {
	further := 200
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		further = 1000
	}
	r := newRigged(t)
	r.apply()
	r.speed = 1000
	r.begin("--every", "1s") // a millisecond
	measure := func() (heap uint64, goroutines int) {
		http.DefaultClient.CloseIdleConnections()
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
	}
	r.more("no_drift", 100)
	heap, goroutines := measure()
	r.more("no_drift", further)
	heapAfter, goroutinesAfter := measure()
	t.Logf("after 100 looks: %d KiB, %d goroutines; after %d more: %d KiB, %d goroutines", heap>>10, goroutines, further, heapAfter>>10, goroutinesAfter)
	if heapAfter > heap+heap/5+1<<20 {
		t.Errorf("%d bytes after 100 looks, %d after %d more", heap, heapAfter, further)
	}
	if goroutinesAfter > goroutines+5 {
		t.Errorf("%d goroutines after 100 looks, %d after %d more", goroutines, goroutinesAfter, further)
	}
	if out := r.out.String(); out != "" {
		t.Errorf("looks of the same print %s", out)
	}
	if n := strings.Count(r.err.String(), "\n"); n != 2 {
		t.Errorf("looks of the same say %d lines:\n%s", n, r.err.String())
	}
	r.end()
}

// TestJobIsStopped sends the signal to the binary while a look, and then a message,
// hangs.
func TestJobIsStopped(t *testing.T) {
	t.Parallel()
	played := newSandboxHandler()
	for _, where := range []string{"cluster", "webhook"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			asked, once := make(chan struct{}), sync.Once{}
			hang := func(r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // so that the server hears of the end
				once.Do(func() { close(asked) })
				<-r.Context().Done()
			}
			cluster := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if where == "cluster" {
					hang(r)
					return
				}
				r.Host = "localhost"
				played.ServeHTTP(w, r)
			}))
			defer cluster.Close()
			webhook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { hang(r) }))
			defer webhook.Close()
			dir := t.TempDir()
			writeMain(t, dir, riggedMain)
			var stderr heardText
			c := exec.Command("alertplan", "drift", "--every", "10m", "--jitter", "0s", "--listen", "127.0.0.1:0", "--url", cluster.URL, dir)
			c.Env, c.Stderr = append(bareEnvironment(), envNotifyURL+"="+webhook.URL+"/s3cretOfTheHook99"), &stderr
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			defer c.Process.Kill()
			<-asked
			if err := c.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := c.Wait(); err != nil {
				t.Errorf("%v", err)
			}
			if said := stderr.String(); !strings.HasSuffix(said, " Stopped.\n") || strings.Contains(said, "Could not look") || strings.Contains(said, "could not be posted") {
				t.Errorf("it says\n%s", said)
			}
		})
	}
}

func TestPortIsTaken(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	at := listener.Addr().String()
	out, err := exec.Command("alertplan", "drift", "--every", "10m", "--listen", at, t.TempDir()).CombinedOutput()
	want := "Error: --listen " + at + ": something listens there already. Choose another port, or 0 for a free one\n"
	if ended, ok := err.(*exec.ExitError); !ok || ended.ExitCode() != 1 || string(out) != want {
		t.Errorf("got %v\n%s", err, out)
	}
}

// The folder may come later, and the file with the URL, too: both are mounted by others.
func TestWhatComesLater(t *testing.T) {
	t.Parallel()
	r := newRigged(t)
	folder, file := filepath.Join(r.dir, "later"), filepath.Join(t.TempDir(), "url")
	r.dir = folder
	r.begin("--notify-url-file", file)
	r.more("configuration", 4)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "main.hcl.new"), []byte(riggedMain), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(folder, "main.hcl.new"), filepath.Join(folder, "main.hcl")); err != nil {
		t.Fatal(err)
	}
	r.more("drift", 2)
	r.awaitMetric("alertplan_drift_notification_pending 1")
	hears := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer hears.Close()
	if err := os.WriteFile(file+".new", []byte(hears.URL+"/s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
	r.awaitMetric("alertplan_drift_notification_pending 0")
	r.end()
	if !strings.Contains(r.err.String(), "The message could not be posted: the file with the webhook's URL can't be read") {
		t.Error(r.err.String())
	}
}

// TestAMessageThatArrivesAtTheEnd: a job that is stopped while a message is under way lets
// it arrive, and says so.
func TestAMessageThatArrivesAtTheEnd(t *testing.T) {
	t.Parallel()
	r := newRigged(t)
	r.heard = func() { r.stop() }
	r.begin()
	if code := <-r.ended; code != 0 || !strings.Contains(r.err.String(), "Posted: drift has appeared.") {
		t.Errorf("exit status %d:\n%s", code, r.err.String())
	}
}
