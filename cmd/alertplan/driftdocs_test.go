package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestPageOnDrift(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "drift.md")
}

func TestPageOnBackups(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "backups.md")
}

// TestPageOnMutes keeps docs/mute.md true.
func TestPageOnMutes(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "mute.md")
}

// keepRunPage keeps a page of docs true: its configuration is applied to a sandbox, its
// commands are run, and what they print is compared, but for ids and times, which
// differ from run to run.
func keepRunPage(t *testing.T, name string) {
	t.Helper()
	p := &page{dir: t.TempDir(), url: newSandbox(t), stop: func() {}}
	defer func() { p.stop() }()
	ids := &pageIDs{known: map[string]string{}}
	got := fenced.ReplaceAllStringFunc(readPage(t, name), func(whole string) string {
		block := fenced.FindStringSubmatch(whole)
		switch block[1] + block[2] {
		case "hcl file":
			p.write(t, "soc/main.hcl", block[3])
		case "sh":
			p.runBlock(t, block[3])
		case "console":
			return "```console\n" + ids.replace(p.transcript(block[3])) + "```"
		default:
			t.Errorf("a block of %q is neither run nor compared", block[1]+block[2])
		}
		return whole
	})
	keepPage(t, name, got)
}

// TestPageOnOwnership checks that what docs/ownership.md writes is valid.
func TestPageOnOwnership(t *testing.T) {
	t.Parallel()
	var blocks []string
	for _, m := range fenced.FindAllStringSubmatch(readPage(t, "ownership.md"), -1) {
		if m[1] == "hcl" {
			blocks = append(blocks, m[3])
		}
	}
	checkConfiguration(t, t.TempDir(), strings.Join(blocks, "\n"))
}

// write makes a file of the page's folder.
func (p *page) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, usualURL, p.url)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (p *page) transcript(block string) string { return transcript(block, p.shell) }

// transcript runs each "$ command" of a block, and is what a terminal then shows.
// An exit status that is not 0 is shown as a shell's prompt may show it.
func transcript(block string, shell func(command string) (string, error)) string {
	var b strings.Builder
	for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, _, _ := strings.Cut(part, "\n")
		out, err := shell(command)
		b.WriteString("$ " + command + "\n" + out)
		if err != nil {
			b.WriteString("[" + err.Error() + "]\n")
		}
	}
	return b.String()
}

// pageIDs gives ids of the server names that stay the same.
type pageIDs struct{ known map[string]string }

var (
	pageID   = regexp.MustCompile(`(?m)(\(id\s+|id = "|monitor  |(?:updated|restored|muted)\s+|\)  |^  )([A-Za-z0-9_-]{20})`) // an id may end with a dash
	pageTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z`)
	pageUTC  = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`)
	pageSize = regexp.MustCompile(`\b\d{4} B\b`) // of a file that names the version
	samples  = []string{"T6Ps_KEBmzibbaqfQLhk", "u8dB3pQBzT2o0mXnYw1e", "kQ4C3pQBzT2o0mXnfw6R", "w39E3pQBzT2o0mXnCg8b"}
)

func (ids *pageIDs) replace(text string) string {
	text = pageSize.ReplaceAllString(ids.replaceIDs(text), "2407 B")
	text = pageUTC.ReplaceAllString(text, "2026-11-21 02:14:09 UTC")
	return pageTime.ReplaceAllStringFunc(text, func(found string) string {
		if strings.Contains(found, ".") {
			return "2026-11-21T02:14:09.530Z"
		}
		return "2026-11-21T02:14:09Z"
	})
}

func (ids *pageIDs) replaceIDs(text string) string {
	return pageID.ReplaceAllStringFunc(text, func(found string) string {
		m := pageID.FindStringSubmatch(found)
		if ids.known[m[2]] == "" {
			ids.known[m[2]] = samples[len(ids.known)%len(samples)]
		}
		return m[1] + ids.known[m[2]]
	})
}

// TestPageOnCall keeps docs/on-call.md true.
func TestPageOnCall(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "on-call.md")
}
