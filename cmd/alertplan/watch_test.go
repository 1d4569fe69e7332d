package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// lockedBuffer may be read while a command writes to it.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// await waits until a text was written so many times.
func (b *lockedBuffer) await(t *testing.T, text string, times int) {
	t.Helper()
	for range 200 {
		if strings.Count(b.text(), text) >= times {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%q was not written %d times:\n%s", text, times, b.text())
}

const watched = `workspace = "soc"

monitor "login" {
  name = "Login"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "5m"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"
  }
}

test "an event fires" {
  monitor = monitor.login
  events  = "events/events.ndjson"

  expect "any" {
    fires = true
  }
}
`

// TestWatch changes an event, breaks the configuration and heals it while the
// tests are watched.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("main.hcl", watched)
	write("events/events.ndjson", "")
	var out, messages lockedBuffer
	a := newApp(strings.NewReader(""), &out, &messages, func(string) (string, bool) { return "", false })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() { ended <- a.run(ctx, []string{"test", "--watch", dir}) }()

	out.await(t, "FAIL: 0 passed, 1 failed", 1)
	messages.await(t, "Ctrl-C ends", 1)
	write("events/events.ndjson", `{"@timestamp":"2026-03-09T00:00:00Z"}`+"\n")
	out.await(t, "ok: 1 test", 1)
	messages.await(t, "Ctrl-C ends", 2)
	write("main.hcl", watched+"monitor {\n")
	messages.await(t, "Error:", 1)
	messages.await(t, "Ctrl-C ends", 3)
	write("main.hcl", watched)
	out.await(t, "ok: 1 test", 2)
	stop()
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("exit status %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Error("it did not end")
	}
}

// TestWatchOwnOutput watches a folder in which the command's own output lands.
func TestWatchOwnOutput(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(strings.Replace(watched, `"events/events.ndjson"`, `{ a = 1 }`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(dir, "out.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var messages lockedBuffer
	a := newApp(strings.NewReader(""), out, &messages, func(string) (string, bool) { return "", false })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() { ended <- a.run(ctx, []string{"test", "--watch", dir}) }()
	messages.await(t, "Ctrl-C ends", 1)
	time.Sleep(3 * settle)
	stop()
	<-ended
	if n := strings.Count(messages.text(), "Ctrl-C ends"); n != 1 {
		t.Errorf("the tests ran %d times", n)
	}
}

func TestInterruptedTests(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(strings.Replace(watched, `"events/events.ndjson"`, `{ a = 1 }`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, args := range [][]string{{"test", dir}, {"run", "login", dir, "--events", filepath.Join(dir, "main.hcl")}} {
		var out, messages lockedBuffer
		a := newApp(strings.NewReader(""), &out, &messages, func(string) (string, bool) { return "", false })
		if code := a.run(ctx, args); code != 1 || !strings.HasSuffix(messages.text(), "\nError: interrupted\n") || out.text() != "" {
			t.Errorf("%s: exit status %d, %q, %q", args[0], code, messages.text(), out.text())
		}
	}
}
