package datetime_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
)

var now = time.Date(2026, 11, 21, 13, 14, 15, 678e6, time.UTC)

// What 2.19.4 makes of texts: dates that it takes in a document of a date field,
// and the ends of ranges, rounded down and up.
func TestParse(t *testing.T) {
	for _, c := range []struct{ pattern, text, down, up string }{
		{datetime.Default, "2020", "2020-01-01T00:00:00.000Z", "2020-01-01T23:59:59.999Z"},
		{datetime.Default, "2023-07", "2023-07-01T00:00:00.000Z", "2023-07-01T23:59:59.999Z"},
		{datetime.Default, "2024-02-29", "2024-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z"},
		{datetime.Default, "2020-01-01T", "2020-01-01T00:00:00.000Z", "2020-01-01T23:59:59.999Z"},
		{datetime.Default, "2020-01-01T10", "2020-01-01T10:00:00.000Z", "2020-01-01T10:59:59.999Z"},
		{datetime.Default, "2020-01-01T10:00Z", "2020-01-01T10:00:00.000Z", "2020-01-01T10:00:59.999Z"},
		{datetime.Default, "2020-01-01T10:00:00+0200", "2020-01-01T08:00:00.000Z", "2020-01-01T08:00:00.999Z"},
		{datetime.Default, "2020-01-01T10:00:00,123Z", "2020-01-01T10:00:00.123Z", "2020-01-01T10:00:00.123Z"},
		{datetime.Default, "2020-01-01T10:00:00.123456789Z", "2020-01-01T10:00:00.123Z", "2020-01-01T10:00:00.123Z"},
		{datetime.Default, "1577836800000", "2020-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z"},
		{datetime.Default, "-5", "1969-12-31T23:59:59.995Z", "1969-12-31T23:59:59.994Z"},
		{"epoch_second", "-5", "1969-12-31T23:59:55.000Z", "1969-12-31T23:59:55.999Z"}, {"epoch_second", "-5.5", "1969-12-31T23:59:55.500Z", "1969-12-31T23:59:55.500Z"}, {"epoch_second", "5", "1970-01-01T00:00:05.000Z", "1970-01-01T00:00:05.999Z"},
		{datetime.Default, "-99999", "-99999-01-01T00:00:00.000Z", "-99999-01-01T23:59:59.999Z"}, {datetime.Default, "+12024-01-01", "+12024-01-01T00:00:00.000Z", "+12024-01-01T23:59:59.999Z"},
		{datetime.Default, "2020-01-02||-1d/d", "2020-01-01T00:00:00.000Z", "2020-01-01T23:59:59.999Z"},
		{datetime.Default, "2020-01-31||+1M", "2020-02-29T00:00:00.000Z", "2020-02-29T00:00:00.000Z"},
		{datetime.Default, "now-1h/h", "2026-11-21T12:00:00.000Z", "2026-11-21T12:59:59.999Z"},
		{datetime.Default, "now/w", "2026-11-16T00:00:00.000Z", "2026-11-22T23:59:59.999Z"},
		{datetime.Default, "now/y", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"},
		{"dd.MM.yyyy", "02.01.2020", "2020-01-02T00:00:00.000Z", "2020-01-02T23:59:59.999Z"},
		{"epoch_second", "1577836800.5", "2020-01-01T00:00:00.500Z", "2020-01-01T00:00:00.500Z"},
		{"yyyy/MM/dd HH:mm:ss||yyyy/MM/dd", "2020/01/01", "2020-01-01T00:00:00.000Z", "2020-01-01T23:59:59.999Z"},
	} {
		f, err := datetime.Compile(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for up, want := range map[bool]string{false: c.down, true: c.up} {
			ms, err := f.ParseMath(c.text, datetime.Context{Now: now, RoundUp: up})
			if err != nil {
				t.Errorf("%s %s: %v", c.pattern, c.text, err)
			} else if got := datetime.MustDefault().Print(ms, nil); got != want {
				t.Errorf("%s %s, up %v: %s, want %s", c.pattern, c.text, up, got, want)
			}
		}
	}
}

// What 2.19.4 refuses for a date field of the default format.
func TestRefused(t *testing.T) {
	for _, text := range []string{"", "x", "2020-1-1", "2020-01-01 10:00:00", "2020/01/01", "2020-02-30", "2020-01-01T24:00:00Z", "10000-01-01",
		"2020-01-01Z", "2020-01-01T10:00:00 Z", "2020-01-01T10:00:00Z[UTC]", "2020-01-01T10:00:60Z", "2020-01-01t10:00:00z", " 2020-01-01",
		"now+1x", "2020||+", "now*2d", "2020-01-01||/2d"} {
		if ms, err := datetime.MustDefault().ParseMath(text, datetime.Context{Now: now}); err == nil {
			t.Errorf("%q is taken as %d", text, ms)
		}
	}
}

func TestZone(t *testing.T) {
	for id, want := range map[string]int{"Z": 0, "+09:00": 9 * 3600, "Asia/Tokyo": 9 * 3600, "UTC+1": 3600, "-0330": -(3*3600 + 1800)} {
		zone, err := datetime.Zone(id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if _, got := now.In(zone).Zone(); got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
	for _, id := range []string{"", "Asia/Nope", "Local", "+99:00"} {
		if _, err := datetime.Zone(id); err == nil {
			t.Errorf("%q is taken", id)
		}
	}
}

func FuzzParseMath(f *testing.F) {
	for _, s := range []string{"2020-01-01||-1d/d", "now+5m", "1577836800000", "2020-01-01T10:00:00.123+02:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if ms, err := datetime.MustDefault().ParseMath(text, datetime.Context{Now: now}); err == nil {
			datetime.MustDefault().Print(ms, nil)
		}
	})
}

func FuzzCompile(f *testing.F) {
	f.Add("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2020-01-01T10:00:00.000+0100")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		format, err := datetime.Compile(pattern)
		if err != nil {
			return
		}
		if at, err := format.Parse(text, datetime.Context{}); err == nil {
			format.Print(at.UnixMilli(), nil)
		}
	})
}
