package wire

import (
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	script "github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors"
)

// takeMutes takes the mutes out of the conditions of a live monitor, which are then
// what was declared. What the condition says counts; the mark's words are added where
// they are of the same mute.
func takeMutes(m *monitors.Monitor, mark *monitors.Mark) {
	for i := range m.Triggers {
		t := &m.Triggers[i]
		audible, until := monitors.Unmuted(t.Condition)
		if until.IsZero() {
			continue
		}
		t.Condition, t.Mute = audible, &monitors.Mute{Until: until}
		if mark == nil {
			continue
		}
		if words, ok := mark.Mutes[t.ID]; ok && words.Until.Equal(until) {
			*t.Mute = words
		}
	}
}

// muted is the condition of a trigger as it is sent. One that can't hold a mute, or
// that can't be parsed, goes without: nothing else becomes of it.
func muted(t monitors.Trigger) monitors.Condition {
	if t.Mute == nil {
		return t.Condition
	}
	end, ok := functionsEnd(t.Condition)
	if !ok {
		return t.Condition
	}
	c, _ := monitors.Muted(t.Condition, t.Mute.Until, end)
	return c
}

// CanMute tells whether a mute can be put onto a trigger: its condition is a Painless
// script, and one that can be told apart into functions and statements.
func CanMute(t monitors.Trigger) bool {
	_, ok := functionsEnd(t.Condition)
	return ok
}

func functionsEnd(condition monitors.Condition) (int, bool) {
	s := monitors.PainlessOf(condition)
	if s == nil {
		return 0, false
	}
	end, err := script.FunctionsEnd(s.Source)
	return end, err == nil
}

// decodeMutes reads the mutes of a mark. What is not whole is none: it only has words
// about what stands in a condition.
func decodeMutes(mark object) map[string]monitors.Mute {
	var mutes map[string]monitors.Mute
	all := mark.Object.Object("mutes")
	for _, id := range all.Keys() {
		one := all.Object(id)
		until, err := time.Parse(time.RFC3339, one.Text("until"))
		since, errSince := time.Parse(time.RFC3339, one.Text("since"))
		if err != nil || errSince != nil {
			continue
		}
		if mutes == nil {
			mutes = map[string]monitors.Mute{}
		}
		mutes[id] = monitors.Mute{Until: until.UTC(), Since: since.UTC(), Why: one.Text("why")}
	}
	return mutes
}

// setMutes sets the mutes of a mark, in order of their triggers' ids.
func setMutes(mark *orderedjson.Object, mutes map[string]monitors.Mute) {
	if len(mutes) == 0 {
		return
	}
	all := orderedjson.NewObject()
	for _, id := range slices.Sorted(maps.Keys(mutes)) {
		m := mutes[id]
		one := orderedjson.NewObject(
			orderedjson.Member{Key: "until", Value: m.UntilText()},
			orderedjson.Member{Key: "since", Value: m.Since.UTC().Format(time.RFC3339)})
		setText(one, "why", m.Why)
		all.Set(id, one)
	}
	mark.Set("mutes", all)
}
