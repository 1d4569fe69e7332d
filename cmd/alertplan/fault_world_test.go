package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// world is a random configuration that changes step by step. Things keep their
// names for life, while their labels move.
type world struct {
	*rand.Rand
	channels, monitors []thing
	moved              []string // of this step: HCL
	born               int
}

// thing is a monitor or a destination.
type thing struct {
	name, label string
	size        int
	trigger     string // label
	channel     string // name of the destination that it sends to; "" for none
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, seed))}
	for range 1 + w.IntN(3) {
		w.channels = append(w.channels, w.newThing())
	}
	for range 2 + w.IntN(4) {
		w.monitors = append(w.monitors, w.newMonitor())
	}
	return w
}

func (w *world) newThing() thing {
	w.born++
	return thing{name: fmt.Sprintf("Thing %d", w.born), label: fmt.Sprintf("thing_%d", w.born), size: 1 + w.IntN(3)}
}

func (w *world) newMonitor() thing {
	m := w.newThing()
	m.trigger = "any"
	w.chooseChannel(&m)
	return m
}

func (w *world) chooseChannel(m *thing) {
	m.channel = ""
	if len(w.channels) > 0 && w.IntN(3) > 0 {
		m.channel = w.channels[w.IntN(len(w.channels))].name
	}
}

// step changes some of it.
func (w *world) step() {
	w.moved = nil
	w.channels = w.changed(w.channels, "destination.webhook")
	w.monitors = w.changed(w.monitors, "monitor")
	for range w.IntN(3) {
		w.channels = append(w.channels, w.newThing())
	}
	for range w.IntN(3) {
		w.monitors = append(w.monitors, w.newMonitor())
	}
	for i := range w.monitors {
		m := &w.monitors[i]
		if w.channelLabel(m.channel) == "" || w.IntN(4) == 0 {
			w.chooseChannel(m)
		}
	}
}

func (w *world) changed(things []thing, kind string) []thing {
	var left []thing
	for _, x := range things {
		switch w.IntN(6) {
		case 0:
			continue // gone
		case 1:
			x.size++
		case 2:
			w.born++
			label := fmt.Sprintf("moved_%d", w.born)
			w.moved = append(w.moved, fmt.Sprintf("moved {\n  from = %s.%s\n  to   = %s.%s\n}\n", kind, x.label, kind, label))
			x.label = label
			x.size += w.IntN(2)
		case 3:
			w.born++
			x.trigger = fmt.Sprintf("trigger_%d", w.born)
		}
		left = append(left, x)
	}
	return left
}

func (w *world) channelLabel(name string) string {
	for _, c := range w.channels {
		if c.name == name {
			return c.label
		}
	}
	return ""
}

// config is the world as HCL, with an anchor that never changes.
func (w *world) config() string {
	var b strings.Builder
	b.WriteString("workspace = \"world\"\n" + strings.Join(w.moved, ""))
	b.WriteString(monitorText("anchor", "Anchor", 1))
	for _, c := range w.channels {
		fmt.Fprintf(&b, "destination \"webhook\" %q {\n  name = %q\n  url  = \"http://127.0.0.1:9/%d\"\n}\n", c.label, c.name, c.size)
	}
	for _, m := range w.monitors {
		action := ""
		if m.channel != "" {
			action = fmt.Sprintf("action \"tell\" {\n destination = destination.webhook.%s\n message = \"x\"\n }\n", w.channelLabel(m.channel))
		}
		text := monitorText(m.label, m.name, m.size)
		text = strings.Replace(text, `trigger "any" {`, fmt.Sprintf("trigger %q {\n", m.trigger)+action, 1)
		b.WriteString(text)
	}
	return b.String()
}

func (w *world) monitorNames() []string { return append(names(w.monitors), "Anchor", "Theirs") }
func (w *world) channelNames() []string { return append(names(w.channels), "Theirs") }

func names(things []thing) []string {
	var list []string
	for _, x := range things {
		list = append(list, x.name)
	}
	return list
}

func text(t testing.TB, v any) string {
	t.Helper()
	encoded, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
