package monitors

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// Mute is a silence that somebody has put onto a trigger of a live monitor, and that
// ends by itself. It stands in the condition, which says until when; the mark says the
// rest. It is no part of what a monitor is declared to be: Fields and Hash know nothing
// of it.
type Mute struct {
	Until time.Time // in UTC, whole seconds
	Since time.Time // zero where the mark is gone, or is of another mute
	Why   string    // "" likewise
}

// IsOver tells whether the mute has ended, at a time in milliseconds since 1970.
func (m Mute) IsOver(now int64) bool { return m.Until.UnixMilli() <= now }

// Same tells whether two mutes are one.
func (m *Mute) Same(other *Mute) bool {
	if m == nil || other == nil {
		return m == other
	}
	return m.Until.Equal(other.Until) && m.Since.Equal(other.Since) && m.Why == other.Why
}

// Mutable tells whether there can be a mute in a condition: it is a Painless script.
func Mutable(c Condition) bool { return PainlessOf(c) != nil }

// Muted is a condition that does not hold in a run whose period ends before until, and
// else is what c is. functionsEnd is the byte of its script behind the last function.
// It is false for a condition that is not Mutable, which it leaves as it is.
func Muted(c Condition, until time.Time, functionsEnd int) (Condition, bool) {
	return timed(c, functionsEnd, func(s quiet.Script, at quiet.Moment) string { return s.Mute(until, at) })
}

// Unmuted is a condition as it was before Muted, and until when it was muted: the zero
// time where it is not.
func Unmuted(c Condition) (Condition, time.Time) {
	s := PainlessOf(c)
	if s == nil {
		return c, time.Time{}
	}
	source, until, at, ok := quiet.Unmute(s.Source)
	if !ok {
		return c, time.Time{}
	}
	before, ok := untimed(c, source, at)
	if !ok {
		return c, time.Time{}
	}
	return before, until
}

// UntilText is when it ends, in RFC 3339.
func (m Mute) UntilText() string { return m.Until.UTC().Format(time.RFC3339) }

// Fields is a mute as plans show it.
func (m Mute) Fields() *orderedjson.Object {
	f := orderedjson.NewObject(orderedjson.Member{Key: "until", Value: m.UntilText()})
	setIf(f, "why", m.Why, m.Why != "")
	return f
}

// WithoutMutes is the monitor as it is when all mutes have ended.
func (m Monitor) WithoutMutes() Monitor {
	m.Triggers = slices.Clone(m.Triggers)
	for i := range m.Triggers {
		m.Triggers[i].Mute = nil
	}
	return m
}

// Mutes are the mutes of a monitor's triggers by their ids; nil where there are none.
func (m Monitor) Mutes() map[string]Mute {
	var mutes map[string]Mute
	for _, t := range m.Triggers {
		if t.Mute == nil || t.ID == "" {
			continue
		}
		if mutes == nil {
			mutes = map[string]Mute{}
		}
		mutes[t.ID] = *t.Mute
	}
	return mutes
}
