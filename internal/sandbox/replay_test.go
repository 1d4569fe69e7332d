package sandbox_test

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

var update = flag.Bool("update", false, "rewrite the list of transcripts that are not yet equal")

// generations are the recorded versions and the dialects that play them.
var generations = []generation{
	{version: "2.19.4", dialect: "opensearch-2.19"},
	{version: "1.3.14", dialect: "opensearch-1.3"},
	{version: "3.5.0", dialect: "opensearch-3.5"},
	{version: "opendistro", dialect: "opendistro-1.13", recorded: "1.3.14", rewrite: openDistro},
}

type generation struct {
	version, dialect string
	// recorded is the version whose transcripts these are after rewrite, where none
	// were recorded.
	recorded string
	rewrite  func(*replay.Transcript)
}

// transcripts are the files of what was recorded.
func (g generation) transcripts() ([]string, error) {
	files, err := filepath.Glob(filepath.Join("testdata/transcripts", cmp.Or(g.recorded, g.version), "*.json"))
	if err == nil && len(files) == 0 {
		err = errors.New("no transcripts")
	}
	return files, err
}

// notYetEqual is the list of those that are answered in another way, with the reasons.
func (g generation) notYetEqual() string { return "testdata/not-yet-equal-" + g.version + ".txt" }

const (
	// atOnce is how many transcripts play at the same time: some wait for
	// messages.
	atOnce = 16
	// pace is how much time passes between two requests, on the sandbox's clock.
	pace = 20 * time.Millisecond
	// answerWithin is how long a request may take. Receivers that are silent are
	// waited for in real time.
	answerWithin = 20 * time.Second
	// longestReason is how much of a difference the list shows.
	longestReason = 200
)

// listed is a line of the list: a transcript, its level, and why.
type listed struct {
	level  replay.Level
	reason string
}

// TestTranscripts plays every transcript on a server of its own. The list of
// those that are not yet equal must be exact: it fails for one that became worse,
// and for one that became better, so that the list only shrinks.
func TestTranscripts(t *testing.T) {
	for _, g := range generations {
		t.Run(g.version, func(t *testing.T) { testGeneration(t, g, sandbox.Options{}) })
	}
}

// TestTranscriptsAsReal plays them on servers with a real one's worst manners:
// they add nothing to what was recorded, and take nothing from it.
func TestTranscriptsAsReal(t *testing.T) {
	if *update {
		t.Skip("the lists are those of TestTranscripts")
	}
	for _, g := range generations {
		t.Run(g.version, func(t *testing.T) { testGeneration(t, g, sandbox.Options{AsReal: true}) })
	}
}

func testGeneration(t *testing.T, g generation, o sandbox.Options) {
	files, err := g.transcripts()
	if err != nil {
		t.Fatal(err)
	}
	known := readList(t, g)
	results := make([]result, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for i, file := range files {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			results[i] = play(t, g, o, file)
		})
	}
	wait.Wait()
	if *update {
		writeList(t, g, results, known)
		return
	}
	for _, r := range results {
		t.Run(r.name, func(t *testing.T) { r.check(t, known[r.name]) })
		delete(known, r.name)
	}
	for name := range known {
		t.Errorf("%s lists %s, which is no transcript", g.notYetEqual(), name)
	}
	t.Log(counts(results))
}

type result struct {
	name  string
	found []replay.Difference
	err   error
}

// listenPorts are the ports on which the recorded receivers listened. Each
// transcript gets one of its own instead, so that they can play side by side.
var listenPorts = []string{"19992", "19771", "19772", "19773"}

func play(t *testing.T, g generation, o sandbox.Options, file string) result {
	name := strings.TrimSuffix(filepath.Base(file), ".json")
	data, err := os.ReadFile(file)
	if err != nil {
		return result{name: name, err: err}
	}
	text := string(data)
	for _, port := range listenPorts {
		if strings.Contains(text, port) {
			text = strings.ReplaceAll(text, port, freePort(t))
		}
	}
	transcript, err := replay.Parse([]byte(text))
	if err != nil {
		return result{name: name, err: err}
	}
	if g.rewrite != nil {
		g.rewrite(transcript)
	}
	played, err := dialect.Parse(g.dialect)
	if err != nil {
		return result{name: name, err: err}
	}
	now := clock.NewManual(time.Now())
	o.Clock, o.Dialect = now, played
	server := sandbox.New(o)
	l, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		return result{name: name, err: err}
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, l) }()
	found, err := replay.Play(ctx, transcript, replay.Options{
		URL: "http://" + l.Addr().String(), Wait: now.Advance, Pace: pace, AnswerWithin: answerWithin,
	})
	stop()
	return result{name: name, found: found, err: errors.Join(err, <-served)}
}

