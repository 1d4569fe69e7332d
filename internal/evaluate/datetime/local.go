package datetime

import (
	"strings"
	"time"
)

// A clock shows some times twice, and leaves out others, where the offset from UTC
// changes. Java takes the first of two, or the one of the offset that a date had before,
// and moves what is left out by as much as the clock; Go takes either.

// wall is what a clock shows, as if it were in UTC.
func wall(t time.Time) time.Time {
	y, mo, d := t.Date()
	h, m, s := t.Clock()
	return time.Date(y, mo, d, h, m, s, t.Nanosecond(), time.UTC)
}

// local is the time at which a clock of a zone shows what one of UTC shows at w. preferred
// is the offset that it had before, in seconds; nil for none.
func local(w time.Time, zone *time.Location, preferred *int) time.Time {
	if zone == time.UTC {
		return w
	}
	at := func(offset int) (time.Time, bool) {
		t := w.Add(-time.Duration(offset) * time.Second).In(zone)
		_, found := t.Zone()
		return t, found == offset
	}
	if preferred != nil {
		if t, ok := at(*preferred); ok {
			return t
		}
	}
	_, before := w.Add(-day).In(zone).Zone()
	_, after := w.Add(day).In(zone).Zone()
	first, ok := at(before)
	if !ok {
		if t, ok := at(after); ok {
			return t
		}
	}
	return first
}

const day = 24 * time.Hour

// onCalendar changes what a clock shows, where it is the calendar that counts; shorter
// units are of time that passes.
func onCalendar(t time.Time, unit byte, change func(time.Time) time.Time) time.Time {
	if strings.IndexByte("yMwd", unit) < 0 {
		return change(t)
	}
	_, offset := t.Zone()
	return local(change(wall(t)), t.Location(), &offset)
}
