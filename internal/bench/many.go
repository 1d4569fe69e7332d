package main

import (
	"fmt"
	"strings"
)

// many plans more monitors than a search may return at once
// (index.max_result_window, 10,000).
func (b *bench) many() error {
	const n = 12_000
	if b.quick {
		b.note("12,000 monitors were left out (BENCH=quick).")
		return nil
	}
	if b.room < n {
		b.note("12,000 monitors were left out: the cluster has room for %d more (%s).", b.room, limitOfMonitors)
		return nil
	}
	s, err := b.server("plain")
	if err != nil {
		return err
	}
	if err := b.clear(s); err != nil {
		return err
	}
	dir, err := b.write("many", configuration{workspace: b.workspace("many"), monitors: n, files: 12, channels: 1200, size: 1})
	if err != nil {
		return err
	}
	b.doing("apply of 12,000 monitors")
	s.gauge.since()
	made, err := b.applyTo(s, dir, append(b.withoutPreflight(), "--parallelism", "16")...)
	if err != nil {
		return err
	}
	c := countOf(s.gauge.since())
	b.add(line{
		name: "apply of 12,000 new monitors", took: took(made.took.Seconds()), cpu: took(made.cpu.Seconds()), ratio: fmt.Sprint(c.monitors), limit: exactly(c.monitors, n),
		requests: c.String(), memory: megabytes(made.peak),
	})
	times, err := b.planRounds(s, dir, 2)
	if err != nil {
		return err
	}
	b.add(times.line("plan of 12,000 unchanged monitors"))
	return b.readOnce(s, dir, n)
}

// readOnce counts the monitors on the pages that a plan reads.
func (b *bench) readOnce(s *server, dir string, n int) error {
	r, err := b.alertplan(s.gauge.URL, "plan", dir)
	if err != nil {
		return err
	}
	pages := 0
	for _, passed := range s.gauge.since() {
		if strings.Contains(passed.URI, "/monitors/_search") {
			pages++
		}
	}
	b.add(line{name: "  pages of monitors that it reads", ratio: fmt.Sprint(pages), limit: exactly(pages, (n+999)/1000), memory: megabytes(r.peak)})
	return nil
}
