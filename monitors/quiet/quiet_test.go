package quiet_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// office are the hours of the example: quiet while the team is at work.
var office = quiet.Hours{Zone: "Asia/Tokyo", Days: quiet.Week[:5], From: 9 * 60, To: 18 * 60}

// What is written is what people see in the Dashboards, and what a live condition is
// recognised by: whoever changes a character of it changes every monitor.
func TestWritten(t *testing.T) {
	times := quiet.Times{
		Hours: []quiet.Hours{office,
			{Zone: "Europe/Berlin", Days: quiet.Week, From: 18 * 60, To: 9*60 + 30, Only: true, Except: []string{"2026-12-24", "2026-12-31"}, Holidays: []string{"2026-12-25"}}},
		Maintenance: []quiet.Maintenance{{From: time.Date(2026, 3, 1, 21, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 2, 1, 0, 30, 0, time.UTC)}},
	}
	const want = `// The hours of alertplan: 900 is 09:00, day 1 is Monday. What goes across midnight belongs to the day on which it begins.
boolean quietHours(ZonedDateTime wall, List days, int from, int to, List except) {
  int time = 100 * wall.getHour() + wall.getMinute();
  LocalDate day = wall.toLocalDate();
  if (from > to && time < to) {
    day = day.minusDays(1);
  } else if (time < from || from < to && time >= to) {
    return false;
  }
  return days.contains(day.getDayOfWeek().getValue()) && !except.contains(day.toString());
}
boolean more(def n) { return n > 2; }
// Quiet hours: mon, tue, wed, thu, fri 09:00-18:00 Asia/Tokyo
if (quietHours(ctx.periodEnd.atZone(ZoneId.of('Asia/Tokyo')), [1, 2, 3, 4, 5], 900, 1800, [])) { return false; }
// Alerts only in these hours: mon, tue, wed, thu, fri, sat, sun 18:00-09:30 Europe/Berlin, not on 2026-12-24, 2026-12-31
if (!quietHours(ctx.periodEnd.atZone(ZoneId.of('Europe/Berlin')), [1, 2, 3, 4, 5, 6, 7], 1800, 930, ['2026-12-24', '2026-12-31'])) { return false; }
// Quiet all day: 2026-12-25 Europe/Berlin
if (['2026-12-25'].contains(ctx.periodEnd.atZone(ZoneId.of('Europe/Berlin')).toLocalDate().toString())) { return false; }
// Maintenance: 2026-03-01T21:00:00Z - 2026-03-02T01:00:30Z
if (!ctx.periodEnd.isBefore(Instant.parse('2026-03-01T21:00:00Z')) && ctx.periodEnd.isBefore(Instant.parse('2026-03-02T01:00:30Z'))) { return false; }
 more(ctx.results[0].hits.total.value)`
	script := quiet.Script{Functions: "boolean more(def n) { return n > 2; }", Statements: " more(ctx.results[0].hits.total.value)"}
	got := times.Write(script, quiet.PeriodEnd)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	readBack(t, times, script, quiet.PeriodEnd)
	if _, err := painless.Compile(got, painless.QueryLevelTrigger); err != nil {
		t.Error(err)
	}
}

