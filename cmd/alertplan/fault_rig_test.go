package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// rig is a sandbox behind a proxy that breaks things, and a configuration that
// is applied to it through the proxy.
type rig struct {
	t     testing.TB
	proxy *faults.Proxy
	url   string // of the sandbox itself: nothing breaks there
	dir   string // of the configuration
	env   map[string]string
	cost  planfile.Cost // of the digests in plan files; zero: the usual one
	pace  int           // of the clock of pauses; 0: hurry

	clock patience.Clock // of the program; nil: one that hurries
}

func newRig(t testing.TB) *rig {
	t.Helper()
	return newRigOf(t, sandbox.Options{})
}

func newRigOf(t testing.TB, o sandbox.Options) *rig {
	t.Helper()
	return newRigAround(t, o, func(played http.Handler) http.Handler { return played })
}

// newRigAround puts something before the sandbox that stands for a part of the
// server.
func newRigAround(t testing.TB, o sandbox.Options, around func(http.Handler) http.Handler) *rig {
	t.Helper()
	if o.Clock == nil {
		o.Clock = hasty{time.Now()}
	}
	server := httptest.NewServer(around(sandbox.New(o)))
	proxy := faults.Start(server.URL)
	t.Cleanup(func() {
		proxy.Close()
		server.CloseClientConnections()
		server.Close()
	})
	return &rig{t: t, proxy: proxy, url: server.URL, dir: t.TempDir(), env: map[string]string{envURL: proxy.URL, envBackupDir: t.TempDir(), envPreflight: "off"}}
}

// hasty is a clock that runs 500 times as fast as the machine's: lists of channels
// lag a second behind, and there are many runs to wait for. (The acceptance
// scripts wait for the real second.)
type hasty struct{ start time.Time }

var _ clock.Clock = hasty{}

const haste = 500

// hurry is how much faster than the machine's the clock of pauses goes: a minute of
// tries is a second and a half, in which a busy machine still does some work.
const hurry = 40

func (h hasty) Now() time.Time { return h.start.Add(haste * time.Since(h.start)) }

func (hasty) AfterFunc(d time.Duration, f func()) func() bool {
	return time.AfterFunc(d/haste, f).Stop
}

// configure writes the only file of the configuration.
func (r *rig) configure(text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, "main.hcl"), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// result is what a command did.
type result struct {
	code           int
	stdout, stderr string
}

func (r result) String() string {
	return fmt.Sprintf("exit status %d\n--- stdout\n%s--- stderr\n%s", r.code, r.stdout, r.stderr)
}

// run carries out a command of the program on the rig's configuration.
func (r *rig) run(command string, args ...string) result {
	r.t.Helper()
	return r.runUntil(r.t.Context(), command, args...)
}

// runUntil does so until it is done or ctx ends, as with an interrupt.
func (r *rig) runUntil(ctx context.Context, command string, args ...string) result {
	var stdout, stderr bytes.Buffer
	lookup := func(name string) (string, bool) {
		value, ok := r.env[name]
		return value, ok
	}
	a := newApp(strings.NewReader(""), &stdout, &stderr, lookup)
	a.clock = cmp.Or[patience.Clock](r.clock, patience.Hasty{Start: time.Now(), Speed: cmp.Or(r.pace, hurry)})
	a.digestCost = cmp.Or(r.cost, a.digestCost)
	code := a.run(ctx, append(append([]string{command}, args...), r.dir))
	return result{code, stdout.String(), stderr.String()}
}

// apply approves of all that is in the plan, deletes too.
func (r *rig) apply(args ...string) result {
	r.t.Helper()
	return r.run("apply", append([]string{"--auto-approve", "--allow-deletes", "1000"}, args...)...)
}

// mustApply applies what is expected to go well.
func (r *rig) mustApply() {
	r.t.Helper()
	if got := r.apply(); got.code != 0 {
		r.t.Fatalf("apply: %s", got)
	}
}

// expectNoChanges fails where a plan is not empty.
func (r *rig) expectNoChanges() {
	r.t.Helper()
	if got := r.run("plan", "--detailed-exitcode"); got.code != 0 || !strings.HasPrefix(got.stdout, "No changes.") {
		r.t.Errorf("plan is not empty: %s", got)
	}
}

// ask sends a request to the sandbox itself, as the Dashboards would.
func (r *rig) ask(method, path, body string) (status int, answer string) {
	r.t.Helper()
	request, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("User-Agent", "test OpenSearch-Dashboards Kibana")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// must asks for what is expected to go well, and returns the answer parsed.
func (r *rig) must(method, path, body string) *orderedjson.Object {
	r.t.Helper()
	status, text := r.ask(method, path, body)
	if status > 299 {
		r.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	value, err := orderedjson.Parse([]byte(text))
	if err != nil {
		r.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	o, _ := value.(*orderedjson.Object)
	return o
}

const (
	monitorsPath = "/_plugins/_alerting/monitors"
	channelsPath = "/_plugins/_notifications/configs"
)

// monitorIDs lists the ids of all monitors on the sandbox by their names.
func (r *rig) monitorIDs() map[string][]string {
	r.t.Helper()
	ids := map[string][]string{}
	search := `{"size":10000,"query":{"exists":{"field":"monitor"}}}`
	if status, _ := r.ask("POST", monitorsPath+"/_search", search); status == http.StatusNotFound {
		return ids // there never was one
	}
	answer := r.must("POST", monitorsPath+"/_search", search)
	for _, v := range answer.Object("hits").Array("hits") {
		hit, _ := v.(*orderedjson.Object)
		source := hit.Object("_source")
		if inner := source.Object("monitor"); inner != nil {
			source = inner
		}
		ids[source.Text("name")] = append(ids[source.Text("name")], hit.Text("_id"))
	}
	return ids
}

// channelIDs lists the ids of all channels by their names, when the list has
// caught up with what was written.
func (r *rig) channelIDs() map[string][]string {
	r.t.Helper()
	r.settle()
	ids := map[string][]string{}
	for _, v := range r.must("GET", channelsPath+"?max_items=1000", "").Array("config_list") {
		channel, _ := v.(*orderedjson.Object)
		name := channel.Object("config").Text("name")
		ids[name] = append(ids[name], channel.Text("config_id"))
	}
	return ids
}

// settle waits until the sandbox's list of channels shows all that was written: a
// second of its time.
func (r *rig) settle() { time.Sleep(time.Second/haste + 10*time.Millisecond) }

// idOf is the id of the only object of a name.
func idOf(t testing.TB, ids map[string][]string, name string) string {
	t.Helper()
	if len(ids[name]) != 1 {
		t.Fatalf("there are %d objects named %q, want one, in %v", len(ids[name]), name, ids)
	}
	return ids[name][0]
}
