package sandbox_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

// TestReplayTable keeps the table of docs/sandbox.md true: the recorded
// conversations and, by the lists that TestTranscripts holds to, how the sandbox
// answers them. TestSecureTranscripts has no list: there all are equal.
func TestReplayTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("| recorded on | played by | conversations | equal | equal but for words | different |\n|---|---|---|---|---|---|\n")
	for _, g := range generations {
		files, err := g.transcripts()
		if err != nil {
			t.Fatal(err)
		}
		n := map[replay.Level]int{replay.Equal: len(files)}
		for _, l := range readList(t, g) {
			n[replay.Equal]--
			n[l.level]++
		}
		recorded := "OpenSearch " + g.version
		if g.rewrite != nil {
			recorded = "OpenSearch " + g.recorded + ", under Open Distro's routes and settings"
		}
		row(&b, recorded, "`--dialect "+g.dialect+"`", len(files), n)
	}
	secure, err := filepath.Glob("testdata/transcripts/2.19.4-secure/*.json")
	if err != nil {
		t.Fatal(err)
	}
	row(&b, "OpenSearch 2.19.4 with the security plugin", "`--users FILE`", len(secure), map[replay.Level]int{replay.Equal: len(secure)})

	const page, begin, end = "../../docs/sandbox.md", "<!-- conversations -->\n", "<!-- /conversations -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	table, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the table", page)
	}
	if *update {
		if err := os.WriteFile(page, []byte(before+begin+b.String()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(table, b.String()); diff != "" {
		t.Errorf("%s is out of date, -update rewrites it (-page +now):\n%s", page, diff)
	}
}

func row(b *strings.Builder, recorded, played string, all int, n map[replay.Level]int) {
	fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d |\n", recorded, played, all, n[replay.Equal], n[replay.Reason], n[replay.Different])
}
