package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/schema"
)

// Each benchmark measures beside the work its floor: the least that must be done
// in any case, in the same run, in turns. x-floor is how many times as long the
// work takes.

// besideFloor times floor and work in turns.
func besideFloor(b *testing.B, floor, work func()) {
	b.Helper()
	var floors, works time.Duration
	for b.Loop() {
		began := time.Now()
		floor()
		between := time.Now()
		work()
		floors, works = floors+between.Sub(began), works+time.Since(between)
	}
	b.ReportMetric(float64(works)/float64(floors), "x-floor")
	b.ReportMetric(float64(works.Microseconds())/1000/float64(b.N), "ms-work")
	b.ReportMetric(float64(floors.Microseconds())/1000/float64(b.N), "ms-floor")
	b.ReportMetric(0, "ns/op") // of both together: it says nothing
}

func mustLoadConfig(b *testing.B, dir string) *schema.Config {
	b.Helper()
	cfg, diags := schema.Load(dir, schema.Options{})
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	return cfg
}

func mustClient(b testing.TB, url string) *alertapi.Client {
	b.Helper()
	client, err := alertapi.New(alertapi.Config{URL: url})
	if err != nil {
		b.Fatal(err)
	}
	return client
}

// BenchmarkLoad reads 1,000 monitors; its floor is parsing the same files.
func BenchmarkLoad(b *testing.B) {
	r := newRig(b)
	r.configure(manyMonitors(1000, 1))
	besideFloor(b, func() {
		if _, diags := hclparse.NewParser().ParseHCLFile(filepath.Join(r.dir, "main.hcl")); diags.HasErrors() {
			b.Fatal(diags)
		}
	}, func() { mustLoadConfig(b, r.dir) })
}

// BenchmarkProblems prints 1,000 problems of one large file; its floor is loading
// it.
func BenchmarkProblems(b *testing.B) {
	r := newRig(b)
	r.configure(strings.ReplaceAll(manyMonitors(1000, 1), `last    = "1d"`, `last    = "5m"`))
	besideFloor(b, func() { schema.Load(r.dir, schema.Options{}) }, func() {
		if got := r.run("validate"); got.code != 1 || strings.Count(got.stdout, "Error:") != 1000 {
			b.Fatal(got)
		}
	})
}

// BenchmarkPlan compares 1,000 monitors with a cluster that holds them, all of
// them equal and all of them changed; its floor is reading and decoding the same
// answers.
func BenchmarkPlan(b *testing.B) {
	for name, size := range map[string]int{"equal": 1, "changed": 2} {
		b.Run(name, func(b *testing.B) {
			r := newRig(b)
			r.configure(manyMonitors(1000, 1))
			if got := r.apply(); got.code != 0 {
				b.Fatal(got)
			}
			r.configure(manyMonitors(1000, size))
			cfg, answers := mustLoadConfig(b, r.dir), newReplay(b, r.url)
			planOnce := func() {
				made, err := newPlanner(mustClient(b, answers.server.URL), cfg, plan.Options{}).plan(b.Context())
				if err != nil || (len(made.Changes) == 0) != (size == 1) {
					b.Fatalf("%d changes, %v", len(made.Changes), err)
				}
			}
			planOnce() // so that the answers are known
			besideFloor(b, answers.readAll, planOnce)
		})
	}
}

// replay repeats the answers that a server gave, so that the server's own work is
// no part of what is measured.
type replay struct {
	b      testing.TB
	server *httptest.Server

	mu       sync.Mutex
	requests []recorded
}

type recorded struct {
	method, uri, body string
	status            int
	answer            []byte
}

func newReplay(b testing.TB, target string) *replay {
	p := &replay{b: b}
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		known := p.find(target, r, string(body))
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		w.WriteHeader(known.status)
		w.Write(known.answer)
	}))
	b.Cleanup(p.server.Close)
	return p
}

// find is the answer known by now, or asks for it.
func (p *replay) find(target string, r *http.Request, body string) recorded {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range p.requests {
		if known.method == r.Method && known.uri == r.URL.RequestURI() && known.body == body {
			return known
		}
	}
	out, err := http.NewRequest(r.Method, target+r.URL.RequestURI(), strings.NewReader(body))
	if err != nil {
		p.b.Error(err)
		return recorded{status: http.StatusBadGateway}
	}
	out.Header = r.Header.Clone()
	out.Header.Del("Accept-Encoding")
	res, err := http.DefaultClient.Do(out)
	if err != nil {
		p.b.Error(err)
		return recorded{status: http.StatusBadGateway}
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	known := recorded{r.Method, r.URL.RequestURI(), body, res.StatusCode, answer}
	p.requests = append(p.requests, known)
	return known
}

// readAll sends all requests known by now, and decodes the answers.
func (p *replay) readAll() {
	p.mu.Lock()
	requests := p.requests
	p.mu.Unlock()
	for _, r := range requests {
		var v any
		if err := json.Unmarshal(send(p.b, p.server.URL, r), &v); err != nil {
			p.b.Fatal(err)
		}
	}
}

// send sends a request with Go's own client, and reads the answer.
func send(b testing.TB, url string, r recorded) []byte {
	req, err := http.NewRequest(r.method, url+r.uri, strings.NewReader(r.body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(res.Body); err != nil || res.StatusCode > 299 {
		b.Fatal(res.Status, err)
	}
	return answer.Bytes()
}

// BenchmarkApply creates 100 monitors, with the reads before and after; its floor
// is a bare loop that posts the same bodies.
func BenchmarkApply(b *testing.B) {
	r := newRig(b)
	var config strings.Builder
	config.WriteString("workspace = \"bench\"\n")
	for i := range 100 {
		config.WriteString(monitorText(fmt.Sprintf("m%d", i), fmt.Sprintf("Monitor %d", i), 1))
	}
	r.configure(config.String())
	if got := r.apply(); got.code != 0 {
		b.Fatal(got)
	}
	var creations []recorded
	for _, q := range r.proxy.Requests() {
		if q.Method == "POST" && q.Path == monitorsPath {
			creations = append(creations, recorded{method: q.Method, uri: q.Path, body: q.Body})
		}
	}
	if len(creations) != 100 {
		b.Fatalf("%d creations", len(creations))
	}
	played := sandbox.New(sandbox.Options{})
	server := httptest.NewServer(played)
	b.Cleanup(server.Close)
	cfg := mustLoadConfig(b, r.dir)
	besideFloor(b, func() {
		for _, c := range creations {
			send(b, server.URL, c)
		}
		played.Reset()
	}, func() {
		client := mustClient(b, server.URL)
		planner := newPlanner(client, cfg, plan.Options{})
		made, err := planner.plan(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		result, err := apply.Run(b.Context(), cluster{client, b.Context()}, made, apply.Options{Parallelism: 4, Replan: planner.planAfter})
		if err != nil || !result.OK() {
			b.Fatal(err)
		}
		played.Reset()
	})
}
