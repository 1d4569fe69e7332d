package main

import "fmt"

// busyEnough is which share of the write phase as many writes are under way as may be.
const busyEnough = 0.95

// bareRounds has a bare loop send the writes of two applies, the creates and the updates,
// as many at once as alertplan does: what can be used of the write phase at all, between
// a server and a loop that share a machine.
func (b *bench) bareRounds(s *server, rounds [2]applied) (bare [2]phase, err error) {
	if err := b.clear(s); err != nil {
		return bare, err
	}
	b.doing("the same writes in a bare loop")
	s.gauge.since()
	_, err = b.send("write", errand{
		Target: s.gauge.URL, Parallelism: parallelism,
		Requests: monitorWrites(rounds[0].requests), Updates: monitorWrites(rounds[1].requests),
	})
	passed := s.gauge.since()
	return [2]phase{phaseOf(passed, parallelism, writesMonitor("POST")), phaseOf(passed, parallelism, writesMonitor("PUT"))}, err
}

func monitorWrites(requests []request) (writes []request) {
	for _, r := range requests {
		if r.writes() && r.aboutMonitor() {
			writes = append(writes, r)
		}
	}
	return writes
}

func (b *bench) addWritePhase(ours, bare phase) {
	b.add(line{
		name: fmt.Sprintf("  write phase: share of %d in flight that is used", parallelism), took: took(ours.took.Seconds()),
		floor: fmt.Sprintf("bare loop: %.3f", bare.busy),
		ratio: fmt.Sprintf("%.3f", ours.busy), limit: atLeast(ours.busy, busyEnough),
	})
	b.add(line{
		name:  fmt.Sprintf("  all %d in flight, share of its time", parallelism),
		floor: fmt.Sprintf("bare loop: %.3f", bare.full),
		ratio: fmt.Sprintf("%.3f", ours.full),
	})
}
