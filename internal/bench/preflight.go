package main

import (
	"fmt"
	"strings"
)

// noPreflight is the flag that leaves the dry runs of new and changed monitors out.
const noPreflight = "--no-preflight"

// withoutPreflight is that flag, where the binary has it: what is measured are the
// writes.
func (b *bench) withoutPreflight() []string {
	if b.preflight == nil {
		said, err := b.alertplan("", "apply", "--help")
		has := err == nil && strings.Contains(said.out, noPreflight)
		b.preflight = &has
		if has {
			b.note("Applies are without preflight (%s), except where a line says otherwise.", noPreflight)
		}
	}
	if *b.preflight {
		return []string{noPreflight}
	}
	return nil
}

// preflighted measures a plan with its dry runs, where the binary has them.
func (b *bench) preflighted(s *server, dir string, n int, what string) error {
	if len(b.withoutPreflight()) == 0 {
		return nil
	}
	s.gauge.since()
	bare, err := b.alertplan(s.gauge.URL, "plan", noPreflight, dir)
	if err != nil {
		return err
	}
	without := len(s.gauge.since())
	r, err := b.alertplan(s.gauge.URL, "plan", dir)
	if err != nil {
		return err
	}
	b.add(line{
		name: fmt.Sprintf("plan of %d %s, with preflight", n, what), took: took(r.took.Seconds()), cpu: took(r.cpu.Seconds()),
		floor:    fmt.Sprintf("without: %s, %d requests", took(bare.took.Seconds()), without),
		requests: fmt.Sprint(len(s.gauge.since())), memory: megabytes(r.peak),
	})
	return nil
}
