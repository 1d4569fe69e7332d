package main

import (
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/patience/patiencetest"
)

// TestMuteEnds reads the ends that can be said, at noon of the 9th of March 2026 in UTC.
func TestMuteEnds(t *testing.T) {
	at := func(zone string) time.Time {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		return patiencetest.NewStill().Now().In(location)
	}
	for _, test := range []struct{ lasts, until, zone, want string }{
		{"2h", "", "UTC", "2026-03-09T14:00:00Z"},
		{"90m", "", "Asia/Tokyo", "2026-03-09T13:30:00Z"},
		{"1500ms", "", "UTC", "2026-03-09T12:00:01Z"},
		{"1d", "", "UTC", "2026-03-10T12:00:00Z"},
		{"1d12h", "", "UTC", "2026-03-11T00:00:00Z"},
		{"", "06:00", "UTC", "2026-03-10T06:00:00Z"},
		{"", "18:00", "UTC", "2026-03-09T18:00:00Z"},
		{"", "12:00", "UTC", "2026-03-10T12:00:00Z"},
		{"", "06:00", "Asia/Tokyo", "2026-03-09T21:00:00Z"},
		{"", "2026-03-09T14:00Z", "UTC", "2026-03-09T14:00:00Z"},
		{"", "2026-03-09T14:00+01:00", "UTC", "2026-03-09T13:00:00Z"},
		{"", "2026-03-09T14:00:07.9-03:30", "UTC", "2026-03-09T17:30:07Z"},
	} {
		o := muteOptions{lasts: test.lasts, until: test.until}
		end, err := o.end(at(test.zone))
		if err != nil || end.Format(time.RFC3339) != test.want {
			t.Errorf("%+v: %v, %v", test, end, err)
		}
	}
	for _, wrong := range []muteOptions{
		{}, {lasts: "two"}, {lasts: "0"}, {lasts: "-2h"}, {lasts: "1.5d"}, {lasts: "d"}, {lasts: "1h1d"}, {lasts: "999ms"}, {lasts: "1d-48h"},
		{until: "noon"}, {until: "2026-03-09"}, {until: "2026-03-09T14:00"}, {until: "25:00"},
	} {
		if end, err := wrong.end(at("UTC")); err == nil {
			t.Errorf("%q %q: %v", wrong.lasts, wrong.until, end)
		}
	}
}

func TestMuteNeedsAReason(t *testing.T) {
	for _, why := range []string{"", "  ", "two\nlines", "\x1b[31m", strings.Repeat("x", longestReason+1)} {
		o := muteOptions{why: why}
		if got, err := o.reason(); err == nil {
			t.Errorf("%q: %q", why, got)
		}
	}
	o := muteOptions{why: " it moves, „ja“ "}
	if got, err := o.reason(); err != nil || got != "it moves, „ja“" {
		t.Errorf("%q, %v", got, err)
	}
}
