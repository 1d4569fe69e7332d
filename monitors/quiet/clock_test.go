package quiet_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"
	_ "time/tzdata" // the zones must not depend on the machine

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// zones are those of the proofs: with and without daylight saving, by half an hour
// (Lord Howe), at midnight (Beirut, Santiago: the day before begins again), backwards
// (Casablanca), by odd offsets, and one that left out a day (Apia, 2011).
var zones = []string{
	"UTC", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "America/Santiago",
	"Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "+09:30",
}

func location(t testing.TB, zone string) *time.Location {
	t.Helper()
	if known, ok := locations[zone]; ok {
		return known
	}
	locations[zone] = loaded(t, zone)
	return locations[zone]
}

var locations = map[string]*time.Location{}

func loaded(t testing.TB, zone string) *time.Location {
	t.Helper()
	if javavalue.IsOffset(zone) {
		at, err := time.Parse("-07:00", zone)
		if err != nil {
			t.Fatal(err)
		}
		return at.Location()
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// silent says what the words mean, and shares nothing with the script: windows are
// intervals of naive time, and what the clock on the wall shows lies in one or not.
func silent(h quiet.Hours, end time.Time, at *time.Location) bool {
	shown := end.In(at)
	naive := time.Date(shown.Year(), shown.Month(), shown.Day(), shown.Hour(), shown.Minute(), shown.Second(), 0, time.UTC)
	midnight := time.Date(shown.Year(), shown.Month(), shown.Day(), 0, 0, 0, 0, time.UTC)
	if slices.Contains(h.Holidays, naive.Format(time.DateOnly)) {
		return true
	}
	if len(h.Days) == 0 {
		return false
	}
	in := false
	for _, begun := range []time.Time{midnight, midnight.AddDate(0, 0, -1)} {
		if !slices.Contains(h.Days, begun.Weekday()) || slices.Contains(h.Except, begun.Format(time.DateOnly)) {
			continue
		}
		from, to := begun.Add(time.Duration(h.From)*time.Minute), begun.Add(time.Duration(h.To)*time.Minute)
		if h.To <= h.From {
			to = to.AddDate(0, 0, 1)
		}
		in = in || !naive.Before(from) && naive.Before(to)
	}
	return in != h.Only
}

func silentAt(t testing.TB, times quiet.Times, end time.Time) bool {
	for _, h := range times.Hours {
		if silent(h, end, location(t, h.Zone)) {
			return true
		}
	}
	return slices.ContainsFunc(times.Maintenance, func(m quiet.Maintenance) bool { return end.Compare(m.From) >= 0 && end.Compare(m.To) < 0 })
}

// changes are the moments of a year at which a zone's clock is put forward or back.
func changes(at *time.Location, year int) []time.Time {
	key := at.String() + strconv.Itoa(year)
	if known, ok := changesOf[key]; ok {
		return known
	}
	var out []time.Time
	last := time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(last); t = t.Add(30 * time.Minute) {
		_, before := t.Add(-30 * time.Minute).In(at).Zone()
		if _, after := t.In(at).Zone(); before != after {
			out = append(out, t)
		}
	}
	changesOf[key] = out
	return out
}

var changesOf = map[string][]time.Time{}

// moments are where an answer can turn: around the edges of the windows, on days on
// which clocks change and on others, and at random.
func moments(t testing.TB, r *rand.Rand, times quiet.Times) []time.Time {
	var out []time.Time
	around := func(at time.Time) {
		out = append(out, at.Add(-time.Minute), at.Add(-time.Second), at, at.Add(time.Second), at.Add(time.Minute))
	}
	for _, h := range times.Hours {
		zone := location(t, h.Zone)
		days := changes(zone, 2026)
		if h.Zone == "Pacific/Apia" {
			days = changes(zone, 2011)
		}
		days = append(days, time.Unix(1767225600+r.Int64N(31536000), 0))
		for _, day := range days {
			around(day)
			for _, d := range []int{-1, 0, 1} {
				y, m, n := day.In(zone).AddDate(0, 0, d).Date()
				for _, c := range []quiet.Clock{0, h.From, h.To} {
					around(time.Date(y, m, n, 0, int(c), 0, 0, zone))
					around(time.Date(y, m, n, 0, int(c), 0, 0, zone).Add(time.Hour)) // shown again
				}
			}
		}
	}
	for _, m := range times.Maintenance {
		around(m.From)
		around(m.To)
	}
	for range 20 {
		out = append(out, time.UnixMilli(1767225600000+r.Int64N(31536000000)))
	}
	return out
}

// The script says of every edge what the words mean.
func TestHoursByEvaluation(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 7))
	asked, quietAt := 0, 0
	for i := range 120 {
		times := quiet.Times{Hours: []quiet.Hours{randomHours(r, zones[i%len(zones)])}}
		if i%4 == 0 {
			times = randomTimes(r)
		}
		script, err := painless.Compile(times.Write(quiet.Script{Statements: "true"}, quiet.Param("end")), painless.BucketSelector)
		if err != nil {
			t.Fatal(err)
		}
		for _, end := range moments(t, r, times) {
			asked++
			want := silentAt(t, times, end)
			if got := runAt(t, script, end); got == want {
				t.Fatalf("%+v at %s: %v", times, end.UTC(), got)
			}
			if why, got := times.At(end); got != want || got && (len(why.Words()) != 1 || !silentAt(t, why, end)) {
				t.Fatalf("%+v at %s: %v by %q", times, end.UTC(), got, why.Words())
			}
			if want {
				quietAt++
			}
		}
	}
	t.Logf("%d moments, %d of them quiet", asked, quietAt)
}

