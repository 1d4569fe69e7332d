package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// command is the binary under test as another process: this test binary, under
// the name that makes it alertplan (see TestMain).
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "alertplan")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), link, args...)
	c.Stderr = os.Stderr
	return c
}

// The sandbox prints its URL once it answers, and stops cleanly.
func TestSandboxStopsOnSignals(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c := command(t, "sandbox", "--listen", "127.0.0.1:0")
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatalf("no URL: %v", err)
		}
		answer, err := http.Get(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("the sandbox printed its URL, but does not answer: %v", err)
		}
		answer.Body.Close()
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("after %v: %v", signal, err)
		}
	}
}

func TestSandboxSaysWhyItCannotStart(t *testing.T) {
	for _, args := range [][]string{{"sandbox", "--listen", "nowhere:x"}, {"sandbox", "--dialect", "opensearch-9"}} {
		c := command(t, args...)
		c.Stderr = nil
		if text, err := c.CombinedOutput(); err == nil || !strings.HasPrefix(string(text), "Error: ") {
			t.Errorf("%v: %v %s", args, err, text)
		}
	}
}

// messages --follow prints what comes while it runs, and stops cleanly.
func TestMessagesAreFollowed(t *testing.T) {
	url := newSandbox(t)
	for _, format := range []string{"human", "json"} {
		c := command(t, "sandbox", "messages", "--follow", "--url", url, "--format", format)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		topic := `{"config_id": "topic", "config": {"name": "Topic", "config_type": "sns", "is_enabled": true, "sns": {"topic_arn": "arn:aws:sns:eu-west-1:123456789012:t"}}}`
		for _, request := range [][2]string{{"/_plugins/_notifications/configs", topic}, {"/_plugins/_notifications/feature/test/topic", ""}} {
			answer, err := http.Post(url+request[0], "application/json", strings.NewReader(request[1]))
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
		}
		lines, found := bufio.NewReader(out), false
		for !found {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			found = strings.Contains(line, "Test message content body for config id topic")
		}
		if err := c.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
}
