package main

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestMorning .

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// build builds the binary, once for all tests.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "alertplan-demo-test-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "alertplan")
	c := exec.Command("go", "build", "-o", binary, "./cmd/alertplan")
	c.Dir, c.Stderr = filepath.Join("..", ".."), os.Stderr
	return binary, c.Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binary, err := build(); err == nil {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// atRoot lets a test stand where the demo is run, and returns the binary.
func atRoot(t *testing.T, url string) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join("..", ".."))
	t.Setenv("ALERTPLAN_URL", url)
	t.Setenv("ALERTPLAN_CA_FILE", "")
	return binary
}

// changing are texts that differ from run to run, with what stands in their place.
var changing = []struct {
	text *regexp.Regexp
	as   string
}{
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), "http://127.0.0.1:9200"},
	{regexp.MustCompile(`\(id [A-Za-z0-9_-]{20}\)`), "(id ID)"},
	{regexp.MustCompile(`(?m)^(\d\d:\d\d):\d\d  sent`), "${1}:00  sent"},
	{regexp.MustCompile(`(until [0-9-]+T\d\d:\d\d):[0-9.]+Z`), "${1}:00Z"},
}

// transcript is the block in docs/demo.md.
var transcript = regexp.MustCompile("(?ms)^```text\n(.*?)^```$")

// TestMorning keeps docs/demo.md true: it is what the demo prints.
func TestMorning(t *testing.T) {
	binary := atRoot(t, "")
	var out bytes.Buffer
	if err := run(t.Context(), &screen{out: &out}, binary); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	got := out.String()
	for _, c := range changing {
		got = c.text.ReplaceAllString(got, c.as)
	}
	got = sorted(got)
	checkSize(t, got)
	const page = "docs/demo.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("ALERTPLAN_TEST_UPDATE") != "" {
		text = transcript.ReplaceAllLiteral(text, []byte("```text\n"+got+"```"))
		if err := os.WriteFile(page, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	block := transcript.FindSubmatch(text)
	if block == nil {
		t.Fatalf("there is no transcript in %s", page)
	}
	if diff := cmp.Diff(string(block[1]), got); diff != "" {
		t.Errorf("%s (- written, + shown; ALERTPLAN_TEST_UPDATE=1 rewrites it):\n%s", page, diff)
	}
}

// sorted puts in order what alertplan did at the same time.
func sorted(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		end := i
		for end < len(lines) && strings.HasPrefix(lines[end], "✓ monitor.") {
			end++
		}
		slices.Sort(lines[i:end])
		i = max(i, end-1)
	}
	return strings.Join(lines, "")
}

// checkSize holds each step to a screen.
func checkSize(t *testing.T, text string) {
	t.Helper()
	for _, step := range strings.Split(text, "\n── ") {
		lines := strings.Split(strings.TrimSpace(step), "\n")
		if len(lines) > 24 {
			t.Errorf("a step of %d lines: %s", len(lines), lines[0])
		}
		for _, l := range lines {
			if n := len([]rune(l)); n > width {
				t.Errorf("a line of %d characters: %s", n, l)
			}
		}
	}
}

// A cluster of the user's is left as it was, apart from its history of alerts.
func TestOnCluster(t *testing.T) {
	binary := atRoot(t, "")
	sandbox := exec.Command(binary, "sandbox", "--listen", "127.0.0.1:0")
	stdout, err := sandbox.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // a context would only ask it to end when nobody waits any more
		if err := sandbox.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		_ = sandbox.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(line)
	t.Setenv("ALERTPLAN_URL", url)
	var out bytes.Buffer
	if err := run(t.Context(), &screen{out: &out}, binary); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	for _, words := range []string{"1 console login(s) until 2024-08-02T09:05:00Z", "is ACTIVE", "enabled = false -> true", "No changes.", "Destroy complete"} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("it does not say %q:\n%s", words, out.Bytes())
		}
	}
	for path, none := range map[string]string{"/_cat/indices/cwl-*": "", "/_index_template/" + workspace + "*": `{"index_templates":[]}`} {
		answer, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || strings.TrimSpace(string(text)) != none {
			t.Errorf("%s is left with %s %v", path, text, err)
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"short":                "short",
		"  a word and another": "  a word and\n    another",
		"0123456789abcdef":     "0123456789ab\n  cdef",
		"":                     "",
	} {
		if got := strings.Join(wrap(text, 12), "\n"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// On a terminal what alertplan prints is coloured, and the rest stays readable.
func TestColours(t *testing.T) {
	var out bytes.Buffer
	s := &screen{out: &out, coloured: true}
	s.show("  ~ a\n✓ b\nplain")
	if got, want := out.String(), "\x1b[33m  ~ a\x1b[0m\n\x1b[32m✓ b\x1b[0m\nplain\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