func readBack(t *testing.T, times quiet.Times, script quiet.Script, at quiet.Moment) {
	t.Helper()
	text := times.Write(script, at)
	gotTimes, gotScript, gotAt, ok := quiet.Read(text)
	if !ok || gotAt != at {
		t.Fatalf("%v, at %q, of\n%s", ok, gotAt, text)
	}
	if diff := cmp.Diff(times, gotTimes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(script, gotScript); diff != "" {
		t.Error(diff)
	}
}

// Whatever times there are, and whatever the condition, both are read back.
func TestReadsWhatItWrites(t *testing.T) {
	scripts := []string{
		"ctx.results[0].hits.total.value > 0", "return true;", "\n// nothing\n true", "// Quiet hours: later\nreturn true",
		"def quietHours = 1; return quietHours > 0", "if (true)\n// Maintenance: \nif (false) return true; false",
		"boolean quietHours(def a) { return a }\nquietHours(true)", "int f(int x) { return x }\n\n int g() { 1 } // two\nreturn f(g()) > 0",
	}
	r := rand.New(rand.NewPCG(7, 1))
	for range 300 {
		times, source := randomTimes(r), scripts[r.IntN(len(scripts))]
		end, err := painless.FunctionsEnd(source)
		if err != nil {
			t.Fatal(source, err)
		}
		script := quiet.Script{Functions: source[:end], Statements: source[end:]}
		for _, at := range []quiet.Moment{quiet.PeriodEnd, quiet.Param("end"), quiet.Param("end2")} {
			readBack(t, times, script, at)
		}
	}
}

// What is not exactly ours is nobody's but the user's.
func TestReadsNothingElse(t *testing.T) {
	text := quiet.Times{Hours: []quiet.Hours{office}}.Write(quiet.Script{Statements: "true"}, quiet.PeriodEnd)
	for _, other := range []string{
		"", "true", "// Quiet hours: x\nif (true) { return false; }\ntrue",
		strings.Replace(text, "09:00-18:00", "9 to 6", 1),
		strings.Replace(text, "], 900,", "], 900 ,", 1),
		strings.Replace(text, "[1, 2,", "[2, 1,", 1),
		strings.Replace(text, "time < from", "time <= from", 1),
		strings.Replace(text, "return false; }\ntrue", "return true; }\ntrue", 1),
		" " + text,
	} {
		if times, _, _, ok := quiet.Read(other); ok {
			t.Errorf("%v is read from\n%s", times, other)
		}
	}
}

func FuzzRead(f *testing.F) {
	times := quiet.Times{Hours: []quiet.Hours{office}, Maintenance: []quiet.Maintenance{{From: time.Unix(0, 0).UTC(), To: time.Unix(60, 0).UTC()}}}
	f.Add(times.Write(quiet.Script{Statements: "true"}, quiet.PeriodEnd))
	f.Add(times.Write(quiet.Script{Functions: "int f() { 1 }", Statements: "true"}, quiet.Param("end")))
	f.Fuzz(func(t *testing.T, source string) {
		if times, script, at, ok := quiet.Read(source); ok && times.Write(script, at) != source {
			t.Errorf("%q is written otherwise", source)
		}
	})
}

func randomTimes(r *rand.Rand) quiet.Times {
	var out quiet.Times
	for len(out.Hours)+len(out.Maintenance) == 0 {
		for range r.IntN(3) {
			out.Hours = append(out.Hours, randomHours(r, zones[r.IntN(len(zones))]))
		}
		for range r.IntN(2) {
			from := time.Unix(1767225600+r.Int64N(31536000), 0).UTC()
			out.Maintenance = append(out.Maintenance, quiet.Maintenance{From: from, To: from.Add(time.Duration(1+r.IntN(100000)) * time.Second)})
		}
	}
	return out
}

// randomHours have a window or holidays or both; the times that clocks skip and
// repeat come often.
func randomHours(r *rand.Rand, zone string) quiet.Hours {
	h := quiet.Hours{Zone: zone}
	clock := func() quiet.Clock {
		if r.IntN(2) == 0 {
			return quiet.Clock(r.IntN(24 * 60))
		}
		return quiet.Clock(15 * r.IntN(16))
	}
	if r.IntN(8) > 0 {
		for len(h.Days) == 0 {
			for _, d := range quiet.Week {
				if r.IntN(3) > 0 {
					h.Days = append(h.Days, d)
				}
			}
		}
		for h.From == h.To {
			h.From, h.To = clock(), clock()
			if r.IntN(8) == 0 {
				h.To = quiet.EndOfDay
			}
		}
		h.Only, h.Except = r.IntN(3) == 0, randomDates(r)
	}
	if h.Holidays = randomDates(r); len(h.Days)+len(h.Holidays) == 0 {
		h.Holidays = []string{"2026-03-29"}
	}
	return h
}

func randomDates(r *rand.Rand) []string {
	var dates []string
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range max(0, r.IntN(6)-3) * 15 {
		at = at.AddDate(0, 0, 1+r.IntN(20))
		dates = append(dates, at.Format(time.DateOnly))
	}
	return dates
}