// nextPort counts through ports below those that systems give to outgoing
// connections (32768 and up on Linux): one of these could be taken again between
// being found free and being listened on.
var nextPort atomic.Int32

// firstPort differs from run to run, since several may be under way at once.
var firstPort = 20000 + rand.Int32N(10000)

// freePort is a port that nobody listens on, and that no other transcript gets,
// with as many digits as the recorded ones: lengths stay.
func freePort(t *testing.T) string {
	for range 1000 {
		port := strconv.Itoa(int(firstPort + nextPort.Add(1)))
		if l, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			l.Close()
			return port
		}
	}
	t.Error("no port is free")
	return "0"
}

func (r result) check(t *testing.T, want listed) {
	if r.err != nil {
		t.Fatal(r.err)
	}
	have := replay.Worst(r.found)
	if have == want.level {
		return
	}
	for _, d := range r.found {
		t.Log(d)
	}
	if have < want.level {
		t.Fatalf("is %s now: take it off the list (it stands there as %s)", have, want.level)
	}
	t.Fatalf("is %s, should be %s", have, want.level)
}

// readList reads lines of "name level reason".
func readList(t *testing.T, g generation) map[string]listed {
	t.Helper()
	f, err := os.Open(g.notYetEqual())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := map[string]listed{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.SplitN(lines.Text(), " ", 3)
		if strings.HasPrefix(lines.Text(), "#") || lines.Text() == "" {
			continue
		}
		if len(fields) != 3 {
			t.Fatalf("%s: %q is not: name level reason", g.notYetEqual(), lines.Text())
		}
		level, err := replay.ParseLevel(fields[1])
		if err != nil {
			t.Fatal(err)
		}
		known[fields[0]] = listed{level, fields[2]}
	}
	return known
}

// writeList writes the list anew. A reason stays; a new line gets the first
// difference as its reason, to be replaced by a better one.
func writeList(t *testing.T, g generation, results []result, known map[string]listed) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# Transcripts of %s that the sandbox does not answer as recorded (yet): name, level, reason.\n", g.version)
	b.WriteString("# This list only shrinks. Levels: reason (error texts differ), different.\n")
	for _, r := range results {
		if r.err != nil {
			t.Errorf("%s: %v", r.name, r.err)
		}
		level := replay.Worst(r.found)
		if level == replay.Equal {
			continue
		}
		reason := known[r.name].reason
		if reason == "" || strings.HasPrefix(reason, unexplained) {
			reason = unexplained + strings.ToValidUTF8(firstOf(level, r.found).String(), "")
			reason = reason[:min(len(reason), longestReason)]
		}
		fmt.Fprintf(&b, "%s %s %s\n", r.name, level, strings.ReplaceAll(reason, "\n", " "))
	}
	if err := os.WriteFile(g.notYetEqual(), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Log(counts(results))
}

// unexplained begins a reason that nobody wrote.
const unexplained = "first difference: "

func firstOf(level replay.Level, found []replay.Difference) replay.Difference {
	i := slices.IndexFunc(found, func(d replay.Difference) bool { return d.Level == level })
	return found[i]
}

// counts tells, by group and in all, how many are equal, equal but for texts,
// different.
func counts(results []result) string {
	groups := map[string]*[3]int{"all": {}}
	order := []string{}
	for _, r := range results {
		group, _, _ := strings.Cut(r.name, "-")
		if groups[group] == nil {
			groups[group] = &[3]int{}
			order = append(order, group)
		}
		level := replay.Worst(r.found)
		groups[group][level]++
		groups["all"][level]++
	}
	var b strings.Builder
	for _, g := range append(order, "all") {
		n := groups[g]
		fmt.Fprintf(&b, "\n%-16s %3d equal %3d reason %3d different", g, n[0], n[1], n[2])
	}
	return b.String()
}
