package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fenced is a block of code in Markdown: its words, and its text.
var fenced = regexp.MustCompile("(?ms)^```([a-z]+)([a-z ]*)\n(.*?)^```$")

// usualURL is where the sandbox listens in what people read.
const usualURL = "http://127.0.0.1:9200"

// TestREADME does what the README says: commands are run, output that it shows is
// compared, and its configuration is valid.
func TestREADME(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	checkConfiguration(t, dir, runPage(t, "../../README.md"))
}

// TestPageOnTests does the same for docs/tests.md, whose blocks stand in the
// example's directory.
func TestPageOnTests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../examples/console-login")); err != nil {
		t.Fatal(err)
	}
	checkConfiguration(t, dir, runPage(t, "../../docs/tests.md"))
}

// TestPageOnCompose does the same for the guide beside examples/compose.yaml, on a
// sandbox in place of its containers.
func TestPageOnCompose(t *testing.T) {
	t.Parallel()
	runPage(t, "../../examples/compose.md")
}

// runPage runs and compares the blocks of a page, one after the other on one
// sandbox, and returns its configuration.
func runPage(t *testing.T, page string) string {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	url := newSandbox(t)
	var blocks []string
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		switch m[1] {
		case "hcl":
			blocks = append(blocks, m[3])
		case "sh":
			t.Run("sh", func(t *testing.T) { runBlock(t, url, m[3]) })
		case "console":
			t.Run("console", func(t *testing.T) { compareBlock(t, url, m[3]) })
		default:
			t.Errorf("a block of %q is neither run nor compared", m[1])
		}
	}
	return strings.Join(blocks, "\n")
}

func checkConfiguration(t *testing.T, dir, configuration string) {
	if err := os.WriteFile(filepath.Join(dir, "page.hcl"), []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "fmt", "--check", "--diff", dir)
	if got := run(t, "validate", dir); strings.Contains(got, "Warning") {
		t.Error(got)
	}
}

// runBlock runs a block as one script, on a sandbox of its own. What make does
// is not run, since the tests are part of it; the targets must be there.
func runBlock(t *testing.T, url, block string) {
	var lines []string
	for line := range strings.Lines(block) {
		if target, ok := strings.CutPrefix(strings.TrimSpace(line), "make "); ok {
			checkTarget(t, target)
			continue
		}
		lines = append(lines, line)
	}
	if script := strings.Join(lines, ""); strings.TrimSpace(script) != "" {
		script = strings.ReplaceAll(script, usualURL, url)
		if out, err := shell(script); err != nil {
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

// compareBlock runs each "$ command" and compares what it prints with the lines
// below it.
func compareBlock(t *testing.T, url, block string) {
	for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, want, _ := strings.Cut(part, "\n")
		out, err := shell(strings.ReplaceAll(command, usualURL, url))
		if err != nil {
			t.Errorf("%s: %v", command, err)
		}
		got := strings.ReplaceAll(strings.TrimSpace(out), url, usualURL)
		if diff := cmp.Diff(strings.TrimSpace(want), got); diff != "" {
			t.Errorf("%s (-page +got):\n%s", command, diff)
		}
	}
}

// shell runs a script in the root of the repository; alertplan is the one under
// test.
func shell(script string) (string, error) {
	c := exec.Command("sh", "-e", "-c", script)
	c.Dir = "../.."
	c.Env = bareEnvironment()
	out, err := c.CombinedOutput()
	return string(out), err
}
