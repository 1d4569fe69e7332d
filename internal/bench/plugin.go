package main

import (
	"bytes"
	"fmt"
	"regexp"
)

// A query of a plugin that alertplan doesn't know is written twice: the second time
// with how the server stores it (plan/stored.go). No sandbox has such a plugin, so the
// gauge plays one: it knows a query moonphase, and prints it in capitals.
var (
	plugged   = regexp.MustCompile(`"moonphase":\{"phase":"([a-z]+)"\}`)
	unplugged = regexp.MustCompile(`"term":\{"moonphase":\{"value":"([a-z]+)","boost":1\.0\}\}`)
)

// standIn is what the sandbox gets for the plugin's query.
func standIn(body []byte) []byte {
	return plugged.ReplaceAll(body, []byte(`"term":{"moonphase":"$1"}`))
}

// pluginPrints is what the plugin would have answered.
func pluginPrints(answer []byte) []byte {
	return unplugged.ReplaceAllFunc(answer, func(found []byte) []byte {
		phase := bytes.ToUpper(unplugged.FindSubmatch(found)[1])
		return fmt.Appendf(nil, `"moonphase":{"PHASE":"%s"}`, phase)
	})
}

// storedOtherwise counts the writes of monitors whose search only a plugin knows.
func (b *bench) storedOtherwise(s *server) error {
	if !b.sandboxed {
		return nil
	}
	const n = 50
	c := configuration{workspace: b.workspace("plugin"), monitors: n, channels: 1, size: 1, plugin: true}
	dir, err := b.write("plugin", c)
	if err != nil {
		return err
	}
	b.doing("apply of %d monitors with a plugin's query", n)
	s.gauge.plays.Store(true)
	defer s.gauge.plays.Store(false)
	a, err := b.measureApply(s, dir)
	if err != nil {
		return err
	}
	if _, err := b.alertplan(s.gauge.URL, "plan", "--detailed-exitcode", dir); err != nil {
		return fmt.Errorf("the second plan is not empty: %w", err)
	}
	b.add(line{
		name: fmt.Sprintf("apply of %d creates whose search only a plugin knows: writes, two each", n), took: took(a.took.Seconds()),
		ratio: fmt.Sprint(a.counts.monitors), limit: exactly(a.counts.monitors, 2*n), requests: a.counts.String(),
	})
	return nil
}
