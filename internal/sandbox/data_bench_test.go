package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/kept"
)

const (
	keptEvents = 100_000
	perBulk    = 5_000
)

// keptBulk is a _bulk body of small events, from the one of a number on.
func keptBulk(first int) string {
	var b strings.Builder
	for i := first; i < first+perBulk; i++ {
		fmt.Fprintf(&b, `{"index":{"_index":"cwl-%d"}}`+"\n", i/25_000)
		fmt.Fprintf(&b, `{"@timestamp":"2026-03-09T%02d:%02d:%02dZ","eventName":"ConsoleLogin","awsRegion":"eu-west-%d","sourceIPAddress":"198.51.100.%d",`+
			`"userIdentity":{"type":"IAMUser","userName":"user%d"},"bytes":%d}`+"\n", i/3600%24, i/60%60, i%60, i%3, i%256, i%997, i)
	}
	return b.String()
}

// keptIn opens a sandbox in a folder, or one in memory for "".
func keptIn(tb testing.TB, dir string) (*sandbox.Server, *kept.File) {
	tb.Helper()
	if dir == "" {
		return sandbox.New(sandbox.Options{}), nil
	}
	f, err := kept.Open(dir, dialect.OpenSearch2().Name)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := sandbox.Open(sandbox.Options{Data: f})
	if err != nil {
		tb.Fatal(err)
	}
	return s, f
}

func closeKept(tb testing.TB, f *kept.File) {
	tb.Helper()
	if f == nil {
		return
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
}

func send(tb testing.TB, s http.Handler, path, body string) {
	tb.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Host = "127.0.0.1"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code >= 300 || strings.HasPrefix(w.Body.String(), `{"took":`) && strings.Contains(w.Body.String()[:40], `"errors":true`) {
		tb.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
	}
}

// load sends all events.
func load(tb testing.TB, s http.Handler) {
	tb.Helper()
	for i := 0; i < keptEvents; i += perBulk {
		send(tb, s, "/_bulk", keptBulk(i))
	}
}

// BenchmarkLoad loads events by _bulk, in memory and kept. The two differ by what
// writing costs.
func BenchmarkLoad(b *testing.B) {
	for _, way := range []string{"memory", "kept"} {
		b.Run(way, func(b *testing.B) {
			size := int64(0)
			for b.Loop() {
				dir := ""
				if way == "kept" {
					dir = b.TempDir()
				}
				s, f := keptIn(b, dir)
				load(b, s)
				if f != nil {
					size = f.Size()
				}
				closeKept(b, f)
			}
			b.ReportMetric(float64(b.N)*keptEvents/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(size)/keptEvents, "diskB/event")
		})
	}
}

// BenchmarkWrite writes documents one by one; a kept one is on disk when it is
// answered. Several clients share what that costs.
func BenchmarkWrite(b *testing.B) {
	for _, way := range []string{"memory", "kept"} {
		dir := ""
		if way == "kept" {
			dir = b.TempDir()
		}
		s, f := keptIn(b, dir)
		b.Run(way, func(b *testing.B) {
			for b.Loop() {
				send(b, s, "/x/_doc", `{"a":1}`)
			}
		})
		b.Run(way+"/16clients", func(b *testing.B) {
			b.SetParallelism(8)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					send(b, s, "/x/_doc", `{"a":1}`)
				}
			})
		})
		closeKept(b, f)
	}
}

// BenchmarkRestart opens a sandbox that keeps 100,000 events.
func BenchmarkRestart(b *testing.B) {
	dir := b.TempDir()
	s, f := keptIn(b, dir)
	load(b, s)
	closeKept(b, f)
	for b.Loop() {
		_, f := keptIn(b, dir)
		closeKept(b, f)
	}
	b.ReportMetric(float64(b.N)*keptEvents/b.Elapsed().Seconds(), "events/s")
}
