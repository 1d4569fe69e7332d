package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fenced is a block of code in Markdown: its words, and its text.
var fenced = regexp.MustCompile("(?ms)^```([a-z]+)([a-z ]*)\n(.*?)^```$")

// usualURL is where the sandbox listens in what people read; usualSecureURL, where
// it has users.
const (
	usualURL       = "http://127.0.0.1:9200"
	usualSecureURL = "https://127.0.0.1:9200"
)

// page is a text for people whose blocks are run, one after the other, in a folder
// that has the examples.
type page struct {
	dir string
	// url is that of the sandbox which stands for usualURL: one of ours, until the
	// page starts another itself.
	url  string
	stop func()
}

// runPage runs and compares the blocks of a page, and returns its configuration.
func runPage(t *testing.T, path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{dir: t.TempDir(), url: newSandbox(t), stop: func() {}}
	defer func() { p.stop() }()
	if err := os.CopyFS(filepath.Join(p.dir, "examples"), os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		switch m[1] {
		case "hcl":
			blocks = append(blocks, m[3])
		case "sh":
			t.Run("sh", func(t *testing.T) { p.runBlock(t, m[3]) })
		case "console":
			t.Run("console", func(t *testing.T) { p.compareBlock(t, m[3]) })
		default:
			t.Errorf("a block of %q is neither run nor compared", m[1])
		}
	}
	return strings.Join(blocks, "\n")
}

// checkConfiguration lets what a page shows be laid out as fmt does and be valid.
// It may name files that are in dir.
func checkConfiguration(t *testing.T, dir, configuration string) {
	if err := os.WriteFile(filepath.Join(dir, "page.hcl"), []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "fmt", "--check", "--diff", dir)
	if got := run(t, "validate", dir); strings.Contains(got, "Warning") {
		t.Error(got)
	}
}

// runBlock runs a block: targets of make are only looked up, and a sandbox that it
// starts goes on in the background.
func (p *page) runBlock(t *testing.T, block string) {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", "")) {
		command := strings.TrimSpace(line)
		if target, ok := strings.CutPrefix(command, "make "); ok {
			checkTarget(t, target)
			continue
		}
		if strings.HasPrefix(command, "alertplan sandbox") && !strings.HasPrefix(command, "alertplan sandbox messages") {
			p.start(t, command)
			continue
		}
		lines = append(lines, line)
	}
	if script := strings.Join(lines, ""); strings.TrimSpace(script) != "" {
		if out, err := p.shell(script); err != nil {
			t.Errorf("%s\n%v\n%s", block, err, out)
		}
	}
}

func checkTarget(t *testing.T, target string) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(target, " ")
	if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + `:`).Match(makefile) {
		t.Errorf("the Makefile has no target %s", name)
	}
}

// start starts a sandbox in the place of the one before, on a port that is free.
func (p *page) start(t *testing.T, command string) {
	t.Helper()
	p.stop()
	c := exec.Command("sh", "-e", "-c", "exec "+command+" --listen 127.0.0.1:0")
	c.Dir, c.Env, c.Stderr = p.dir, bareEnvironment(), os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.stop = func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%s: prints no URL: %v", command, err)
	}
	p.url = strings.TrimSpace(line)
	go func() { _, _ = io.Copy(io.Discard, out) }()
}

// compareBlock runs each "$ command" and compares what it prints with the lines
// below it.
func (p *page) compareBlock(t *testing.T, block string) {
	for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, want, _ := strings.Cut(part, "\n")
		out, err := p.shell(command)
		if err != nil {
			t.Errorf("%s: %v", command, err)
		}
		if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(out)); diff != "" {
			t.Errorf("%s (-page +got):\n%s", command, diff)
		}
	}
}

// shell runs a script in the page's folder; alertplan is the one under test.
func (p *page) shell(script string) (string, error) {
	usual := usualURL
	if strings.HasPrefix(p.url, "https:") {
		usual = usualSecureURL
	}
	c := exec.Command("sh", "-e", "-c", strings.ReplaceAll(script, usual, p.url))
	c.Dir, c.Env = p.dir, append(bareEnvironment(), "XDG_STATE_HOME="+filepath.Join(p.dir, ".state"))
	out, err := c.CombinedOutput()
	return strings.ReplaceAll(string(out), p.url, usual), err
}
