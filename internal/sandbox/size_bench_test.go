package sandbox_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// smallEvents writes a _bulk body of n small events in CloudTrail's form, four
// hundred milliseconds apart, from the one of that number on.
func smallEvents(first, n int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(first)))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	start := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	for i := first; i < first+n; i++ {
		at := start.Add(time.Duration(i) * 400 * time.Millisecond)
		fmt.Fprintf(&b, `{"index":{"_index":"cwl-%s"}}`+"\n", at.Format("2006.01.02"))
		fmt.Fprintf(&b, `{"@timestamp":"%s","eventName":"%s","eventSource":"%s.amazonaws.com","awsRegion":"eu-west-%d","sourceIPAddress":"198.51.100.%d",`+
			`"userIdentity":{"type":"IAMUser","userName":"user%d","accountId":"1234567890%02d"},"errorCode":"%s","bytes":%d}`+"\n",
			at.Format(time.RFC3339Nano), pick("ConsoleLogin", "AssumeRole", "GetObject", "CreateUser", "StopLogging", "ListBuckets"),
			pick("signin", "sts", "s3", "iam"), random.IntN(3), random.IntN(256), random.IntN(1000), random.IntN(20),
			pick("", "AccessDenied", "Throttling"), random.IntN(100000))
	}
	return b.Bytes()
}

func loaded(tb testing.TB, s http.Handler, path, body string) string {
	tb.Helper()
	return sent(tb, s, "POST", path, body)
}

func put(tb testing.TB, s http.Handler, path, body string) {
	tb.Helper()
	sent(tb, s, "PUT", path, body)
}

func sent(tb testing.TB, s http.Handler, method, path, body string) string {
	tb.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:9200"
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code >= 300 || strings.Contains(w.Body.String()[:min(w.Body.Len(), 100)], `"errors":true`) {
		tb.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// manyEvents is how many events BenchmarkSmallEvents loads.
const manyEvents = 100_000

// BenchmarkSmallEvents loads small events by _bulk. A million are to take less than
// 2 GiB, at tens of thousands a second.
func BenchmarkSmallEvents(b *testing.B) {
	before, after := runtime.MemStats{}, runtime.MemStats{}
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := sandbox.New(sandbox.Options{})
		for i := 0; i < manyEvents; i += 5000 {
			loaded(b, s, "/_bulk", string(smallEvents(i, 5000)))
		}
		loaded(b, s, "/cwl-*/_refresh", "")
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(s)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/manyEvents, "B/event")
	b.ReportMetric(float64(b.N)*manyEvents/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkManyEventsSearched asks what a monitor asks of many events, and counts.
func BenchmarkManyEventsSearched(b *testing.B) {
	s := sandbox.New(sandbox.Options{})
	for i := 0; i < manyEvents; i += 5000 {
		loaded(b, s, "/_bulk", string(smallEvents(i, 5000)))
	}
	loaded(b, s, "/cwl-*/_refresh", "")
	for name, body := range map[string]string{
		"window": `{"size":10,"query":{"bool":{"filter":[{"term":{"eventName.keyword":"ConsoleLogin"}},{"range":{"@timestamp":{"gte":"2026-03-09T02:00:00Z","lt":"2026-03-09T02:05:00Z"}}}]}}}`,
		"terms":  `{"size":0,"aggs":{"n":{"terms":{"field":"eventName.keyword"},"aggs":{"u":{"terms":{"field":"userIdentity.userName.keyword"}}}}}}`,
		"hours":  `{"size":0,"query":{"match":{"eventName":"ConsoleLogin"}},"aggs":{"n":{"date_histogram":{"field":"@timestamp","fixed_interval":"1h"}}}}`,
		"all":    `{"query":{"match_all":{}}}`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				loaded(b, s, "/cwl-*/_search", body)
			}
		})
	}
}