// runAt is what a condition says of a run that ends then.
func runAt(t testing.TB, script *painless.Script, end time.Time) bool {
	t.Helper()
	params := javavalue.NewHashMap()
	params.Put("end", strconv.FormatInt(end.UnixMilli(), 10))
	v, err := script.Run(painless.Bindings{Params: params, Ctx: &painless.TriggerContext{PeriodEnd: end}})
	if err != nil {
		t.Fatal(err)
	}
	return v == true
}

// conditions are scripts of all sorts, and what becomes of them.
var conditions = map[string]string{
	"true": "true", "false": "false", "return 2 > 1": "true", "if (1 > 2) { return true }": "false", "boolean x = true": "false",
	"def x = 7; x > 5": "true", "for (int i = 0; i < 3; i++) { if (i == 2) return true; } false": "true",
	"boolean f(int x) { return x > 1 } f(2)": "true", "int f(int x) { if (x > 1) return 1; return 0 }\nint g(int x) { f(x) }\n// now\nreturn g(1) == 1;": "false",
	"int[] a = new int[1]; a[2] == 1":                               "error array_index_out_of_bounds_exception",
	"boolean f() { throw new RuntimeException('x') } f()":           "error runtime_exception",
	"def quietHours = 3; boolean day = quietHours == 3; return day": "true",
	"boolean quietHours(def a) { return a == 1 } quietHours(1)":     "true",
	"params.end == null": "true",
}

// A condition is asked where it is not quiet, with all that it can do, and nowhere
// else.
func TestConditionKeepsItsMeaning(t *testing.T) {
	at := time.Date(2026, 1, 12, 3, 0, 0, 0, time.UTC) // Monday noon in Tokyo
	evening := at.Add(9 * time.Hour)
	for source, want := range conditions {
		end, err := painless.FunctionsEnd(source)
		if err != nil {
			t.Fatal(source, err)
		}
		script := quiet.Script{Functions: source[:end], Statements: source[end:]}
		text := quiet.Times{Hours: []quiet.Hours{office}}.Write(script, quiet.PeriodEnd)
		compiled, err := painless.Compile(text, painless.QueryLevelTrigger)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		run := func(end time.Time) string {
			v, err := compiled.Run(painless.Bindings{Ctx: &painless.TriggerContext{PeriodEnd: end}})
			if failed, ok := err.(*painless.RuntimeError); ok {
				return "error " + failed.Type
			}
			return fmt.Sprint(v)
		}
		if got := run(evening); got != want {
			t.Errorf("%s: %s in the evening, want %s", source, got, want)
		}
		if got := run(at); got != "false" {
			t.Errorf("%s: %s at noon", source, got)
		}
	}
}
