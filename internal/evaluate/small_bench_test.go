package evaluate_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// BenchmarkSmallRuns does what a thousand unit tests do: each reads thirty events,
// indexes them and runs a monitor with a condition and a message. A thousand are to
// take less than two seconds.
func BenchmarkSmallRuns(b *testing.B) {
	lines, template := smallEvents(b)
	body := benchMonitor(b)
	end := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		for i := range 1000 {
			first := i * 7 % max(len(lines)-30, 1)
			text := bytes.Join(lines[first:min(first+30, len(lines))], nil)
			list, err := events.New("f", bytes.NewReader(text), events.Options{}).All()
			if err != nil {
				b.Fatal(err)
			}
			store := index.NewStore(time.Now)
			if template != nil {
				if err := store.PutTemplate("t", template); err != nil {
					b.Fatal(err)
				}
			}
			for _, d := range list {
				if _, err := store.Write(index.Write{Index: events.DailyIndex("cwl-*", d.Source), ID: d.ID, Source: d.Source}); err != nil {
					b.Fatal(err)
				}
			}
			r, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Version: 1, Body: body}, Store: store, PeriodStart: end.AddDate(0, 0, -1), PeriodEnd: end, Now: end})
			if err != nil || r.InputFailed {
				b.Fatal(err, r.InputError)
			}
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/1000-tests")
}

// smallEvents are the corpus's real events under its template, or those of
// testdata.
func smallEvents(b *testing.B) (lines [][]byte, template *orderedjson.Object) {
	b.Helper()
	path := filepath.Join("testdata", "data", "logins.ndjson")
	if corpus := os.Getenv("ALERTPLAN_TEST_CORPUS"); corpus != "" {
		path = filepath.Join(corpus, "cloudtrail", "stratus.ndjson")
		text, err := os.ReadFile(filepath.Join(corpus, "cis", "cwl-template.json"))
		if err != nil {
			b.Fatal(err)
		}
		v, err := orderedjson.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		template = v.(*orderedjson.Object)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		lines = append(lines, line)
	}
	return lines, template
}

func benchMonitor(b *testing.B) *orderedjson.Object {
	b.Helper()
	text := fmt.Sprintf(`{"name":"m","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},
		"inputs":[{"search":{"indices":["cwl-*"],"query":{"size":10,"query":{"bool":{"filter":[
			{"range":{"@timestamp":{"gte":"{{period_end}}||-%dy","lte":"{{period_end}}","format":"epoch_millis"}}},
			{"terms":{"eventSource.keyword":["ec2.amazonaws.com","signin.amazonaws.com"]}}]}}}}}],
		"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"return ctx.results[0].hits.total.value > 0","lang":"painless"}},
		"actions":[{"id":"a","name":"a","destination_id":"d","subject_template":{"source":"{{ctx.monitor.name}}"},
		"message_template":{"source":"{{ctx.results.0.hits.total.value}} by{{#ctx.results.0.hits.hits}} {{_source.userIdentity.arn}}{{/ctx.results.0.hits.hits}}"}}]}}]}`, 10)
	v, err := orderedjson.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		b.Fatal(err)
	}
	return v.(*orderedjson.Object)
}
