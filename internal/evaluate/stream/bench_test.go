package stream_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/stream"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// BenchmarkCIS streams CloudTrail events through the fourteen CIS queries, and has
// encoding/json decode the same lines into any: the floor. It reports how long
// both took, the ratio, the greatest heap, and what of it was in use at the end. ALERTPLAN_BENCH_EVENTS is how many
// events, 100,000 by default; they are made from those of ALERTPLAN_TEST_CORPUS, or
// from the package's own few.
func BenchmarkCIS(b *testing.B) {
	n := 100_000
	if text := os.Getenv("ALERTPLAN_BENCH_EVENTS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	w, requests := benchWorld(b)
	base := newGenerator(b, w.lines)
	for b.Loop() {
		runtime.GC()
		heap := watchHeap()
		start := time.Now()
		var live uint64
		input := func() *events.Reader {
			in := base.reader(n)
			in.atEnd = func() { live = liveHeap() }
			return events.New("events", in, events.Options{})
		}
		outcome, err := stream.Run(b.Context(), requests, input, stream.Options{Store: w.store, Index: w.pattern})
		took := time.Since(start)
		peak := heap()
		if err != nil || outcome.Events != n {
			b.Fatalf("%d events, %v", outcome.Events, err)
		}
		floor, size := decodeAll(b, base.reader(n))
		b.ReportMetric(float64(took.Microseconds())/1000, "ms-work")
		b.ReportMetric(float64(floor.Microseconds())/1000, "ms-floor")
		b.ReportMetric(float64(took)/float64(floor), "x-floor")
		b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
		b.ReportMetric(float64(live)/(1<<20), "live-MiB")
		b.ReportMetric(float64(n), "events")
		b.SetBytes(size)
	}
}

// benchWorld is the corpus's events, template and recommended queries, or those of
// testdata.
func benchWorld(b *testing.B) (world, []evaluate.Request) {
	end := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var w world
	var queries []*orderedjson.Object
	if dir := os.Getenv("ALERTPLAN_TEST_CORPUS"); dir != "" {
		w = cloudTrail(b, dir, readObject(b, dir, "cis", "cwl-template.json"))
		names, all := cisQueries(b, dir)
		for i, name := range names {
			if strings.HasSuffix(name, " recommended") {
				queries = append(queries, all[i])
			}
		}
	} else {
		w = ownEvents(b)
		for range 14 / len(ownQueries) {
			for _, q := range ownQueries {
				queries = append(queries, parse(b, q))
			}
		}
	}
	var requests []evaluate.Request
	for _, q := range queries {
		body := fmt.Sprintf(`{"size":10,"query":{"bool":{"filter":[%s,{"range":{"@timestamp":{"gte":"{{period_end}}||-10y","lte":"{{period_end}}","format":"epoch_millis"}}}]}}}`, text(b, q))
		requests = append(requests, monitor(b, "cwl-*", body, end))
	}
	return w, requests
}

// ownEvents are those of the example.
func ownEvents(b *testing.B) world {
	b.Helper()
	w := world{name: "example", pattern: "cwl-*"}
	for _, name := range []string{"console_login", "failed_logins"} {
		lines, err := os.ReadFile(filepath.Join("../../../examples/console-login/testdata", name+".ndjson"))
		if err != nil {
			b.Fatal(err)
		}
		w.lines = append(w.lines, lines...)
	}
	return w
}

// ownQueries stand for the CIS queries where those are not at hand.
var ownQueries = []string{
	`{"bool":{"should":[{"wildcard":{"errorCode.keyword":{"value":"*UnauthorizedOperation"}}},{"prefix":{"errorCode.keyword":"AccessDenied"}}],"minimum_should_match":1}}`,
	`{"bool":{"filter":[{"term":{"eventName.keyword":"ConsoleLogin"}},{"exists":{"field":"additionalEventData.MFAUsed"}}],"must_not":[{"term":{"additionalEventData.MFAUsed.keyword":"Yes"}}]}}`,
}

// watchHeap looks at the heap every few milliseconds; what it returns stops it and
// tells the most bytes that were in use.
func watchHeap() (stop func() uint64) {
	ctx, cancel := context.WithCancel(context.Background())
	most := make(chan uint64)
	go func() {
		var peak uint64
		var m runtime.MemStats
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				most <- peak
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
	}()
	return func() uint64 { cancel(); return <-most }
}

// liveHeap is what is in use after a collection.
func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func decodeAll(b *testing.B, in io.Reader) (took time.Duration, size int64) {
	debug.FreeOSMemory()
	start := time.Now()
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	for lines.Scan() {
		var v any
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			b.Fatal(err)
		}
		size += int64(len(lines.Bytes())) + 1
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start), size
}

// generator makes many events of a few: each has an id and a time of its own, and
// other digits in its other ids.
type generator struct{ base []pattern }

// pattern is an event with the places where digits are put.
type pattern struct {
	text   []byte
	ids    []int // where 12 digits stand
	months []int // where 2020-01-02 stands
}

const generatedDays = 30

func newGenerator(b *testing.B, lines []byte) *generator {
	g := &generator{}
	for line := range bytes.Lines(lines) {
		v, err := orderedjson.Parse(line)
		if err != nil {
			b.Fatal(err)
		}
		o := v.(*orderedjson.Object)
		text := string(bytes.TrimSpace(line)) + "\n"
		id, day := o.Text("@id"), o.Text("@timestamp")
		if len(id) < 12 || len(day) < 10 {
			b.Fatalf("event without @id or @timestamp: %s", line)
		}
		p := pattern{text: []byte(text)}
		p.ids = append(p.ids, strings.Index(text, `"`+id+`"`)+1)
		for _, old := range []string{o.Text("eventID"), o.Text("requestID")} {
			for at := 0; len(old) >= 12; {
				i := strings.Index(text[at:], old)
				if i < 0 {
					break
				}
				p.ids = append(p.ids, at+i)
				at += i + len(old)
			}
		}
		p.months = append(p.months, strings.Index(text, `"`+day+`"`)+1)
		g.base = append(g.base, p)
	}
	return g
}

func (g *generator) write(out *bytes.Buffer, i int) {
	p := &g.base[i%len(g.base)]
	from := out.Len()
	out.Write(p.text)
	text := out.Bytes()[from:]
	for _, at := range p.ids {
		copy(text[at:], fmt.Appendf(nil, "%012d", i))
	}
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/len(g.base)%generatedDays)
	for _, at := range p.months {
		copy(text[at:], day.Format(time.DateOnly))
	}
}

// reader gives n events as lines.
func (g *generator) reader(n int) *generated { return &generated{g: g, n: n} }

type generated struct {
	g    *generator
	n, i int
	buf  bytes.Buffer
	// atEnd is called once, when all events were read
	atEnd func()
}

func (r *generated) Read(p []byte) (int, error) {
	for r.buf.Len() < len(p) && r.i < r.n {
		r.g.write(&r.buf, r.i)
		r.i++
	}
	n, err := r.buf.Read(p)
	if n == 0 && err != nil {
		if r.atEnd != nil {
			r.atEnd()
			r.atEnd = nil
		}
		return 0, io.EOF
	}
	return n, nil
}
