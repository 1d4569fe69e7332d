package quiet_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors/quiet"
)

var muteEnds = time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)

// A mute comes and goes, and leaves a condition to the byte as it was: by hand, with
// functions, with quiet hours, and with what only looks like them.
func TestMute(t *testing.T) {
	hours := quiet.Times{Hours: []quiet.Hours{office}, Maintenance: []quiet.Maintenance{{From: muteEnds, To: muteEnds.Add(time.Hour)}}}
	for _, source := range []string{
		"", "true", "\n\nreturn true;\n", "int twice(int x) { 2 * x }\n\n\nreturn twice(1) > 1", "int f() { 1 } f() > 0",
		hours.Write(quiet.Script{Statements: "true"}, quiet.PeriodEnd),
		hours.Write(quiet.Script{Functions: "int f() { 1 }", Statements: "\nf() > 0"}, quiet.Param("end")),
		"// Maintenance: then\nif (true) { return false; }\ntrue", "// Muted until then\nif (true) { return false; }\ntrue",
		"// Muted until 2026-03-08T05:00:00Z\nif (ctx.periodEnd.isBefore(Instant.parse('2026-03-08T06:00:00Z'))) { return false; }\ntrue",
	} {
		for _, at := range []quiet.Moment{quiet.PeriodEnd, quiet.Param("end2")} {
			muted := scriptOf(t, source).Mute(muteEnds, at)
			before, until, by, ok := quiet.Unmute(muted)
			if !ok || before != source || !until.Equal(muteEnds) || by != at {
				t.Errorf("%q became\n%q and then\n%q, %v, %s, %v", source, muted, before, until, by, ok)
			}
		}
		if before, _, _, ok := quiet.Unmute(source); ok || before != source {
			t.Errorf("%q seems to be muted", source)
		}
	}
}

func scriptOf(t *testing.T, source string) quiet.Script {
	t.Helper()
	end, err := painless.FunctionsEnd(source)
	if err != nil {
		t.Fatal(source, err)
	}
	return quiet.Script{Functions: source[:end], Statements: source[end:]}
}

// The order of quiet times in a condition that somebody wrote is theirs.
func TestMuteOverHandWrittenGuards(t *testing.T) {
	one := quiet.Times{Hours: []quiet.Hours{office}}.Write(quiet.Script{Statements: "true"}, quiet.PeriodEnd)
	both := quiet.Times{Maintenance: []quiet.Maintenance{{From: muteEnds, To: muteEnds.Add(time.Hour)}}}.Write(quiet.Script{Functions: "", Statements: ""}, quiet.PeriodEnd)
	source := one[:len(one)-len("true")] + both + "true"
	if before, _, _, ok := quiet.Unmute(scriptOf(t, source).Mute(muteEnds, quiet.PeriodEnd)); !ok || before != source {
		t.Errorf("%q is not as it was:\n%q", source, before)
	}
}

func FuzzUnmute(f *testing.F) {
	f.Add("true", 0, int64(1772946000))
	f.Add("int f() { 1 }\nf() > 0", 13, int64(0))
	f.Add(quiet.Script{Statements: "true"}.Mute(muteEnds, quiet.PeriodEnd), 0, int64(1))
	f.Fuzz(func(t *testing.T, source string, end int, until int64) {
		if before, _, _, ok := quiet.Unmute(source); ok && len(before) >= len(source) {
			t.Errorf("%q became longer: %q", source, before)
		}
		if end < 0 || end > len(source) || until < 0 || until > 1<<37 {
			return
		}
		if _, _, _, muted := quiet.Unmute(source); muted {
			return
		}
		at := time.Unix(until, 0).UTC()
		before, ends, _, ok := quiet.Unmute(quiet.Script{Functions: source[:end], Statements: source[end:]}.Mute(at, quiet.PeriodEnd))
		if !ok || before != source || !ends.Equal(at) {
			t.Errorf("%q cut at %d became %q, %v, %v", source, end, before, ends, ok)
		}
	})
}
