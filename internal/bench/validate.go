package main

import (
	"fmt"
	"time"
)

// linear is how many times as much of the processor's time, and of memory, as at 1,000
// a monitor may take in a larger configuration. Exactly one would be linear; the rest
// is room for what else a machine does.
const linear = 1.25

// validation is a configuration to check, and what that took.
type validation struct {
	name     string
	monitors int
	files    int
	dir      string
	took     []time.Duration
	cpu      []time.Duration
	peak     int64
}

// each is what a monitor takes of the processor's time, in seconds.
func (v validation) each() float64 { return seconds(v.cpu).median / float64(v.monitors) }

// validate measures how validate grows with the configuration, and where its time
// goes.
func (b *bench) validate() error {
	all := []*validation{
		{name: "validate 100 monitors", monitors: 100},
		{name: "validate 1,000 monitors", monitors: 1000},
		{name: "validate 3,000 monitors", monitors: 3000},
	}
	if !b.quick {
		all = append(all[:2],
			&validation{name: "validate 10,000 monitors in one file", monitors: 10_000},
			&validation{name: "validate 10,000 monitors in 100 files", monitors: 10_000, files: 100})
	}
	for _, v := range all {
		var err error
		v.dir, err = b.write(fmt.Sprintf("validate%d-%d", v.monitors, v.files), configuration{workspace: "bench", monitors: v.monitors, files: v.files, size: 1})
		if err != nil {
			return err
		}
	}
	for range b.rounds(5, 3) {
		for _, v := range all {
			b.doing("%s", v.name)
			r, err := b.alertplan("", "validate", v.dir)
			if err != nil {
				return err
			}
			v.took, v.cpu, v.peak = append(v.took, r.took), append(v.cpu, r.cpu), max(v.peak, r.peak)
		}
	}
	for _, v := range all {
		b.addValidation(v, all[1])
	}
	_, err := b.whereItGoes("validate of 1,000", "", "validate", all[1].dir)
	return err
}

// addValidation adds the lines of one configuration, held to one of 1,000 monitors
// where it is larger.
func (b *bench) addValidation(v, thousand *validation) {
	l := line{
		name: v.name, took: took(seconds(v.took).median), cpu: took(seconds(v.cpu).median), memory: megabytes(v.peak),
		floor: took(v.each()) + " of processor a monitor",
	}
	if v.monitors <= 1000 {
		b.add(l)
		return
	}
	growth := spreadOf(v.cpu, func(d time.Duration) float64 { return d.Seconds() / float64(v.monitors) / thousand.each() })
	l.floor += ", at 1,000: " + took(thousand.each())
	l.ratio, l.limit = growth.String(), atMost(growth.median, linear)
	b.add(l)
	memory := float64(v.peak) / float64(v.monitors) / (float64(thousand.peak) / 1000)
	b.add(line{
		name: "  its memory", ratio: fmt.Sprintf("%.2f", memory), limit: atMost(memory, linear), memory: megabytes(v.peak),
		floor: fmt.Sprintf("%d KB a monitor, at 1,000: %d KB", v.peak/int64(v.monitors)/1000, thousand.peak/1000/1000),
	})
}
