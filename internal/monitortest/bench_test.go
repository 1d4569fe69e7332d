package monitortest_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// BenchmarkTests runs 1,000 tests of usual size: ten events, a query of four
// clauses, a condition, a message. Its floor is decoding their events and
// monitors, in the same run, in turns.
func BenchmarkTests(b *testing.B) {
	const tests = 1000
	body := []byte(login)
	m := monitor(b, login)
	var cases []monitortest.Case
	var texts [][]byte
	for i := range tests {
		var docs []*orderedjson.Object
		for j := range 10 {
			docs = append(docs, event(b, fmt.Sprintf("2020-02-07T11:5%d:00Z", j), fmt.Sprintf("user%d", i), "Success"))
		}
		for _, d := range docs {
			text, err := json.Marshal(d)
			if err != nil {
				b.Fatal(err)
			}
			texts = append(texts, text)
		}
		cases = append(cases, monitortest.Case{Monitor: m, Test: testcase.Test{Name: "t", Monitor: loginAt,
			Sources: []testcase.Source{{Documents: docs}},
			Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true), Hits: count("5"),
				Message: testcase.Text{Contains: []string{"5 logins"}}}}}})
	}
	var floors, works time.Duration
	for b.Loop() {
		began := time.Now()
		for range tests {
			decode(b, body)
		}
		for _, text := range texts {
			decode(b, text)
		}
		between := time.Now()
		report, err := monitortest.RunTests(b.Context(), cases, monitortest.Options{Workspace: "soc",
			Declared: []monitortest.Declared{{Address: loginAt, Monitor: m}}})
		if err != nil || !report.OK() {
			b.Fatal(err, report.Tests[0].Failures)
		}
		floors, works = floors+between.Sub(began), works+time.Since(between)
	}
	b.ReportMetric(float64(works)/float64(floors), "x-floor")
	b.ReportMetric(float64(works.Microseconds())/1000/float64(b.N), "ms-work")
	b.ReportMetric(float64(floors.Microseconds())/1000/float64(b.N), "ms-floor")
	b.ReportMetric(0, "ns/op") // of both together: it says nothing
}

func decode(b *testing.B, text []byte) {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		b.Fatal(err)
	}
}
