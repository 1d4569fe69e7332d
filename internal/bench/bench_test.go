package main

import (
	"testing"
	"time"
)

func TestHowBusyAServerIs(t *testing.T) {
	t0 := time.Unix(0, 0)
	at := func(from, to int) request {
		return request{Method: "POST", URI: "/_plugins/_alerting/monitors", began: t0.Add(time.Duration(from) * time.Second), ended: t0.Add(time.Duration(to) * time.Second)}
	}
	tests := []struct {
		name       string
		requests   []request
		busy, full float64
	}{
		{"always two", []request{at(0, 4), at(0, 2), at(2, 4)}, 1, 1},
		{"one alone", []request{at(0, 4)}, 0.5, 0},
		{"two for half of it", []request{at(0, 4), at(2, 4)}, 0.75, 0.5},
		{"more than may be", []request{at(0, 4), at(0, 4), at(0, 4)}, 1, 1},
		{"a pause", []request{at(0, 1), at(0, 1), at(3, 4), at(3, 4)}, 0.5, 0.5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := phaseOf(test.requests, 2, request.writes)
			if p.busy != test.busy || p.full != test.full || p.took != 4*time.Second {
				t.Errorf("busy %v, full %v in %v; want %v and %v", p.busy, p.full, p.took, test.busy, test.full)
			}
		})
	}
}

func TestReadsAreNoWrites(t *testing.T) {
	for r, want := range map[*request]bool{
		{Method: "GET", URI: "/"}:                                                  false,
		{Method: "POST", URI: "/_plugins/_alerting/monitors/_search"}:              false,
		{Method: "POST", URI: "/_plugins/_alerting/monitors/_execute?dryrun=true"}: false,
		{Method: "POST", URI: "/_plugins/_alerting/monitors"}:                      true,
		{Method: "DELETE", URI: "/_plugins/_notifications/configs/x"}:              true,
	} {
		if r.writes() != want {
			t.Errorf("%s %s writes: %v", r.Method, r.URI, !want)
		}
	}
}

func TestSpread(t *testing.T) {
	number := func(n float64) float64 { return n }
	for want, samples := range map[string][]float64{
		"2.00 (1.00..3.00)": {3, 1, 2},
		"1.50 (1.00..2.00)": {2, 1},
		"4.00 (4.00..4.00)": {4},
	} {
		if got := spreadOf(samples, number).String(); got != want {
			t.Errorf("%v: %s, want %s", samples, got, want)
		}
	}
}

func TestAProfileIsAttributed(t *testing.T) {
	spent, total := attribute([]byte(`File: alertplan
Type: cpu
Duration: 2s, Total samples = 60ms
-----------+-------------------------------------------------------
      10ms   runtime.memmove
             github.com/hashicorp/hcl/v2/hclsyntax.ParseConfig
             github.com/alertplan/alertplan/schema.Load
-----------+-------------------------------------------------------
     1.02s   runtime.mallocgc
             github.com/alertplan/alertplan/schema.(*monitorBlock).askServer
             github.com/alertplan/alertplan/schema.Load
-----------+-------------------------------------------------------
      20ms   runtime.scanobject
             runtime.gcBgMarkWorker
-----------+-------------------------------------------------------
`))
	want := map[string]time.Duration{"parse HCL": 10 * time.Millisecond, "held to the server's parser": 1020 * time.Millisecond, "collecting garbage": 20 * time.Millisecond}
	for name, d := range want {
		if spent[name] != d {
			t.Errorf("%s: %v, want %v", name, spent[name], d)
		}
	}
	if total != 1050*time.Millisecond || len(spent) != len(want) {
		t.Errorf("total %v of %v", total, spent)
	}
}

func TestABenchmarkIsRead(t *testing.T) {
	g := goBenchmark{line: "x", work: "ms-work", floor: "ms-floor", beside: "y", memory: "peak-MiB", most: 1}
	l, err := g.read([]byte(`goos: linux
BenchmarkCIS-2   	       1	  30.5 MB/s	 100000 events	 20.0 ms-floor	 40.0 ms-work	 50.0 peak-MiB	 2.0 x-floor
PASS
`))
	if err != nil || l.ratio != "2.00 (2.00..2.00)" || l.limit.String() != "over: 2.00 > 1" || l.memory != "52 MB" {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := g.read([]byte("PASS\n")); err == nil {
		t.Error("a benchmark that told nothing is taken")
	}
}
