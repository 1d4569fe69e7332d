package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// goBenchmark is a benchmark beside the code, of what has no command of its own. It
// tells its floor, measured in the same run, in turns.
type goBenchmark struct {
	line   string
	pkg    string
	name   string
	env    []string
	work   string // the metric that says how long the work took, in ms
	floor  string // that of the floor
	beside string // what the floor is
	memory string // the metric of memory, in MiB; "": none
	most   float64
}

var goBenchmarkList = []goBenchmark{
	{
		line: "1,000 unit tests of monitors", pkg: "./internal/monitortest", name: "^BenchmarkTests$",
		work: "ms-work", floor: "ms-floor", beside: "decode their events and monitors",
	},
	{
		line: "100,000 events through 14 queries", pkg: "./internal/evaluate/stream", name: "^BenchmarkCIS$", env: []string{"ALERTPLAN_BENCH_EVENTS=100000"},
		work: "ms-work", floor: "ms-floor", beside: "decode them with encoding/json", memory: "peak-MiB", most: 1,
	},
	{
		line: "1,000,000 events through 14 queries", pkg: "./internal/evaluate/stream", name: "^BenchmarkCIS$", env: []string{"ALERTPLAN_BENCH_EVENTS=1000000"},
		work: "ms-work", floor: "ms-floor", beside: "decode them with encoding/json", memory: "peak-MiB", most: 1,
	},
	{
		line: "load 1,000 monitors, in the process", pkg: "./cmd/alertplan", name: "^BenchmarkLoad$",
		work: "ms-work", floor: "ms-floor", beside: "parse the HCL",
	},
}

// goBenchmarks runs them, and makes lines of what they tell.
func (b *bench) goBenchmarks() error {
	if b.quick {
		b.note("Unit tests and streams of events were left out (BENCH=quick).")
		return nil
	}
	for _, g := range goBenchmarkList {
		b.doing("%s", g.line)
		count := 5
		if strings.HasPrefix(g.line, "1,000,000") {
			count = 2
		}
		c := exec.CommandContext(b.ctx, "go", "test", "-trimpath", "-run", "^$", "-bench", g.name, "-benchtime", "1x", "-count", strconv.Itoa(count), g.pkg)
		c.Env = append(b.environment(), g.env...)
		out, err := c.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", g.name, err, tail(string(out)))
		}
		l, err := g.read(out)
		if err != nil {
			return err
		}
		b.add(l)
	}
	return nil
}

// read makes a line of what a benchmark printed.
func (g goBenchmark) read(out []byte) (line, error) {
	var works, floors []time.Duration
	memory := 0.0
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		m := metrics(lines.Text())
		if m[g.work] == 0 || m[g.floor] == 0 {
			continue
		}
		works = append(works, time.Duration(m[g.work]*float64(time.Millisecond)))
		floors = append(floors, time.Duration(m[g.floor]*float64(time.Millisecond)))
		memory = max(memory, m[g.memory])
	}
	if len(works) == 0 {
		return line{}, fmt.Errorf("%s has told nothing: %s", g.name, tail(string(out)))
	}
	r := ratios(works, floors)
	l := line{name: g.line, took: took(seconds(works).median), floor: fmt.Sprintf("%s %s", g.beside, took(seconds(floors).median)), ratio: r.String()}
	if g.most > 0 {
		l.limit = atMost(r.median, g.most)
	}
	if memory > 0 {
		l.memory = megabytes(int64(memory * (1 << 20)))
	}
	return l, nil
}

// metrics are the numbers of a benchmark's line by their units.
func metrics(text string) map[string]float64 {
	m := map[string]float64{}
	fields := strings.Fields(text)
	if len(fields) == 0 || !strings.HasPrefix(fields[0], "Benchmark") {
		return m
	}
	for i := 2; i+1 < len(fields); i += 2 {
		if n, err := strconv.ParseFloat(fields[i], 64); err == nil {
			m[fields[i+1]] = n
		}
	}
	return m
}
