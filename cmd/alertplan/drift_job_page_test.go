package main

import (
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/driftjob/metrics"
)

// usualScrapes is where a job listens in what people read.
const usualScrapes = "127.0.0.1:9090"

// TestPageOnDriftJob runs what docs/drift-job.md shows, and keeps its table of metrics.
func TestPageOnDriftJob(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := listener.Addr().String()
	listener.Close()
	p := &page{dir: t.TempDir(), url: newSandbox(t), stop: func() {}}
	t.Cleanup(func() { _, _ = p.shell("test ! -f drift.pid || kill $(cat drift.pid) 2>/dev/null || true") })
	ids := &pageIDs{known: map[string]string{}}
	text := regexp.MustCompile(`(?s)(<!-- metrics -->\n).*?(<!-- end -->)`).ReplaceAllString(readPage(t, "drift-job.md"), "${1}"+tableOfMetrics(t)+"${2}")
	got := fenced.ReplaceAllStringFunc(text, func(whole string) string {
		block := fenced.FindStringSubmatch(whole)
		script := strings.ReplaceAll(block[3], usualScrapes, free)
		switch block[1] + block[2] {
		case "hcl file":
			p.write(t, "soc/main.hcl", script)
		case "sh":
			p.runBlock(t, script)
		case "console":
			return "```console\n" + ids.replace(strings.ReplaceAll(p.transcript(script), free, usualScrapes)) + "```"
		default:
			t.Errorf("a block of %q is neither run nor compared", block[1]+block[2])
		}
		return whole
	})
	keepPage(t, "drift-job.md", got)
}

// tableOfMetrics is what a registry says of itself.
func tableOfMetrics(t *testing.T) string {
	m := metrics.New("v1", time.Minute)
	m.Looked(driftjob.Run{Look: driftjob.Look{Outcome: driftjob.Drift, Workspace: "soc"}, Begun: time.Now()})
	families, err := m.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| metric | type | labels | |\n|---|---|---|---|\n")
	for _, f := range families {
		if !strings.HasPrefix(f.GetName(), "alertplan_") {
			continue
		}
		var labels []string
		for _, l := range f.GetMetric()[0].GetLabel() {
			labels = append(labels, "`"+l.GetName()+"`")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.GetName(), strings.ToLower(f.GetType().String()), strings.Join(labels, ", "), f.GetHelp())
	}
	return b.String()
}
